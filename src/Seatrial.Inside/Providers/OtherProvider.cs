using System.Data.Common;

namespace Seatrial.Inside.Providers;

/// <summary>A driver that is not known here: what it would throw is a <see cref="DbException"/> of some kind, and so is this.</summary>
internal sealed class OtherProvider : Provider
{
    public override Exception Refused(Asked what, bool writes, string code) =>
        new InjectedException(code.Length > 0 ? $"the database refuses with {code}" : "the database refuses", code);

    public override Exception Lost() => new InjectedException("the connection to the database is broken", "08006");

    public override Exception Unreachable() => new InjectedException("the database cannot be reached", "08001");

    public override Exception TimedOut() => new InjectedException("the time for the command is over", "57014");
}

/// <summary>A fault of the tester, where the driver's own exceptions are not known.</summary>
/// <param name="message">What happened.</param>
/// <param name="state">The SQLSTATE that is nearest; empty when there is none.</param>
public sealed class InjectedException(string message, string state) : DbException(message)
{
    /// <inheritdoc/>
    public override string? SqlState => state.Length > 0 ? state : null;

    /// <inheritdoc/>
    public override bool IsTransient => true;
}
