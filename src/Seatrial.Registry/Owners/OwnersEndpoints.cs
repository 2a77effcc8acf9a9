using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Owners;

/// <summary><c>GET</c>, <c>PUT</c> and <c>DELETE …/owners</c>.</summary>
internal static class OwnersEndpoints
{
    private const string Route = "/api/v1/crates/{crate}/owners";

    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapGet(Route, Reading.Of(site, reading => List(reading.Http, reading.Session)));
        routes.MapGet("/api/v1/crates/{crate}/owner_user", Reading.Of(site, reading => List(reading.Http, reading.Session)));
        routes.MapGet("/api/v1/crates/{crate}/owner_team", Reading.Of(site, reading => Teams(reading.Http, reading.Session)));
        routes.MapPut(Route, Answering.By(http => Change(http, site, wiring.AddOwner)));
        routes.MapDelete(Route, Answering.By(http => Change(http, site, wiring.RemoveOwner)));
    }

    private static async Task<Answer> List(HttpContext http, SqlSession sql)
    {
        if (await CrateRecord.Find(sql, http.Route("crate"), http.RequestAborted) is not { } crate)
            return Answer.Of(Refusal.NoCrate(http.Route("crate")));
        var owners = await sql.Query($"""
            SELECT u.id, u.login, u.name FROM owners o JOIN users u ON u.id = o.user_id
            WHERE o.crate_id = {crate.Id} ORDER BY u.id
            """, row => new Owner((uint)row.GetInt64(0), row.GetString(1), row.Text(2)), http.RequestAborted);
        return Answer.Json(new OwnersBody(owners), CargoJson.Default.OwnersBody);
    }

    // Owners are users only; the address is there for clients of crates.io.
    private static async Task<Answer> Teams(HttpContext http, SqlSession sql) =>
        await CrateRecord.Find(sql, http.Route("crate"), http.RequestAborted) is null
            ? Answer.Of(Refusal.NoCrate(http.Route("crate")))
            : new Answer(StatusCodes.Status200OK, "application/json", """{"teams":[]}"""u8.ToArray());

    private static async Task<Answer> Change(HttpContext http, Site site, Workflow<OwnersAttempt> workflow)
    {
        var body = await RequestBody.Json(http, CargoJson.Default.OwnersChange);
        var attempt = new OwnersAttempt(site, http.Route("crate"), body, http.RequestAborted)
        {
            Authorization = http.Authorization(),
        };
        return await workflow.Answer(attempt,
            done => Answer.Json(new OwnersChanged(done.Message), CargoJson.Default.OwnersChanged));
    }
}
