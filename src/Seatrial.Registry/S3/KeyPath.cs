using System.Text;

namespace Seatrial.Registry.S3;

/// <summary>Turns a key into a relative file path that is readable, unique and cannot leave its folder.</summary>
internal static class KeyPath
{
    /// <summary>Ends every file's name. No folder has it, so that <c>a</c> and <c>a/b</c> can both be keys.</summary>
    public const string FileMark = "~";

    /// <summary>S3's limit on keys, in UTF-8 bytes.</summary>
    public const int MaxKeyBytes = 1024;

    // Linux allows 255 bytes in a file name; the mark takes one.
    private const int MaxSegment = 254;

    /// <summary>Whether a key can be stored.</summary>
    public static bool Fits(string key) =>
        Encoding.UTF8.GetByteCount(key) <= MaxKeyBytes
            && key.Split('/').All(segment => Escape(segment).Length <= MaxSegment);

    public static string Of(string key) => string.Join('/', key.Split('/').Select(Escape)) + FileMark;

    /// <summary>The folder that has every key with this prefix: what the listing of few objects costs must not grow with all others.</summary>
    public static string FolderOf(string prefix) =>
        string.Join('/', prefix.Split('/')[..^1].Select(Escape));

    // An empty segment and "." and ".." would mean something to the file system.
    private static string Escape(string segment) => segment switch
    {
        "" => "%",
        "." => "%2E",
        ".." => "%2E%2E",
        _ => Signature.Encode(segment, keepSlash: false)
            .Replace("~", "%7E", StringComparison.Ordinal).Replace("%2B", "+", StringComparison.Ordinal),
    };
}
