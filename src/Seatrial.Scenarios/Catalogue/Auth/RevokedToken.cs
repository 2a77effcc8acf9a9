using System.Text;

namespace Seatrial.Scenarios.Auth;

/// <summary>The end of a token.</summary>
internal sealed class RevokedToken : Scenario
{
    public override string Id => "auth/revoked-token";

    public override string Title => "A revoked token is turned away from the next request on.";

    public override string Story =>
        "A user makes a token for a machine, uses it, and finds that the machine was broken into. From the moment at which the "
        + "registry has confirmed the revocation nobody can do anything with the token, while the user's other tokens go on working.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Tokens];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The token was used just before, so that whatever remembers good tokens remembers it.",
        "A publish, a yank and the list of tokens: three routes that may look tokens up in three ways.",
        "A token that never existed: auth/invalid-token. Where the token may be seen: auth/token-is-secret.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("short-lived"), "0.1.0");

        var (id, machine) = await trial.Setup("Make a token", async check =>
        {
            var made = await trial.Registry.Api(HttpMethod.Put, "/me/tokens", trial.Publisher,
                Encoding.UTF8.GetBytes($$$"""{"api_token":{"name":"{{{package.Name}}}"}}"""), ("Content-Type", "application/json"));
            check.Succeeded("the token is made", made, "API-GEN-01");
            var token = made.Json("api_token.token")?.ToString() ?? "";
            check.That("the answer holds the token", token.Length > 0, "api_token.token", made.ToString());
            return (Id: made.Json("api_token.id")?.ToString() ?? "none", User: new User(null, token));
        });
        var revoked = false;
        trial.Cleanup("Revoke the token, unless that is done", () => revoked ? Task.CompletedTask : Revoke(trial, id));

        await trial.Step("Use it", async check =>
        {
            check.Succeeded("a publish with the token is accepted", await trial.Registry.Publish(package, machine), "API-PUB-01");
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            var list = await trial.Registry.Api(HttpMethod.Get, "/me/tokens", machine);
            check.Status("the token opens the list of tokens", 200, list, "API-GEN-01");
            check.That("the list names the token", list.JsonTexts("api_tokens", "id").Contains(id), $"the id {id}", list.ToString());
        });

        await trial.Step("Revoke it, and use it at once", async check =>
        {
            check.Succeeded("the revocation is confirmed", await Revoke(trial, id), "API-GEN-01");
            revoked = true;
            check.Denied("a publish is turned away",
                await trial.Registry.Publish(package with { Version = "0.2.0" }, machine), "AUTH-08", "API-PUB-05");
            check.Denied("a yank is turned away", await trial.Registry.Yank(package.Name, package.Version, machine), "AUTH-08");
            check.Denied("the list of tokens is closed", await trial.Registry.Api(HttpMethod.Get, "/me/tokens", machine), "AUTH-08");
        });

        await trial.Step("Publish 0.3.0 with the user's other token and wait for it", async check =>
        {
            check.Succeeded("the other token is still good",
                await trial.Registry.Publish(package with { Version = "0.3.0" }, trial.Publisher), "API-PUB-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name),
                lines => lines.Any(line => line.Version.Text == "0.3.0"));
            check.Equal("the revoked token has published nothing",
                "0.1.0, 0.3.0", string.Join(", ", lines.Select(line => line.Version).Order()), "API-PUB-05");
            check.Equal("the revoked token has yanked nothing", 0, lines.Count(line => line.Yanked), "AUTH-08");
        });
    }

    private static Task<Answer> Revoke(Trial trial, string id) => trial.Registry.Api(HttpMethod.Delete, $"/me/tokens/{id}", trial.Publisher);
}
