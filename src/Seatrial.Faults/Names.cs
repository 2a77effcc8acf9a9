namespace Seatrial.Faults;

/// <summary>
/// What is named anew in each run, and what an operation is called in its place: a fresh crate <c>t7f3-sweep-12</c> is
/// <c>{crate}</c> in every recording, so that the crossings of two runs can be compared.
/// </summary>
/// <param name="Replacements">The literal and its placeholder. The longest literal wins, whatever the order.</param>
public sealed record Names(IReadOnlyList<(string Literal, string Placeholder)> Replacements)
{
    private readonly (string Literal, string Placeholder)[] _longestFirst =
        [.. Replacements.Where(one => one.Literal.Length > 0).OrderByDescending(one => one.Literal.Length)];

    /// <summary>Nothing is named anew.</summary>
    public static Names None { get; } = new([]);

    /// <summary>The text with each literal replaced.</summary>
    public string Normalise(string text)
    {
        foreach (var (literal, placeholder) in _longestFirst)
            text = text.Replace(literal, placeholder, StringComparison.Ordinal);
        return text;
    }
}
