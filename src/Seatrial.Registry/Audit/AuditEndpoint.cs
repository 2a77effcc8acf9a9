using System.Globalization;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Audit;

/// <summary>
/// <c>GET /api/v1/audit?crate=…&amp;after=…</c>: a crate's log for its owners, all of it for administrators; with
/// <c>refusals=true</c> what was refused stands in it too.
/// </summary>
internal static class AuditEndpoint
{
    private const int PageSize = 500;

    public static void Map(IEndpointRouteBuilder routes, Site site) =>
        routes.MapGet("/api/v1/audit", Reading.Of(site, Read));

    private static async Task<Answer> Read(Reading reading, Caller caller)
    {
        if (caller.Limits.Check(Scope.Read) is { } limited)
            return Answer.Of(limited);
        var query = reading.Http.Request.Query;
        var name = query["crate"].ToString();
        var after = 0L;
        if (query.TryGetValue("after", out var text)
            && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out after))
            return Answer.Of(Refusal.Invalid("`after` must be the id of an audit row"));
        if (name.Length == 0 && (!caller.IsAdmin || caller.Limits.Crates is not null))
            return Answer.Of(Refusal.Forbidden("only administrators see the whole log; name a crate that you own"));
        string? canonical = null;
        if (name.Length > 0)
        {
            if (await CrateRecord.Find(reading.Session, name, reading.Cancel) is not { } crate)
                return Answer.Of(Refusal.NoCrate(name));
            if (await crate.RequireOwner(reading.Session, caller, reading.Cancel) is { } stranger)
                return Answer.Of(stranger);
            canonical = CrateName.Canonicalize(crate.Name);
            if (caller.Limits.Check(Scope.Read, canonical) is { } elsewhere)
                return Answer.Of(elsewhere);
        }

        var rows = await AuditLog.Read(reading.Session, canonical, query["refusals"] == "true", after, PageSize, reading.Cancel);
        return Answer.Json(new AuditBody(rows), RegistryJson.Default.AuditBody);
    }
}
