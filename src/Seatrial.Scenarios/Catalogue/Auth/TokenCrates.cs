namespace Seatrial.Scenarios.Auth;

/// <summary>A token for some crates.</summary>
internal sealed class TokenCrates : Scenario
{
    public override string Id => "auth/token-crates";

    public override string Title => "A token that was made for crates of one prefix reaches these and no others, however they are spelled.";

    public override string Story =>
        "A team has a token for all crates whose names begin with the team's prefix. It publishes and yanks them, in either spelling "
        + "of hyphens, and cannot touch another crate of the same owner, whose name only looks alike.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Tokens];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The pattern ends with a star; a name that is the prefix without its last letter is not meant.",
        "Capitals in the path of a yank: a crate is found in any spelling, so it is protected in any spelling.",
        "Limits to some actions: auth/token-scope. Limits in time: auth/expired-token.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("team-one"), "0.1.0");
        var other = new CratePackage(trial.Name("tea"), "0.1.0");
        var prefix = package.Name[..^"one".Length];

        var (id, team) = await trial.Setup("Publish two crates, and make a token for the prefix of one", async check =>
        {
            check.Succeeded("the team's crate is accepted", await trial.Registry.Publish(package, trial.Publisher));
            check.Succeeded("the other crate is accepted", await trial.Registry.Publish(other, trial.Publisher));
            var made = await LimitedToken.Make(trial, package.Name, "crate_scopes", $"""["{prefix}*"]""");
            check.Succeeded("the token is made", made, "API-GEN-01");
            return await LimitedToken.Read(trial, made, "crate_scopes.0");
        });
        trial.Cleanup("Revoke the token", () => LimitedToken.Revoke(trial, id));

        await trial.Step("Use it for the team's crate", async check =>
        {
            check.Succeeded("a publish is accepted", await trial.Registry.Publish(package with { Version = "0.2.0" }, team), "AUTH-11");
            check.Succeeded("a yank is accepted", await trial.Registry.Yank(package.Name, "0.1.0", team), "AUTH-11");
        });

        await trial.Step("Use it for the other crate", async check =>
        {
            check.Denied("a publish is refused", await trial.Registry.Publish(other with { Version = "0.2.0" }, team), "AUTH-11", "API-PUB-05");
            check.Denied("a yank of the other crate is refused", await trial.Registry.Yank(other.Name, "0.1.0", team), "AUTH-11", "API-YANK-05");
            var loud = await trial.Registry.Yank(other.Name.ToUpperInvariant(), "0.1.0", team);
            check.Refused("a yank in capitals is refused", loud, "AUTH-11", "API-GEN-12");
            var lines = await trial.Registry.Lines(other.Name);
            check.Equal("the other crate is as it was", "0.1.0",
                string.Join(", ", lines.Where(line => !line.Yanked).Select(line => line.Version)), "AUTH-11");
        });
    }
}
