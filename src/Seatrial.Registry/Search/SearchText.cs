namespace Seatrial.Registry.Search;

/// <summary>Brings text into the form in which it is searched, and words into patterns.</summary>
internal static class SearchText
{
    /// <summary>Lower case, the same in every culture.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>
    /// A LIKE pattern for text that contains the word; its own wildcards are taken literally (escape character
    /// <c>\</c>).
    /// </summary>
    public static string Containing(string word) => "%" + Literal(word) + "%";

    /// <summary>The same for text that begins with the word.</summary>
    public static string Beginning(string word) => Literal(word) + "%";

    /// <summary>From this length on a part of a word is looked for anywhere.</summary>
    public const int ShortestPart = 3;

    private static string Literal(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
