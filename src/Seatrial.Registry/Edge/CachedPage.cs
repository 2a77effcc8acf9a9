namespace Seatrial.Registry.Edge;

/// <summary>A 200 answer of the origin, as the edge keeps it.</summary>
/// <param name="Url">Path and query.</param>
/// <param name="SurrogateKeys">The names under which it can be purged.</param>
/// <param name="StoredAt">When the origin last said that this is current.</param>
/// <param name="FreshFor">How long it is served without asking (s-maxage, else max-age).</param>
/// <param name="StaleFor">How long beyond that it is served while the origin fails (stale-if-error, RFC 5861).</param>
internal sealed record CachedPage(
    string Url, byte[] Body, string? ContentType, string? ETag, string? CacheControl,
    IReadOnlyList<string> SurrogateKeys, DateTimeOffset StoredAt, TimeSpan FreshFor, TimeSpan StaleFor)
{
    // Headers, keys and bookkeeping: an estimate, so that many tiny pages are bounded too.
    private const int Overhead = 512;

    public long Bytes => Body.Length + Overhead;

    public TimeSpan Age(DateTimeOffset now) => now > StoredAt ? now - StoredAt : TimeSpan.Zero;

    public bool IsFresh(DateTimeOffset now) => Age(now) < FreshFor;

    public bool MayServeStale(DateTimeOffset now) => Age(now) < FreshFor + StaleFor;
}
