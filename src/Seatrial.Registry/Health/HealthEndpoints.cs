namespace Seatrial.Registry.Health;

/// <summary>Whether the process lives, and whether its dependencies really answer.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Site site)
    {
        routes.MapGet("/health/live", Answering.By(_ => Answer.Text("alive\n")));
        routes.MapGet("/health/ready", Answering.By(http => Ready(http, site)));
    }

    private static async Task<Answer> Ready(HttpContext http, Site site)
    {
        try
        {
            await site.Database.Number($"SELECT COUNT(*) FROM migrations", http.RequestAborted);
            await site.Storage.Touch(http.RequestAborted);
            return Answer.Text("ready\n");
        }
        catch (Exception failure) when (Outage.Of(failure, http.RequestAborted) is { } outage)
        {
            return Answer.Of(Refusal.Unavailable(outage));
        }
    }
}
