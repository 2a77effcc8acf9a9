using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Users;

/// <summary>Who I am, and the creation of users.</summary>
internal static class UserEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Site site, Wiring wiring)
    {
        routes.MapGet("/api/v1/me", Reading.Of(site, Me));
        routes.MapPut("/api/v1/users", Answering.By(http => Create(http, site, wiring)));
    }

    private static async Task<Answer> Me(Reading reading, Caller caller)
    {
        var user = await reading.Session.Find($"SELECT id, login, name, is_service FROM users WHERE id = {caller.UserId}",
            row => new UserBody(row.GetInt64(0), row.GetString(1), row.Text(2), row.GetBoolean(3)), reading.Cancel);
        return Answer.Json(new MeBody(user!), RegistryJson.Default.MeBody);
    }

    private static async Task<Answer> Create(HttpContext http, Site site, Wiring wiring)
    {
        var body = await RequestBody.Json(http, RegistryJson.Default.NewUser);
        var attempt = new UserAttempt(site, body, http.RequestAborted) { Authorization = http.Authorization() };
        return await wiring.CreateUser.Answer(attempt, done => Answer.Json(
            new CreatedUserBody(new UserBody(done.Id, done.Request!.Login!, done.Request.Name, done.Request.Service == true), done.Secret),
                RegistryJson.Default.CreatedUserBody));
    }
}
