namespace Seatrial.Scenarios.Publish;

/// <summary>The success path of a publish, made by real cargo.</summary>
internal sealed class WithCargo : Scenario
{
    public override string Id => "publish/with-cargo";

    public override string Title => "Real cargo publishes a crate and sees it in the index.";

    public override string Story =>
        "An author types cargo publish. Cargo uploads the package, waits until the index shows it, and says that it is published; "
        + "a second cargo publish of the same version is refused before anything is uploaded.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Cargo waits up to 60 s for the index and then only warns: the words Published say that it saw the version.",
        "Several crates in one call: publish/workspace-with-cargo.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var name = trial.Name("by-cargo");
        var home = trial.CargoHome(trial.Publisher);
        var folder = home.Package(name, "0.1.0");

        await trial.Step("cargo publish", async check =>
        {
            var cargo = await home.Run(folder, "publish", "--registry", CargoHome.RegistryName);
            check.Equal("cargo ends with 0", 0, cargo.ExitCode, "API-PUB-01", "API-GEN-08");
            check.Contains("cargo saw the version in the index", $"Published {name} v0.1.0", cargo.Errors, "API-PUB-12", "API-PUB-13");
        });

        await trial.Step("cargo publish, once more", async check =>
        {
            var cargo = await home.Run(folder, "publish", "--registry", CargoHome.RegistryName);
            check.Equal("cargo ends with 101", 101, cargo.ExitCode, "NET-11");
            check.Contains("cargo found the version in the index", "already exists", cargo.Errors, "API-PUB-06");
        });

        await trial.Step("Read the index", async check =>
        {
            var lines = await trial.Registry.Lines(name);
            check.Equal("the index has one line", 1, lines.Count, "IDX-01", "IDX-05");
        });
    }
}
