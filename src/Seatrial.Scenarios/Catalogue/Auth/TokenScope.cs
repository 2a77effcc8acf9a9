namespace Seatrial.Scenarios.Auth;

/// <summary>A token for one thing.</summary>
internal sealed class TokenScope : Scenario
{
    public override string Id => "auth/token-scope";

    public override string Title => "A token that was made for updates publishes updates, and does nothing else.";

    public override string Story =>
        "The author gives the release machine a token that can publish new versions of crates that exist. Whoever steals it can "
        + "neither take a new name nor yank a version nor make a friend an owner nor make a token that could.";

    public override IReadOnlyList<Capability> Needs =>
        [Capability.Publish, Capability.Yank, Capability.Owners, Capability.Tokens, Capability.OtherUser];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "publish-new and publish-update go through the same route; what decides is whether the crate exists.",
        "The token tries to make another token without limits.",
        "Limits to some crates: auth/token-crates. Limits in time: auth/expired-token.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("released"), "0.1.0");
        var fresh = new CratePackage(trial.Name("fresh"), "0.1.0");
        var theirs = new CratePackage(trial.Name("elsewhere"), "0.1.0");

        var ((id, machine), colleague) = await trial.Setup("Publish crates, and make a token for updates", async check =>
        {
            check.Succeeded("the author's crate is accepted", await trial.Registry.Publish(package, trial.Publisher));
            check.Succeeded("the colleague's crate is accepted", await trial.Registry.Publish(theirs, trial.Stranger));
            var owners = await trial.Registry.Owners(theirs.Name, trial.Stranger);
            var made = await LimitedToken.Make(trial, package.Name, "endpoint_scopes", """["publish-update"]""");
            check.Succeeded("the token is made", made, "API-GEN-01");
            return (await LimitedToken.Read(trial, made, "endpoint_scopes.0"), owners.JsonTexts("users", "login").ElementAtOrDefault(0) ?? "none");
        });
        trial.Cleanup("Revoke the token", () => LimitedToken.Revoke(trial, id));

        await trial.Step("Use it for what it was made", async check => check.Succeeded("an update is accepted",
            await trial.Registry.Publish(package with { Version = "0.2.0" }, machine), "AUTH-11", "API-PUB-01"));

        await trial.Step("Use it for everything else", async check =>
        {
            check.Denied("a new crate is refused", await trial.Registry.Publish(fresh, machine), "AUTH-11", "API-PUB-05");
            check.Denied("a yank is refused", await trial.Registry.Yank(package.Name, "0.1.0", machine), "AUTH-11", "API-YANK-05");
            check.Denied("an unyank is refused", await trial.Registry.Unyank(package.Name, "0.1.0", machine), "AUTH-11", "API-YANK-05");
            check.Denied("a new owner is refused", await trial.Registry.AddOwner(package.Name, colleague, machine), "AUTH-11");
            check.Denied("a token without limits is refused", await trial.Registry.Api(HttpMethod.Put, "/me/tokens", machine,
                """{"api_token":{"name":"heir"}}"""u8.ToArray(), ("Content-Type", "application/json")), "AUTH-11");
        });

        await trial.Step("Look at what has happened", async check =>
        {
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count == 2);
            check.Equal("the index has both versions, none yanked", "0.1.0, 0.2.0",
                string.Join(", ", lines.Where(line => !line.Yanked).Select(line => line.Version).Order()), "AUTH-11");
            var owners = await trial.Registry.Owners(package.Name, trial.Publisher);
            check.Equal("the crate has one owner", 1, owners.JsonTexts("users", "login").Count, "AUTH-11");
            check.Equal("the new crate does not exist", 0, (await trial.Registry.Lines(fresh.Name)).Count, "API-PUB-05");
        });
    }
}
