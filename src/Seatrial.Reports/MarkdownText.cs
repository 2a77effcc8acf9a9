using System.Text;

namespace Seatrial.Reports;

/// <summary>
/// Text in GitHub-flavoured Markdown. Our own sentences are escaped; what a registry may have sent stands in code, where
/// Markdown gives nothing a meaning: no link, no mention, no table cell, no tag.
/// </summary>
internal static class MarkdownText
{
    private const string Meaningful = "\\`*_[]<>|~&$";

    /// <summary>A sentence on one line, at most <paramref name="max"/> characters of it.</summary>
    public static string Line(string text, int max)
    {
        var line = new StringBuilder();
        foreach (var letter in Legible.Cut(Legible.Line(text), max))
        {
            if (Meaningful.Contains(letter))
                line.Append('\\');
            line.Append(letter);
            // A mention would call a stranger; a space without width after the sign ends it, and nothing else does.
            if (letter == '@')
                line.Append('\u200B');
        }

        // Both would be linked without any brackets around them.
        return line.Replace("://", "\\://").Replace("www.", "www\\.").ToString();
    }

    /// <summary>Code within a line.</summary>
    public static string Code(string text, int max)
    {
        var line = Legible.Cut(Legible.Line(text), max);
        if (line.Trim().Length == 0)
            return "(empty)";
        var fence = new string('`', LongestRun(line) + 1);
        // Without the spaces, a backtick at the edge would belong to the fence, and a space there would be dropped.
        var edge = line[0] is '`' or ' ' || line[^1] is '`' or ' ' ? " " : "";
        return $"{fence}{edge}{line}{edge}{fence}";
    }

    /// <summary>Code in lines of its own.</summary>
    public static string Block(string text, string language, int max)
    {
        var lines = Legible.Cut(Legible.Of(text), max);
        var fence = new string('`', Math.Max(3, LongestRun(lines) + 1));
        return $"{fence}{language}\n{lines}\n{fence}\n";
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var letter in text)
        {
            run = letter == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
