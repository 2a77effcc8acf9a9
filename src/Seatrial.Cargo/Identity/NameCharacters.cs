using System.Buffers;

namespace Seatrial.Cargo;

/// <summary>Which characters the names of crates, features and dependencies may hold.</summary>
internal static class NameCharacters
{
    internal static readonly SearchValues<char> Crate =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>The words of a <c>cfg()</c> expression.</summary>
    internal static readonly SearchValues<char> Word =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>A target triple, such as <c>thumbv7em-none-eabi.json</c>.</summary>
    internal static readonly SearchValues<char> Triple =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    private static readonly SearchValues<char> AsciiFeature =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+.");

    /// <summary>
    /// NAME-10: a letter, digit or <c>_</c> first, then also <c>+ - .</c>. .NET carries no XID tables: its letter, digit and
    /// mark categories stand in for them outside ASCII.
    /// </summary>
    internal static bool IsFeature(string text) =>
        text.Length > 0 && IsFeatureStart(text[0])
        && (!text.AsSpan().ContainsAnyExcept(AsciiFeature) || text.AsSpan(1).IndexOfAnyExceptFeature() < 0);

    /// <summary>NAME-10: the name a manifest gives to a dependency, which may start with <c>_</c>.</summary>
    internal static bool IsAlias(string text) =>
        text.Length is > 0 and <= CrateName.MaxLength
        && (char.IsAsciiLetter(text[0]) || text[0] is '_')
        && !text.AsSpan().ContainsAnyExcept(Crate);

    private static bool IsFeatureStart(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' || (c > 127 && char.IsLetter(c));

    private static int IndexOfAnyExceptFeature(this ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
            if (!IsFeatureRest(text[i]))
                return i;
        return -1;
    }

    private static bool IsFeatureRest(char c) => c <= 127
        ? AsciiFeature.Contains(c)
        : char.IsLetterOrDigit(c) || char.GetUnicodeCategory(c) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark
            or System.Globalization.UnicodeCategory.ConnectorPunctuation;
}
