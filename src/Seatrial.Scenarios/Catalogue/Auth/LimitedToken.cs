using System.Text;

namespace Seatrial.Scenarios.Auth;

/// <summary>Tokens with limits, in the shape of crates.io: <c>PUT /api/v1/me/tokens</c>.</summary>
internal static class LimitedToken
{
    /// <summary>Asks for a token.</summary>
    /// <param name="trial">The trial, whose publisher gets the token.</param>
    /// <param name="name">What the token is called.</param>
    /// <param name="limit">The member of the request that limits it, and its JSON value.</param>
    /// <param name="value">The value of the member.</param>
    public static Task<Answer> Make(Trial trial, string name, string limit, string value) => trial.Registry.Api(
        HttpMethod.Put, "/me/tokens", trial.Publisher,
        Encoding.UTF8.GetBytes($$$"""{"api_token":{"name":"{{{name}}}","{{{limit}}}":{{{value}}}}}"""), ("Content-Type", "application/json"));

    /// <summary>The new token, once it is clear that the registry knows this kind of limit at all: it says it back.</summary>
    public static async Task<(string Id, User User)> Read(Trial trial, Answer made, string limit)
    {
        var id = made.Json("api_token.id")?.ToString() ?? "none";
        if (made.Json($"api_token.{limit}")?.ToString() is null or "")
        {
            await Revoke(trial, id);
            // Without the answer's body: the token stands in it.
            Trial.Inapplicable($"the registry's tokens have no {limit}: {made.Status} to {made.Request}");
        }

        return (id, new User(null, made.Json("api_token.token")?.ToString() ?? ""));
    }

    /// <summary>Ends a token.</summary>
    public static Task<Answer> Revoke(Trial trial, string id) => trial.Registry.Api(HttpMethod.Delete, $"/me/tokens/{id}", trial.Publisher);
}
