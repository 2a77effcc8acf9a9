using Seatrial.Faults.Kinds;

namespace Seatrial.Faults;

/// <summary>What is to be done, and to which crossing.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Crossing">The crossing it is done to.</param>
public sealed record Fault(FaultKind Kind, Crossing Crossing)
{
    /// <summary>
    /// Done to the crossing and to every later one that is like it, until it is healed. Client libraries repeat HTTP requests
    /// silently: a fault that comes once they must absorb, and one that stays must surface.
    /// </summary>
    public bool Sticky { get; init; }

    /// <summary>The error that the other side gives, in its own words: a SQLSTATE or an S3 code; null for the usual one of the boundary.</summary>
    public string? Code { get; init; }

    /// <summary>Such as <c>cut-after</c>, <c>error sticky</c> or <c>error 40001</c>.</summary>
    public string Name => string.Join(' ', new[] { Kind.Name, Code, Sticky ? "sticky" : null }.OfType<string>());
}
