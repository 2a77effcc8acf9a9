using Seatrial.Registry.Search;

namespace Seatrial.Registry.Crates;

/// <summary>What anyone may read about crates, and the search.</summary>
internal static class CrateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapGet("/api/v1/crates", Answering.By(http => wiring.Search.Answer(
            new SearchAttempt(site, http.Request.Query, http.RequestAborted),
            done => Answer.Json(done.Found!, RegistryJson.Default.CratesBody))));
        routes.MapGet("/api/v1/crates/{crate}", Reading.Of(site, Crate));
        routes.MapGet("/api/v1/crates/{crate}/versions", Reading.Of(site, VersionList.Read));
        routes.MapGet("/api/v1/crates/{crate}/downloads", Reading.Of(site, DownloadHistory.OfCrate));
        routes.MapGet("/api/v1/crates/{crate}/reverse_dependencies", Reading.Of(site, DependencyLists.Reverse));
        routes.MapGet("/api/v1/crates/{crate}/{version}", Reading.Of(site, Version));
        routes.MapGet("/api/v1/crates/{crate}/{version}/dependencies", Reading.Of(site, DependencyLists.OfVersion));
        routes.MapGet("/api/v1/crates/{crate}/{version}/downloads", Reading.Of(site, DownloadHistory.OfVersion));
        routes.MapGet("/api/v1/keywords", Reading.Of(site, KeywordLists.Keywords));
        routes.MapGet("/api/v1/keywords/{keyword}", Reading.Of(site, KeywordLists.Keyword));
        routes.MapGet("/api/v1/categories", Reading.Of(site, KeywordLists.Categories));
        routes.MapGet("/api/v1/categories/{category}", Reading.Of(site, KeywordLists.Category));
        routes.MapGet("/api/v1/summary", Reading.Of(site, SummaryBody.Read));
    }

    private static async Task<Answer> Crate(Reading reading)
    {
        var (sql, name) = (reading.Session, reading.Http.Route("crate"));
        if (await CrateRecord.Find(sql, name, reading.Cancel) is not { } found)
            return Answer.Of(Refusal.NoCrate(name));
        var crate = await sql.Find($"{CrateBody.Columns} WHERE c.id = {found.Id}", CrateBody.Read, reading.Cancel);
        var versions = await sql.Query(
            $"{VersionBody.Columns} WHERE v.crate_id = {found.Id} ORDER BY v.id DESC", VersionBody.Read, reading.Cancel);
        var keywords = await KeywordLists.KeywordsOf(sql, found.Id, reading.Cancel);
        var categories = await KeywordLists.CategoriesOf(sql, found.Id, reading.Cancel);
        var body = crate! with
        {
            Versions = [.. versions.Select(version => version.Id)],
            Keywords = [.. keywords.Select(keyword => keyword.Id)],
            Categories = [.. categories.Select(category => category.Id)],
        };
        return Answer.Json(new CrateAndVersions(body, versions, keywords, categories), RegistryJson.Default.CrateAndVersions);
    }

    private static async Task<Answer> Version(Reading reading)
    {
        var (version, refusal) = await VersionRecord.Routed(reading);
        if (version is null)
            return Answer.Of(refusal!);
        var body = await reading.Session.Find($"{VersionBody.Columns} WHERE v.id = {version.Id}", VersionBody.Read, reading.Cancel);
        return Answer.Json(new OneVersion(body!), RegistryJson.Default.OneVersion);
    }
}
