using System.Text;

namespace Seatrial.Registry.S3;

/// <summary>One page of ListObjectsV2.</summary>
internal sealed record Listing(
    string Bucket, string Prefix, int MaxKeys, bool UrlEncoded, IReadOnlyList<ObjectInfo> Objects,
    IReadOnlyList<string> Folders, string? Next)
{
    private const int DefaultMaxKeys = 1000;

    /// <summary>The page that a request asks for; null when a parameter is not valid.</summary>
    public static Listing? Of(S3Request request, ObjectFiles files)
    {
        var max = request.Parameter("max-keys") is { Length: > 0 } text
            ? (int.TryParse(text, out var given) ? given : -1)
            : DefaultMaxKeys;
        if (max < 0 || !TryAfter(request, out var after))
            return null;
        var prefix = request.Parameter("prefix") ?? "";
        var delimiter = request.Parameter("delimiter") ?? "";
        var page = new List<ObjectInfo>();
        var folders = new List<string>();
        string? last = null;
        foreach (var info in files.List(request.Bucket, prefix))
        {
            var folder = FolderOf(info.Key, prefix, delimiter);
            if (string.CompareOrdinal(folder ?? info.Key, after) <= 0
                || (folder is not null && folders.LastOrDefault() == folder))
                continue;
            if (page.Count + folders.Count >= Math.Min(max, DefaultMaxKeys))
                return new(request.Bucket, prefix, max, UrlEncode(request), page, folders, Token(last));
            last = folder ?? info.Key;
            if (folder is null)
                page.Add(info);
            else
                folders.Add(folder);
        }

        return new(request.Bucket, prefix, max, UrlEncode(request), page, folders, null);
    }

    public string Shown(string key) => UrlEncoded ? Signature.Encode(key, keepSlash: true) : key;

    private static bool UrlEncode(S3Request request) => request.Parameter("encoding-type") == "url";

    // The part of a key up to the first delimiter behind the prefix; null when there is none.
    private static string? FolderOf(string key, string prefix, string delimiter) =>
        delimiter.Length > 0 && key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal) is var at and >= 0
            ? key[..(at + delimiter.Length)]
            : null;

    private static string? Token(string? last) =>
        last is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(last));

    private static bool TryAfter(S3Request request, out string after)
    {
        after = request.Parameter("start-after") ?? "";
        if (request.Parameter("continuation-token") is not { Length: > 0 } token)
            return true;
        var bytes = new byte[token.Length];
        var valid = Convert.TryFromBase64String(token, bytes, out var written);
        after = Encoding.UTF8.GetString(bytes, 0, written);
        return valid;
    }
}
