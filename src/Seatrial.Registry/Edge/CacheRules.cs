using System.Net.Http.Headers;

namespace Seatrial.Registry.Edge;

/// <summary>Whether and how long an answer of the origin may be kept (RFC 9111 for a shared cache; RFC 5861).</summary>
internal static class CacheRules
{
    /// <summary>How long a page is fresh; null when it must not be kept.</summary>
    /// <remarks>Only what says how long it lasts is kept: a default lifetime would be a guess.</remarks>
    public static TimeSpan? Freshness(CacheControlHeaderValue? control) =>
        control is null || control.NoStore || control.Private || control.NoCache
            ? null
            : control.SharedMaxAge ?? control.MaxAge;

    /// <summary>How long a page may outlive its freshness while the origin fails.</summary>
    public static TimeSpan StaleIfError(CacheControlHeaderValue? control) =>
        control?.Extensions.FirstOrDefault(one => one.Name == "stale-if-error")?.Value is { } seconds
        && int.TryParse(seconds, out var given) && given >= 0
            ? TimeSpan.FromSeconds(given)
            : TimeSpan.Zero;
}
