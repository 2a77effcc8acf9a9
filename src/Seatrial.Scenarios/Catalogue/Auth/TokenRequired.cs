using Seatrial.Cargo;

namespace Seatrial.Scenarios.Auth;

/// <summary>Whoever changes a registry must say who they are.</summary>
internal sealed class TokenRequired : Scenario
{
    public override string Id => "auth/token-required";

    public override string Title => "Without a token nothing can be changed.";

    public override string Story =>
        "Somebody without an account tries to publish, to yank, to unyank and to change owners. Each attempt is refused in words that cargo can "
        + "show, and leaves no trace: neither in the index nor among the owners.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Owners];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A new crate, which nobody owns yet, and a new version of a crate that has an owner.",
        "What might appear late is looked for after a later publish has appeared.",
        "A token that is wrong: auth/invalid-token. A good token of somebody else: auth/not-an-owner.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("guarded"), "0.1.0");
        var withdrawn = package with { Version = "0.2.0" };
        var anonymous = new CratePackage(trial.Name("anonymous"), "0.1.0");

        var owner = await trial.Setup("Publish 0.1.0, and 0.2.0, which is yanked", async check =>
        {
            check.Succeeded("the registry accepts 0.1.0", await trial.Registry.Publish(package, trial.Publisher));
            check.Succeeded("the registry accepts 0.2.0", await trial.Registry.Publish(withdrawn, trial.Publisher));
            check.Succeeded("the yank of 0.2.0 is accepted",
                await trial.Registry.Yank(package.Name, withdrawn.Version, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines is [_, { Yanked: true }]);
            check.Equal("the index shows both, and the yank", 1, lines.Count(line => line.Yanked));
            var owners = (await trial.Registry.Owners(package.Name, trial.Publisher)).JsonTexts("users", "login");
            check.Equal("the crate has one owner", 1, owners.Count);
            return owners.ElementAtOrDefault(0) ?? "nobody";
        });

        await trial.Step("Try everything without a token", async check =>
        {
            check.Refused("a new crate is refused", await trial.Registry.Publish(anonymous.Frame(), null), "API-PUB-05", "API-GEN-02");
            check.Refused("a new version is refused",
                await trial.Registry.Publish((package with { Version = "0.3.0" }).Frame(), null), "API-PUB-05", "API-GEN-02");
            check.Refused("a yank is refused", await trial.Registry.Yank(package.Name, package.Version, null), "API-YANK-05");
            check.Refused("an unyank is refused", await trial.Registry.Unyank(package.Name, withdrawn.Version, null), "API-YANK-05");
            check.Refused("a new owner is refused",
                await trial.Registry.AddOwner(package.Name, trial.Name("intruder"), null), "AUTH-11", "API-GEN-02");
            check.Refused("the removal of the owner is refused",
                await trial.Registry.RemoveOwner(package.Name, owner, null), "AUTH-11", "API-GEN-02");
        });

        await trial.Step("Publish 0.4.0 with a token and wait for it", async check =>
        {
            check.Succeeded("the registry accepts 0.4.0",
                await trial.Registry.Publish(package with { Version = "0.4.0" }, trial.Publisher), "API-PUB-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name),
                lines => lines.Any(line => line.Version.Text == "0.4.0"));
            check.Equal("no version was added without a token",
                "0.1.0, 0.2.0, 0.4.0", string.Join(", ", lines.Select(line => line.Version).Order()), "API-PUB-05");
            check.Equal("no yank was set or taken back without a token",
                "0.2.0", string.Join(", ", lines.Where(line => line.Yanked).Select(line => line.Version)), "API-YANK-05");
        });

        await trial.Step("Look for what was refused", async check =>
        {
            var index = await trial.Registry.Index(IndexPath.For(anonymous.Name));
            check.That("the new crate is not in the index",
                index.Status is 404 or 410 or 451, "404, 410 or 451", index.ToString(), "API-PUB-05");
            var file = await trial.Registry.Download(anonymous);
            check.That("its file cannot be downloaded", file.Status is >= 400 and < 500, "400 to 499", file.ToString(), "API-PUB-05");
            var owners = await trial.Registry.Owners(package.Name, trial.Publisher);
            check.Equal("the owner is who it was", owner, string.Join(", ", owners.JsonTexts("users", "login")), "AUTH-11");
        });
    }
}
