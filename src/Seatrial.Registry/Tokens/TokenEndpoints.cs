using System.Globalization;
using Seatrial.Registry.Users;

namespace Seatrial.Registry.Tokens;

/// <summary>
/// A user's own tokens, <c>/api/v1/me/tokens</c>, in crates.io's shape, and for administrators those of any user.
/// </summary>
internal static class TokenEndpoints
{
    private const string Route = "/api/v1/me/tokens";
    private const string OfUser = "/api/v1/users/{login}/tokens";

    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapGet(Route, Reading.Of(site, List));
        routes.MapPut(Route, Answering.By(http => Create(http, site, wiring, null)));
        // A first token that was lost is not the end of an account.
        routes.MapPut(OfUser, Answering.By(http => Create(http, site, wiring, http.Route("login"))));
        routes.MapDelete(Route + "/{id}", Answering.By(http => Revoke(http, site, wiring, null)));
        // One token that leaked is ended without locking its user out of all others.
        routes.MapGet(OfUser, Reading.Of(site, ListOfUser));
        routes.MapDelete(OfUser + "/{id}", Answering.By(http => Revoke(http, site, wiring, http.Route("login"))));
    }

    private static async Task<Answer> List(Reading reading, Caller caller)
    {
        if (caller.Limits.CheckUnlimited() is { } refusal)
            return Answer.Of(refusal);
        return await Tokens(reading, caller.UserId);
    }

    private static async Task<Answer> ListOfUser(Reading reading, Caller caller)
    {
        if (RequireAdmin.Check(caller) is { } refusal)
            return Answer.Of(refusal);
        return await UserRecord.Find(reading.Session, reading.Http.Route("login"), reading.Cancel) is { } user
            ? await Tokens(reading, user.Id)
            : Answer.Of(UserRecord.Unknown);
    }

    private static async Task<Answer> Tokens(Reading reading, long userId)
    {
        var tokens = await TokenRecord.Of(reading.Session, userId, reading.Site.Clock.Milliseconds(), reading.Cancel);
        return Answer.Json(new TokensBody([.. tokens.Select(TokenBody.Of)]), RegistryJson.Default.TokensBody);
    }

    private static async Task<Answer> Create(HttpContext http, Site site, Wiring wiring, string? login)
    {
        var body = await RequestBody.Json(http, RegistryJson.Default.NewTokenBody);
        var attempt = new TokenAttempt(site, http.RequestAborted)
        {
            Authorization = http.Authorization(),
            Request = body?.ApiToken,
            Login = login,
        };
        return await wiring.CreateToken.Answer(attempt, done => Answer.Json(
            new CreatedTokenBody(new CreatedToken(done.Id, done.Request!.Name!, site.Clock.GetUtcNow(), done.Request.CrateScopes,
                done.Request.EndpointScopes, done.Request.ExpiredAt, done.Secret)),
            RegistryJson.Default.CreatedTokenBody));
    }

    private static Task<Answer> Revoke(HttpContext http, Site site, Wiring wiring, string? login)
    {
        // An id that is no number is nobody's token.
        var id = long.TryParse(http.Route("id"), NumberStyles.None, CultureInfo.InvariantCulture, out var given)
            ? given
            : 0;
        var attempt = new TokenAttempt(site, http.RequestAborted) { Authorization = http.Authorization(), Id = id, Login = login };
        return wiring.RevokeToken.Answer(attempt,
            _ => new Answer(StatusCodes.Status200OK, "application/json", "{}"u8.ToArray()));
    }
}
