using System.Globalization;

namespace Seatrial.Registry.Tokens;

/// <summary>A user's own tokens: <c>/api/v1/me/tokens</c>, in crates.io's shape.</summary>
internal static class TokenEndpoints
{
    private const string Route = "/api/v1/me/tokens";

    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapGet(Route, Reading.Of(site, List));
        routes.MapPut(Route, Answering.By(http => Create(http, site, wiring)));
        routes.MapDelete(Route + "/{id}", Answering.By(http => Revoke(http, site, wiring)));
    }

    private static async Task<Answer> List(Reading reading, Caller caller)
    {
        var tokens = await TokenRecord.Of(reading.Session, caller.UserId, reading.Cancel);
        return Answer.Json(new TokensBody([.. tokens.Select(one => new TokenBody(one.Id, one.Name, one.CreatedAt))]),
            RegistryJson.Default.TokensBody);
    }

    private static async Task<Answer> Create(HttpContext http, Site site, Wiring wiring)
    {
        var body = await RequestBody.Json(http, RegistryJson.Default.NewTokenBody);
        var attempt = new TokenAttempt(site, http.RequestAborted)
        {
            Authorization = http.Authorization(),
            Request = body?.ApiToken
        };
        return await wiring.CreateToken.Answer(attempt, done => Answer.Json(
            new CreatedTokenBody(new CreatedToken(done.Id, done.Request!.Name!, site.Clock.GetUtcNow(), done.Secret)),
            RegistryJson.Default.CreatedTokenBody));
    }

    private static Task<Answer> Revoke(HttpContext http, Site site, Wiring wiring)
    {
        // An id that is no number is nobody's token.
        var id = long.TryParse(http.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : 0;
        var attempt = new TokenAttempt(site, http.RequestAborted) { Authorization = http.Authorization(), Id = id };
        return wiring.RevokeToken.Answer(attempt,
            _ => new Answer(StatusCodes.Status200OK, "application/json", "{}"u8.ToArray()));
    }
}
