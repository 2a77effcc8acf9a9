namespace Seatrial.Registry.Tokens;

/// <summary>The crates that a token is limited to: an exact name, or the beginning of names and <c>*</c>.</summary>
internal static class CratePattern
{
    private const int MaxLength = 64;

    /// <summary>Whether a text can be a pattern: a part of a crate name, and one star at its end at most.</summary>
    public static bool IsPattern(string? text) =>
        text is { Length: > 0 and <= MaxLength + 1 } && (text == "*" || IsName(text.EndsWith('*') ? text[..^1] : text));

    /// <summary>Whether a crate is meant. Both are compared in the canonical spelling, as crates are found (AUTH-11).</summary>
    public static bool Matches(string pattern, string canonical) => pattern.EndsWith('*')
        ? canonical.StartsWith(CrateName.Canonicalize(pattern[..^1]), StringComparison.Ordinal)
        : canonical == CrateName.Canonicalize(pattern);

    private static bool IsName(string text) =>
        text.Length <= MaxLength && char.IsAsciiLetter(text[0]) && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
