namespace Seatrial.Registry.Search;

/// <summary>Brings text into the form in which it is searched, and words into patterns.</summary>
internal static class SearchText
{
    /// <summary>Lower case, the same in every culture.</summary>
    public static string Fold(string text) => text.ToLowerInvariant();

    /// <summary>Lower case, with hyphens as underscores: what texts are searched in, where no spelling of a name is better than another.</summary>
    public static string Canonicalize(string text) => Fold(text).Replace('-', '_');

    /// <summary>
    /// A LIKE pattern for text that contains the word; its own wildcards are taken literally (escape character
    /// <c>\</c>).
    /// </summary>
    public static string Containing(string word) => "%" + Literal(word) + "%";

    /// <summary>The same for text that begins with the word.</summary>
    public static string Beginning(string word) => Literal(word) + "%";

    /// <summary>Whether there are too few letters to look for them anywhere; the indexes of parts know no fewer than three.</summary>
    public static bool IsShort(string word) => word.Length < ShortestPart && word.All(char.IsAsciiLetterOrDigit);

    /// <summary>Whether an index of parts can find the word: in every locale of a database only letters and digits of ASCII count.</summary>
    public static bool IsIndexed(string word)
    {
        var run = 0;
        foreach (var c in word)
            if ((run = char.IsAsciiLetterOrDigit(c) ? run + 1 : 0) == ShortestPart)
                return true;
        return IsShort(word);
    }

    /// <summary>The letters of the shortest part that the indexes know.</summary>
    public const int ShortestPart = 3;

    private static string Literal(string text) => text
        .Replace("\\", "\\\\", StringComparison.Ordinal)
        .Replace("%", "\\%", StringComparison.Ordinal)
        .Replace("_", "\\_", StringComparison.Ordinal);
}
