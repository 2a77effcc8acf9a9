using System.Buffers;

namespace Seatrial.Cargo;

/// <summary>Whether a path inside an archive may be unpacked on any system (CRATE-01, CRATE-12, M23, M31).</summary>
internal static class ArchivePath
{
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Select(c => (char)c), (char)0x7f, '<', '>', ':', '"', '|', '?', '*', '\\']);

    /// <summary>The path below the root, without a slash at the end; breaks the rule named.</summary>
    internal static Parsed<string> BelowRoot(string path, string root)
    {
        if (path.StartsWith('/'))
            return new Violation("M23", $"'{path}' is absolute.");
        var parts = path.TrimEnd('/').Split('/');
        if (Array.Exists(parts, part => part is "" or "." or ".."))
            return new Violation("M23", $"'{path}' holds an empty part, '.' or '..'.");
        if (parts[0] != root)
            return new Violation(parts.Length > 1 ? "M22" : "M23", $"'{path}' is not under '{root}/'.");
        return Array.Find(parts, part => !IsPortable(part)) is { } part
            ? new Violation("CRATE-12", $"'{part}' in '{path}' is no file name on Windows.")
            : string.Join('/', parts[1..]);
    }

    private static bool IsPortable(string part)
    {
        var stem = part.IndexOf('.') is var dot and > 0 ? part[..dot] : part;
        return !part.AsSpan().ContainsAny(Unsafe) && part[^1] is not ('.' or ' ')
            && !ReservedNames.Devices.Contains(stem.TrimEnd(' '));
    }
}
