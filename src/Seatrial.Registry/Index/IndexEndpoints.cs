using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Index;

/// <summary>Serves the sparse index (section 3 of the contract) from the storage, or from what the replica has of it in memory.</summary>
internal static class IndexEndpoints
{
    public const string FileRoute = "/index/{**path}";

    public static void Map(IEndpointRouteBuilder routes, Site site)
    {
        routes.MapGet("/index/config.json", Answering.By(_ => Config(site)));
        routes.MapGet(FileRoute, http => File(http, site));
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
        return new Answer(StatusCodes.Status200OK, "application/json", config.ToJson()) { CacheControl = IndexPage.Caching };
    }

    private static async Task File(HttpContext http, Site site)
    {
        var path = http.Request.RouteValues["path"] as string ?? "";
        var name = path[(path.LastIndexOf('/') + 1)..];
        if (!CrateName.Parse(name).TryGet(out var crate, out _) || crate.IndexPath.Text != path)
        {
            await NoFile.Write(http);
            return;
        }

        try
        {
            await (await Page(site, crate, http.RequestAborted) is { } page ? page.Write(http) : NoFile.Write(http));
        }
        catch (DependencyException failure)
        {
            site.Log.LogWarning("index/{Path}: {Reason}", path, Outage.Reason(failure));
            await Answer.Of(Refusal.Unavailable(Outage.Storage)).Write(http);
        }
    }

    private static async Task<IndexPage?> Page(Site site, CrateName crate, CancellationToken cancel)
    {
        if (site.IndexCache.Find(IndexPage.PathOf(crate)) is { } kept)
            return kept;
        var fetch = site.IndexCache.Begin();
        if (await site.Storage.Get(StorageKeys.IndexFile(crate.IndexPath.Text), cancel) is not { Bytes.Length: > 0 } file)
            return null;
        var page = new IndexPage(crate, file, fetch.Begun);
        site.IndexCache.Store(page, fetch);
        return page;
    }

    // Never kept by anyone: cargo asks for a crate's file just before it publishes the crate (SPR-14).
    private static Answer NoFile => Answer.Error(StatusCodes.Status404NotFound, "there is no such crate in the index");
}
