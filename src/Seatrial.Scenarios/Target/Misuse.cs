namespace Seatrial.Scenarios;

/// <summary>Something that the user wrote and that cannot be used: an option, or a line of a file.</summary>
/// <param name="Where">The option, or the file and line.</param>
/// <param name="Problem">What is wrong there.</param>
/// <param name="Hint">What to write instead.</param>
public sealed record Misuse(string Where, string Problem, string Hint)
{
    /// <summary>The message that the user sees.</summary>
    public override string ToString() => $"{Where}: {Problem} {Hint}".TrimEnd();
}
