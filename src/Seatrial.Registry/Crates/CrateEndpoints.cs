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
        routes.MapGet("/api/v1/crates/{crate}/{version}", Reading.Of(site, Version));
    }

    private static async Task<Answer> Crate(Reading reading)
    {
        var (sql, name) = (reading.Session, reading.Http.Route("crate"));
        var canonical = CrateName.Canonicalize(name);
        var crate = await sql.Find(
            $"{CrateBody.Columns} WHERE c.canonical = {canonical}", CrateBody.Read, reading.Cancel);
        if (crate is null)
            return Answer.Of(Refusal.NoCrate(name));
        var versions = await sql.Query(
            $"{VersionBody.Columns} WHERE c.canonical = {canonical} ORDER BY v.id DESC", VersionBody.Read,
            reading.Cancel);
        return Answer.Json(new CrateAndVersions(crate, versions), RegistryJson.Default.CrateAndVersions);
    }

    private static async Task<Answer> Version(Reading reading)
    {
        var (name, version) = (reading.Http.Route("crate"), reading.Http.Route("version"));
        if (await CrateRecord.Find(reading.Session, name, reading.Cancel) is not { } crate)
            return Answer.Of(Refusal.NoCrate(name));
        return await reading.Session.Find(
            $"{VersionBody.Columns} WHERE c.id = {crate.Id} AND (v.num = {version} OR v.num_no_build = {version})",
            VersionBody.Read, reading.Cancel) is { } found
            ? Answer.Json(new OneVersion(found), RegistryJson.Default.OneVersion)
            : Answer.Of(Refusal.NoVersion(crate.Name, version));
    }
}
