using System.Globalization;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Jobs;

/// <summary>The outbox, for administrators.</summary>
internal static class JobEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Site site)
    {
        routes.MapGet("/api/v1/jobs", Reading.Of(site, async (Reading reading, Caller caller) => !caller.IsAdmin
            ? OnlyAdmins
            : caller.Limits.Check(Scope.Read) is { } limited
                ? Answer.Of(limited)
                : Answer.Json(await JobsReport.Read(reading), RegistryJson.Default.JobsBody)));
        routes.MapPut("/api/v1/jobs/{id}/retry", Answering.By(http => Retry(http, site)));
    }

    private static Answer OnlyAdmins => Answer.Of(Refusal.Forbidden("jobs are for administrators"));

    private static async Task<Answer> Retry(HttpContext http, Site site)
    {
        try
        {
            var (caller, refusal) = await Authenticate.Find(site, site.Database, http.Authorization(), http.RequestAborted);
            if (caller is not { IsAdmin: true })
                return refusal is null ? OnlyAdmins : Answer.Of(refusal);
            if (caller.Limits.CheckUnlimited() is { } limited)
                return Answer.Of(limited);
            var known = long.TryParse(http.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                && await JobsReport.Revive(site, id, http.RequestAborted);
            return known
                ? Answer.Json(new OkBody(), CargoJson.Default.OkBody)
                : Answer.Of(Refusal.NotFound("there is no such dead job"));
        }
        catch (Exception failure) when (Outage.Of(failure, http.RequestAborted) is { } outage)
        {
            return Answer.Of(Refusal.Unavailable(outage));
        }
    }
}
