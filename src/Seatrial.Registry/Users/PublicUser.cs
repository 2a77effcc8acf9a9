namespace Seatrial.Registry.Users;

/// <summary><c>GET /api/v1/users/{login}</c>: what everybody may know of a user, in crates.io's shape.</summary>
internal sealed record PublicUser(long Id, string Login, string? Name)
{
    /// <summary>Always null: this registry keeps no pictures and no pages of its users.</summary>
    public string? Avatar { get; }

    /// <summary>Always null, as <see cref="Avatar"/>.</summary>
    public string? Url { get; }

    public static void Map(IEndpointRouteBuilder routes, Site site) => routes.MapGet("/api/v1/users/{login}", Reading.Of(site, Read));

    private static async Task<Answer> Read(Reading reading)
    {
        var login = reading.Http.Route("login");
        var found = UserRecord.IsLogin(login) && await UserRecord.Find(reading.Session, login, reading.Cancel) is { } user
            ? await reading.Session.Find($"SELECT id, login, name FROM users WHERE id = {user.Id}",
                row => new PublicUser(row.GetInt64(0), row.GetString(1), row.Text(2)), reading.Cancel)
            : null;
        return found is null
            ? Answer.Of(Refusal.NotFound("there is no such user"))
            : Answer.Json(new PublicUserBody(found), RegistryJson.Default.PublicUserBody);
    }
}

/// <summary>One user.</summary>
internal sealed record PublicUserBody(PublicUser User);
