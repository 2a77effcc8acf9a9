using Microsoft.Extensions.Primitives;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Index;

/// <summary>A crate's index file as it is answered: its bytes, and its headers made once.</summary>
/// <param name="crate">Whose file it is.</param>
/// <param name="file">What the storage gave.</param>
/// <param name="since">The monotonic moment before the storage was asked.</param>
internal sealed class IndexPage(CrateName crate, StoredObject file, long since)
{
    // Up to here an answer goes into the connection's own buffer, without waiting for the client.
    private const int MostAtOnce = 16 * 1024;

    // The edge is purged on every change; a lost purge shows for a minute at most, and while the registry is down the
    // edge may show an hour-old index. Clients keep nothing without asking (max-age=0).
    public const string Caching = "public, max-age=0, s-maxage=60, stale-if-error=3600";

    public const string ContentType = "text/plain";

    // Node, dictionary entry, headers and strings: an estimate, so that many small files are bounded too.
    private const int Overhead = 512;

    private static readonly StringValues CachingHeader = Caching;
    private static readonly StringValues TypeHeader = ContentType;

    private readonly StringValues _etag = file.ETag;
    private readonly StringValues _surrogateKey = SurrogateKeys.OfCrate(crate.Canonical);

    /// <summary>The path that it is asked for by.</summary>
    public string Path { get; } = PathOf(crate);

    /// <summary>The monotonic moment before the storage was asked for it.</summary>
    public long Since => since;

    /// <summary>How much memory it takes, about.</summary>
    public long Bytes => file.Bytes.Length + Overhead;

    /// <summary>Asked for since the cache last looked for something to drop.</summary>
    public bool Used { get; set; }

    /// <summary>The path of a crate's file below the registry.</summary>
    public static string PathOf(CrateName crate) => $"/index/{crate.IndexPath.Text}";

    /// <summary>Answers a request, with 304 when the client holds these bytes.</summary>
    public Task Write(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = CachingHeader;
        headers.ETag = _etag;
        headers["Surrogate-Key"] = _surrogateKey;
        if (Matches(http.Request.Headers.IfNoneMatch))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        headers.ContentType = TypeHeader;
        headers.ContentLength = file.Bytes.Length;
        if (file.Bytes.Length > MostAtOnce)
            return http.Response.Body.WriteAsync(file.Bytes, 0, file.Bytes.Length, http.RequestAborted);
        System.Buffers.BuffersExtensions.Write(http.Response.BodyWriter, file.Bytes);
        return Task.CompletedTask;
    }

    // Nearly every client sends back exactly what it was given, so that nothing has to be taken apart.
    private bool Matches(StringValues ifNoneMatch) => ifNoneMatch.Count > 0
        && ((ifNoneMatch.Count == 1 && string.Equals(ifNoneMatch[0], file.ETag, StringComparison.Ordinal)) || Validator.Matches(ifNoneMatch, file.ETag));
}
