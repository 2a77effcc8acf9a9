namespace Seatrial.Registry.Publish;

/// <summary><c>PUT /api/v1/crates/new</c>.</summary>
internal static class PublishEndpoint
{
    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring) =>
        routes.MapPut("/api/v1/crates/new", Answering.By(http => Publish(http, site, wiring)));

    private static async Task<Answer> Publish(HttpContext http, Site site, Wiring wiring)
    {
        RequestBody.AcceptLarge(http);
        using var body = new PublishBody(http, site.PublishMemory);
        return await wiring.Publish.Answer(
            new PublishAttempt(site, body.Read, http.RequestAborted)
            {
                Authorization = http.Authorization(),
            },
            done => Answer.Json(new PublishAnswer(new PublishWarnings(CrateWords.Unusable(done.Metadata), [], [])), CargoJson.Default.PublishAnswer));
    }
}
