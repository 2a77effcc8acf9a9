using System.Globalization;
using System.Text;

namespace Seatrial.Reports;

/// <summary>
/// Text as it may be shown. What a terminal, a browser or an XML reader would obey, hide or refuse is made visible
/// instead: a registry under test is hostile input, and what it sent is evidence.
/// </summary>
internal static class Legible
{
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        // A surrogate without its other half is enumerated as U+FFFD.
        foreach (var rune in text.Replace("\r\n", "\n", StringComparison.Ordinal).EnumerateRunes())
            Append(shown, rune);
        return shown.ToString();
    }

    /// <summary>The legible text on one line.</summary>
    public static string Line(string text) => Of(text).ReplaceLineEndings(" ").Replace('\t', ' ');

    /// <summary>The beginning of the text, at most <paramref name="max"/> characters, and how much was left out.</summary>
    public static string Cut(string text, int max)
    {
        if (text.Length <= max)
            return text;
        var end = char.IsHighSurrogate(text[max - 1]) ? max - 1 : max;
        return $"{text[..end]}… ({text.Length - end} more characters in the record)";
    }

    private static void Append(StringBuilder shown, Rune rune)
    {
        if (rune.Value is '\n' or '\t')
            shown.Append((char)rune.Value);
        else if (IsUnseen(rune))
            shown.Append($"⟨U+{rune.Value:X4}⟩");
        else
            shown.Append(rune.ToString());
    }

    // Format covers the marks that reverse the direction of text (Trojan Source, CVE-2021-42574) and those without width;
    // the two joiners stay, since scripts and emoji need them. The last two code points of a plane are no characters.
    private static bool IsUnseen(Rune rune) =>
        (rune.Value & 0xFFFE) == 0xFFFE || (rune.Value is not (0x200C or 0x200D) && Rune.GetUnicodeCategory(rune) is
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
