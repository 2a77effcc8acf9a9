using System.Net;
using System.Net.Sockets;
using Seatrial.Registry.Limits;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Private;

/// <summary>
/// What every reading request passes before its endpoint: in a private registry it needs a token, and searches may be limited.
/// Changes authenticate and limit themselves, in their workflows.
/// </summary>
internal static class Door
{
    // What one user may see must not be kept for another (incident 27), nor beyond the end of a token.
    private const string PrivateCaching = "private, no-store";

    private const int Ipv6NetworkBytes = 8;

    /// <summary>Nothing at all for a public registry without such a limit.</summary>
    public static IApplicationBuilder UseDoor(this IApplicationBuilder app, Site site) =>
        site.Privacy is null && !site.RateLimits.Covers(LimitedActions.Search) ? app : app.Use(async (http, next) =>
        {
            if (await Stop(http, site) is { } answer)
                await answer.Write(http);
            else
                await next(http);
        });

    private static async Task<Answer?> Stop(HttpContext http, Site site)
    {
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method))
            return null;
        try
        {
            return await Closed(http, site) ?? await TooManySearches(http, site);
        }
        catch (Exception failure) when (Outage.Of(failure, http.RequestAborted) is { } outage)
        {
            site.Log.LogWarning("{Method} {Path}: {Outage}: {Reason}", http.Request.Method, http.Request.Path, outage, Outage.Reason(failure));
            return Answer.Of(Refusal.Unavailable(outage));
        }
    }

    private static async Task<Answer?> Closed(HttpContext http, Site site)
    {
        if (site.Privacy is not { } privacy || IsOpen(http.Request.Path))
            return null;
        http.Response.OnStarting(() =>
        {
            http.Response.Headers.CacheControl = PrivateCaching;
            return Task.CompletedTask;
        });
        if (http.Request.Path.StartsWithSegments("/crates") && privacy.Opens(http.Request, site.Clock.GetUtcNow()))
            return null;
        var (caller, refusal) = await Authenticate.Find(site, site.Database, http.Authorization(), http.RequestAborted);
        // 401 makes cargo send its token, or its user log in (AUTH-03, AUTH-06); 403 is the last word.
        return caller is null
            ? Answer.Of(refusal! with { Status = StatusCodes.Status401Unauthorized }) with { Challenge = $"Cargo login_url=\"{site.Addresses.Registry}/me\"" }
            : caller.Limits.Check(Scope.Read) is { } limited ? Answer.Of(limited) : null;
    }

    // Where tokens come from, and what monitoring asks.
    private static bool IsOpen(PathString path) =>
        path == "/" || path == "/me" || path == "/metrics" || path.StartsWithSegments("/health");

    private static async Task<Answer?> TooManySearches(HttpContext http, Site site)
    {
        if (http.Request.Path != "/api/v1/crates" || !site.RateLimits.Covers(LimitedActions.Search))
            return null;
        var (caller, _) = await Authenticate.Find(site, site.Database, http.Authorization(), http.RequestAborted);
        return await site.RateLimits.Take(site.Database, caller?.Login ?? Address(http, site), LimitedActions.Search,
            site.Clock.Milliseconds(), http.RequestAborted) is { } refusal ? Answer.Of(refusal) : null;
    }

    // No login has a colon. Behind a proxy of ours the address that it saw is the last one; the others are the client's word.
    private static string Address(HttpContext http, Site site)
    {
        var forwarded = site.BehindProxy ? http.Request.Headers["X-Forwarded-For"].ToString().Split(',')[^1].Trim() : "";
        var address = IPAddress.TryParse(forwarded, out var seen) ? seen : http.Connection.RemoteIpAddress ?? IPAddress.None;
        return $"address:{Network(address)}";
    }

    // Whoever has one IPv6 address has 2^64 of them.
    private static IPAddress Network(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4();
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return address;
        var bytes = address.GetAddressBytes();
        bytes.AsSpan(Ipv6NetworkBytes).Clear();
        return new IPAddress(bytes);
    }
}
