namespace Seatrial.Scenarios.Publish;

/// <summary>Yank and its undoing, made by real cargo.</summary>
internal sealed class YankWithCargo : Scenario
{
    public override string Id => "publish/yank-with-cargo";

    public override string Title => "Real cargo yanks a version and takes the yank back, each of them twice.";

    public override string Story =>
        "An author types cargo yank, and types it again because the connection was bad; then cargo yank --undo, and that again. "
        + "Cargo is content every time, and the index follows.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Cargo panics on ok false and fails on an empty body, so its exit code tells what an HTTP client could overlook.",
        "Cargo does not wait for the index after a yank; this scenario does.",
        "A version with build metadata, whose + cargo sends as it is.",
        "An unknown version: the refusal reaches the user in the registry's own words.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("by-cargo"), "0.1.0+built");

        await trial.Setup("Publish 0.1.0+built and wait until it is indexed", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            check.Equal("the index has one line", 1, lines.Count);
        });
        var home = trial.CargoHome(trial.Publisher);

        await trial.Step("cargo yank, twice", async check =>
        {
            var once = await Cargo("yank");
            check.Equal("cargo yank ends with 0", 0, once.ExitCode, "API-YANK-01", "API-YANK-03", "CFG-10");
            var twice = await Cargo("yank");
            check.Equal("cargo yank ends with 0 once more", 0, twice.ExitCode, "API-YANK-04", "API-GEN-06");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines is [{ Yanked: true }]);
            check.Equal("the version is yanked", true, lines is [{ Yanked: true }], "API-YANK-01", "API-YANK-04");
        });

        await trial.Step("cargo yank --undo, twice", async check =>
        {
            var once = await Cargo("yank", "--undo");
            check.Equal("cargo yank --undo ends with 0", 0, once.ExitCode, "API-YANK-02", "API-YANK-03", "API-GEN-08");
            var twice = await Cargo("yank", "--undo");
            check.Equal("cargo yank --undo ends with 0 once more", 0, twice.ExitCode, "API-YANK-04", "API-GEN-06");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines is [{ Yanked: false }]);
            check.Equal("the version is there and not yanked any more", true, lines is [{ Yanked: false }], "API-YANK-02", "API-YANK-04");
        });

        await trial.Step("cargo yank of a version that does not exist", async check =>
        {
            var cargo = await home.Run(home.Folder, "yank", $"{package.Name}@9.9.9", "--registry", CargoHome.RegistryName);
            check.Equal("cargo ends with 101", 101, cargo.ExitCode, "API-YANK-05", "NET-11");
            // Without the body of errors cargo would print the headers and the body instead.
            check.Contains("cargo shows the registry's words", "the remote server responded with an error (status 404", cargo.Errors, "API-GEN-02", "API-YANK-05");
        });

        Task<CargoRan> Cargo(string command, params string[] more) =>
            home.Run(home.Folder, [command, $"{package.Name}@{package.Version}", "--registry", CargoHome.RegistryName, .. more]);
    }
}
