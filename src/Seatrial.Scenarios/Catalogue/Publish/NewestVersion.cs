namespace Seatrial.Scenarios.Publish;

/// <summary>Which version the API names as the newest, when neither time nor text gives the answer.</summary>
internal sealed class NewestVersion : Scenario
{
    public override string Id => "publish/newest-version";

    public override string Title => "The highest version goes by the rules of SemVer, not by text or time, and passes over what is yanked.";

    public override string Story =>
        "Who looks a crate up is told which version to take. After a fix for an old release that is still the newest release, "
        + "and after the newest was yanked it is the one before it.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.CrateFacts];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "0.10.0 is above 0.9.1: a comparison of texts has it the other way round, a comparison of dates too.",
        "Pre-releases are left out: real registries differ on whether max_version may name one; publish/prerelease has them.",
        "What search says: search/with-cargo.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("newest"), "0.9.0");

        await trial.Setup("Publish 0.9.0, 0.10.0 and 0.9.1, in this order", async check =>
        {
            string[] versions = ["0.9.0", "0.10.0", "0.9.1"];
            foreach (var version in versions)
                check.Succeeded($"the registry accepts {version}", await trial.Registry.Publish(package with { Version = version }, trial.Publisher));
        });

        await trial.Step("Ask for the crate once all three are listed", async check =>
        {
            var facts = await trial.Eventually(() => trial.Registry.Crate(package.Name), facts => facts.JsonTexts("versions", "num").Count >= 3);
            check.Equal("the highest version is 0.10.0", "0.10.0", Highest(facts), "VER-05");
        });

        await trial.Step("Yank 0.10.0 and ask again", async check =>
        {
            check.Succeeded("the yank is accepted", await trial.Registry.Yank(package.Name, "0.10.0", trial.Publisher), "API-YANK-01");
            var facts = await trial.Eventually(() => trial.Registry.Crate(package.Name), facts => Highest(facts) == "0.9.1");
            check.Equal("the highest version is now 0.9.1", "0.9.1", Highest(facts), "VER-05");
        });

        await trial.Step("Take the yank back and ask again", async check =>
        {
            check.Succeeded("the unyank is accepted", await trial.Registry.Unyank(package.Name, "0.10.0", trial.Publisher), "API-YANK-02");
            var facts = await trial.Eventually(() => trial.Registry.Crate(package.Name), facts => Highest(facts) == "0.10.0");
            check.Equal("the highest version is 0.10.0 again", "0.10.0", Highest(facts), "VER-05");
        });
    }

    private static string? Highest(Answer facts) => facts.Json("crate.max_version")?.ToString();
}
