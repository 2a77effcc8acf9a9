using System.Text.Json.Serialization;

namespace Seatrial.Registry.Health;

/// <summary>Whether the process lives, and whether its dependencies really answer.</summary>
internal static class HealthEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Site site)
    {
        routes.MapGet("/health/live", Answering.By(_ => Answer.Text("alive\n"))).DisableHttpMetrics();
        routes.MapGet("/health/ready", Answering.By(http => Ready(http, site))).DisableHttpMetrics();
    }

    private static async Task<Answer> Ready(HttpContext http, Site site)
    {
        var ready = await Readiness.Ask(site, http.RequestAborted);
        var refusal = ready.Outage is { } outage ? Refusal.Unavailable(outage) : null;
        var body = new ReadyBody(Word(ready.Database), Word(ready.Storage), refusal is null ? null : ErrorBody.Of(refusal.Detail).Errors);
        return Answer.Json(body, HealthJson.Default.ReadyBody, refusal?.Status ?? StatusCodes.Status200OK) with
        {
            RetryAfter = refusal?.RetryAfter,
        };
    }

    private static string Word(bool answers) => answers ? "ok" : "unreachable";
}

/// <summary>Each dependency in a word, and as an error what keeps the registry from being ready.</summary>
internal sealed record ReadyBody(string Database, string Storage, IReadOnlyList<ErrorDetail>? Errors);

/// <summary>The JSON of the health endpoints.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ReadyBody))]
internal sealed partial class HealthJson : JsonSerializerContext;
