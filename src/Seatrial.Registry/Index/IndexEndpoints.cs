using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Index;

/// <summary>Serves the sparse index (section 3 of the contract) from the storage.</summary>
internal static class IndexEndpoints
{
    public const string ContentType = "text/plain";

    // The edge is purged on every change; a lost purge shows for a minute at most, and while the registry is down the
    // edge may show an hour-old index. Clients keep nothing without asking (max-age=0).
    private const string Caching = "public, max-age=0, s-maxage=60, stale-if-error=3600";

    public static void Map(IEndpointRouteBuilder routes, Site site)
    {
        routes.MapGet("/index/config.json", Answering.By(_ => Config(site)));
        routes.MapGet("/index/{**path}", Answering.By(http => File(http, site)));
    }

    // Without a validator, so that nobody can answer 304 to it (CFG-11).
    private static Answer Config(Site site)
    {
        var config = new RegistryConfig
        {
            Dl = $"{site.Addresses.Registry}/api/v1/crates/{{crate}}/{{version}}/download",
            Api = site.Addresses.Registry,
            AuthRequired = site.Privacy is not null,
        };
        return new Answer(StatusCodes.Status200OK, "application/json", config.ToJson()) { CacheControl = Caching };
    }

    private static async Task<Answer> File(HttpContext http, Site site)
    {
        var path = http.Request.RouteValues["path"] as string ?? "";
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (!CrateName.Parse(name).TryGet(out var crate, out _) || crate.IndexPath.Text != path)
            return NoFile;
        try
        {
            return await site.Storage.Get(StorageKeys.IndexFile(path), http.RequestAborted) is { Bytes.Length: > 0 } file
                ? Found(http, crate, file)
                : NoFile;
        }
        catch (DependencyException failure)
        {
            site.Log.LogWarning("index/{Path}: {Reason}", path, Outage.Reason(failure));
            return Answer.Of(Refusal.Unavailable(Outage.Storage));
        }
    }

    private static Answer Found(HttpContext http, CrateName crate, StoredObject file)
    {
        var known = Validator.Matches(http.Request.Headers.IfNoneMatch, file.ETag);
        var status = known ? StatusCodes.Status304NotModified : StatusCodes.Status200OK;
        return new Answer(status, ContentType, known ? default : file.Bytes)
        {
            ETag = file.ETag,
            CacheControl = Caching,
            SurrogateKey = SurrogateKeys.OfCrate(crate.Canonical),
        };
    }

    // Never kept by anyone: cargo asks for a crate's file just before it publishes the crate (SPR-14).
    private static Answer NoFile => Answer.Error(StatusCodes.Status404NotFound, "there is no such crate in the index");
}
