using System.Buffers;
using System.Globalization;

namespace Seatrial.Cargo;

/// <summary>Reads the pieces that versions and requirements are made of.</summary>
internal static class SemVerText
{
    private static readonly SearchValues<char> IdentifierCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>A whole version, or null.</summary>
    internal static CrateVersion? Version(ReadOnlySpan<char> text)
    {
        if (!Number(ref text, out var major) || !Skip(ref text, '.') || !Number(ref text, out var minor)
            || !Skip(ref text, '.') || !Number(ref text, out var patch) || !Tail(ref text, out var pre, out var build))
            return null;
        return text.IsEmpty ? new CrateVersion(major, minor, patch, pre, build) : null;
    }

    /// <summary>The optional <c>-pre</c> and <c>+build</c> behind a third component.</summary>
    internal static bool Tail(ref ReadOnlySpan<char> text, out string pre, out string build)
    {
        pre = build = "";
        if (Skip(ref text, '-') && !Identifiers(ref text, leadingZeros: false, out pre))
            return false;
        return !Skip(ref text, '+') || Identifiers(ref text, leadingZeros: true, out build);
    }

    /// <summary>A component: decimal, no leading zero, at most 2^64-1 (VER-01).</summary>
    internal static bool Number(ref ReadOnlySpan<char> text, out ulong number)
    {
        var length = text.IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length;
        var digits = text[..length];
        text = text[length..];
        number = 0;
        return length > 0 && (length == 1 || digits[0] != '0')
            && ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    internal static bool Skip(ref ReadOnlySpan<char> text, char expected)
    {
        if (text.IsEmpty || text[0] != expected)
            return false;
        text = text[1..];
        return true;
    }

    // An empty text counts as a number, which puts "no build metadata" below all others.
    internal static bool IsNumber(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');

    private static bool Identifiers(ref ReadOnlySpan<char> text, bool leadingZeros, out string found)
    {
        var start = text;
        do
        {
            var length = text.IndexOfAnyExcept(IdentifierCharacters) is var end and >= 0 ? end : text.Length;
            var one = text[..length];
            text = text[length..];
            found = "";
            if (length == 0 || (!leadingZeros && length > 1 && one[0] == '0' && IsNumber(one)))
                return false;
        }
        while (Skip(ref text, '.'));
        found = start[..(start.Length - text.Length)].ToString();
        return true;
    }
}
