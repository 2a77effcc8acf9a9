namespace Seatrial.Registry.Publish;

/// <summary><c>PUT /api/v1/crates/new</c>.</summary>
internal sealed class PublishEndpoint(Site site, Wiring wiring)
{
    private int _running;

    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring) =>
        routes.MapPut("/api/v1/crates/new", Answering.By(new PublishEndpoint(site, wiring).Publish));

    private async Task<Answer> Publish(HttpContext http)
    {
        RequestBody.AcceptLarge(http);
        using var body = new PublishBody(http, site.PublishMemory);
        try
        {
            var attempt = new PublishAttempt(site, body.Read, http.RequestAborted)
            {
                Authorization = http.Authorization(),
                IsAlone = Interlocked.Increment(ref _running) == 1,
            };
            var answer = await wiring.Publish.Answer(attempt, done =>
                Answer.Json(new PublishAnswer(new PublishWarnings(CrateWords.Unusable(done.Metadata), [], [])), CargoJson.Default.PublishAnswer));
            if (answer.Status == StatusCodes.Status200OK)
                await attempt.Shown;
            return answer;
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }
}
