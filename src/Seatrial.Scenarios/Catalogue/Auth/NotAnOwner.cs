namespace Seatrial.Scenarios.Auth;

/// <summary>Only owners may publish, yank and change owners.</summary>
internal sealed class NotAnOwner : Scenario
{
    public override string Id => "auth/not-an-owner";

    public override string Title => "Who does not own a crate can neither publish, nor yank, nor make themselves an owner.";

    public override string Story =>
        "A stranger with a valid token of their own tries to change somebody else's crate. Every attempt is refused, and nothing changes.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Owners, Capability.OtherUser];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Another spelling of the name (hyphen for underscore, other case): the same crate, the same refusal.",
        "The stranger's token is valid: they can publish a crate of their own.",
        "An owner who was removed: auth/owners.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("mine-alone"), "0.1.0");
        var update = package with { Version = "0.2.0" };

        await trial.Setup("The publisher publishes 0.1.0", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
        });

        await trial.Setup("The stranger publishes a crate of their own", async check =>
            check.Succeeded("the stranger's token is good", await trial.Registry.Publish(new CratePackage(trial.Name("theirs"), "0.1.0"), trial.Stranger)));

        await trial.Step("The stranger tries everything", async check =>
        {
            check.Refused("a new version by a stranger is refused", await trial.Registry.Publish(update, trial.Stranger), "API-PUB-05");
            var respelled = update with { Name = package.Name.Replace('-', '_').ToUpperInvariant() };
            check.Refused("so it is under another spelling of the name", await trial.Registry.Publish(respelled, trial.Stranger), "AUTH-11");
            check.Refused("a yank by a stranger is refused", await trial.Registry.Yank(package.Name, package.Version, trial.Stranger), "API-YANK-05");
            check.Refused("an unyank by a stranger is refused", await trial.Registry.Unyank(package.Name, package.Version, trial.Stranger), "API-YANK-05");
            check.Refused("a stranger cannot make themselves an owner",
                await trial.Registry.AddOwner(package.Name, trial.Stranger.Login ?? "stranger", trial.Stranger), "AUTH-11");
        });

        await trial.Step("Look at the crate", async check =>
        {
            var lines = await trial.Registry.Lines(package.Name);
            check.Equal("the index still has one line", 1, lines.Count, "API-PUB-05");
            check.Equal("and it is not yanked", false, lines.ElementAtOrDefault(0)?.Yanked, "API-YANK-05");
            var owners = await trial.Registry.Owners(package.Name, trial.Publisher);
            check.Equal("there is one owner", 1, owners.JsonTexts("users", "login").Count, "AUTH-11");
        });
    }
}
