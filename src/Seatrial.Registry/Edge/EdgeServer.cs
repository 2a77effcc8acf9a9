using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Seatrial.Registry.Http;

namespace Seatrial.Registry.Edge;

/// <summary>
/// The CDN of the embedded topology: a caching reverse proxy for the index and the archives, purged by surrogate key.
/// </summary>
internal sealed class EdgeServer(PageCache cache, Origin origin, string secret, TimeProvider clock)
{
    /// <summary>The header that names the key to purge, spelled as Varnish's xkey examples do.</summary>
    public const string KeyHeader = "xkey";

    /// <summary>
    /// The header with the shared secret: anyone who may purge may also drive all readers to the origin.
    /// </summary>
    public const string SecretHeader = "x-purge-secret";

    private const string CacheHeader = "X-Cache";

    public static WebServer Build(string address, int port, PageCache cache, Origin origin, string secret,
        TimeProvider clock, ServerTls? tls = null) =>
        WebServer.Build(new Binding(address, port, MaxBody: 0, Tls: tls), services => services.AddSingleton(_ => origin),
            app => app.Run(
                new EdgeServer(cache, app.ApplicationServices.GetRequiredService<Origin>(), secret, clock).Answer));

    private Task Answer(HttpContext http)
    {
        RequestId.Assign(http);
        return Route(http);
    }

    private Task Route(HttpContext http) => http.Request.Method switch
    {
        "GET" or "HEAD" when IsServed(http.Request.Path) => Get(http),
        "PURGE" => Purge(http),
        "GET" or "HEAD" =>
            Http.Answer.Error(StatusCodes.Status404NotFound, "there is nothing at this address").Write(http),
        _ => Http.Answer.Error(StatusCodes.Status405MethodNotAllowed, "the edge only reads").Write(http),
    };

    private static bool IsServed(PathString path) =>
        path.StartsWithSegments("/index") || path.StartsWithSegments("/crates");

    private async Task Get(HttpContext http)
    {
        var url = http.Request.Path.ToUriComponent() + http.Request.QueryString.ToUriComponent();
        // What somebody may see with a token is theirs alone (RFC 9111 §3.5): neither kept nor shared nor taken from the cache.
        if (http.Authorization() is { } token)
        {
            await PassOn(http, await origin.Pass(url, token, http.Request.Headers.IfNoneMatch, http.RequestAborted));
            return;
        }

        var kept = cache.Find(url);
        if (kept is not null && kept.IsFresh(clock.GetUtcNow()))
        {
            await Send(http, kept, "HIT");
            return;
        }

        var answer = await origin.Fetch(url, kept);
        if (answer.Page is { } page)
            await Send(http, page, "MISS");
        else if (answer.IsFailure && kept is not null && kept.MayServeStale(clock.GetUtcNow()))
            await Send(http, kept, "STALE");
        else
            await PassOn(http, answer.Other);
    }

    private Task Purge(HttpContext http)
    {
        var given = Encoding.UTF8.GetBytes(http.Request.Headers[SecretHeader].ToString());
        if (!CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(secret)))
            return Http.Answer.Error(StatusCodes.Status403Forbidden, "purging needs the shared secret").Write(http);
        var keys = http.Request.Headers[KeyHeader].ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var purged = keys.Sum(cache.Purge);
        return Http.Answer.Text(string.Create(CultureInfo.InvariantCulture, $"purged {purged}\n")).Write(http);
    }

    private async Task Send(HttpContext http, CachedPage page, string how)
    {
        var headers = http.Response.Headers;
        headers[CacheHeader] = how;
        cache.Counts.Add(how);
        headers.Age = ((long)page.Age(clock.GetUtcNow()).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        headers.CacheControl = page.CacheControl;
        headers.ETag = page.ETag;
        if (page.ETag is not null && Validator.Matches(http.Request.Headers.IfNoneMatch, page.ETag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        http.Response.ContentType = page.ContentType;
        http.Response.ContentLength = page.Body.Length;
        if (HttpMethods.IsGet(http.Request.Method))
            await http.Response.Body.WriteAsync(page.Body, http.RequestAborted);
    }

    private Task PassOn(HttpContext http, PassedOn? other)
    {
        http.Response.Headers[CacheHeader] = "MISS";
        cache.Counts.Add("MISS");
        if (other is null)
            return Http.Answer.Of(Refusal.Unavailable("the registry")).Write(http);
        http.Response.Headers.RetryAfter = other.RetryAfter;
        return new Http.Answer(other.Status, other.ContentType ?? "application/octet-stream", other.Body)
        {
            Challenge = other.Challenge,
            ETag = other.ETag,
            CacheControl = other.Status < StatusCodes.Status400BadRequest && other.CacheControl is { } control ? control : Http.Answer.NoStore,
        }.Write(http);
    }
}
