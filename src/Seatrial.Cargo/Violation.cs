namespace Seatrial.Cargo;

/// <summary>One rule of the contract that an input broke, with what was seen.</summary>
/// <param name="Rule">The rule's id, such as <c>NAME-02</c>, or a row of malformed publishes, such as <c>M06</c>.</param>
/// <param name="Message">One sentence in plain words, safe to show to the sender.</param>
public sealed record Violation(string Rule, string Message)
{
    /// <summary>True when a size cap was passed, which a registry answers with 413 instead of 400.</summary>
    public bool TooLarge { get; init; }

    /// <summary>The line of an index file, from 1; 0 where lines mean nothing.</summary>
    public int Line { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Line == 0 ? $"{Rule}: {Message}" : $"{Rule}: line {Line}: {Message}";
}
