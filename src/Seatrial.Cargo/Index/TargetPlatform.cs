namespace Seatrial.Cargo;

/// <summary>The platforms that a dependency is for: a target triple or a <c>cfg()</c> expression (IDX-17).</summary>
internal static class TargetPlatform
{
    /// <summary>No real manifest nests deeper, and every level costs stack.</summary>
    private const int MaxDepth = 32;

    internal static bool IsValid(string text)
    {
        if (!text.StartsWith("cfg(", StringComparison.Ordinal) || !text.EndsWith(')'))
            return text.Length > 0 && !text.AsSpan().ContainsAnyExcept(NameCharacters.Triple);
        var expression = text.AsSpan(4, text.Length - 5);
        return Expression(ref expression, 0) && expression.TrimStart().IsEmpty;
    }

    /// <summary>
    /// One spelling for comparing: cargo sends an expression as it prints it, while the manifest keeps the author's spaces and
    /// trailing commas.
    /// </summary>
    internal static string? Canonical(string? target) => target is null
        ? null
        : string.Concat(target.Where(c => !char.IsWhiteSpace(c))).Replace(",)", ")", StringComparison.Ordinal);

    private static bool Expression(ref ReadOnlySpan<char> text, int depth)
    {
        if (depth > MaxDepth || !Word(ref text, out var word))
            return false;
        if (word is "all" or "any" or "not" && Take(ref text, '('))
            return Arguments(ref text, depth, word is "not" ? 1 : int.MaxValue);
        return !Take(ref text, '=') || Quoted(ref text);
    }

    private static bool Arguments(ref ReadOnlySpan<char> text, int depth, int most)
    {
        var count = 0;
        while (!Take(ref text, ')'))
        {
            if (count++ == most || !Expression(ref text, depth + 1))
                return false;
            if (!Take(ref text, ',') && !text.TrimStart().StartsWith(")"))
                return false;
        }

        return most > 1 || count == 1;
    }

    private static bool Word(ref ReadOnlySpan<char> text, out ReadOnlySpan<char> word)
    {
        text = text.TrimStart();
        var length = text.IndexOfAnyExcept(NameCharacters.Word) is var end and >= 0 ? end : text.Length;
        word = text[..length];
        text = text[length..];
        return length > 0 && !char.IsAsciiDigit(word[0]);
    }

    private static bool Quoted(ref ReadOnlySpan<char> text)
    {
        if (!Take(ref text, '"') || text.IndexOf('"') is not (var end and >= 0))
            return false;
        text = text[(end + 1)..];
        return true;
    }

    private static bool Take(ref ReadOnlySpan<char> text, char expected)
    {
        var trimmed = text.TrimStart();
        if (!SemVerText.Skip(ref trimmed, expected))
            return false;
        text = trimmed;
        return true;
    }
}
