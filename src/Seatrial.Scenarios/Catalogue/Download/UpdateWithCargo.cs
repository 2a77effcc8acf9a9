namespace Seatrial.Scenarios.Download;

/// <summary>What newer and yanked versions mean for those who use a crate.</summary>
internal sealed class UpdateWithCargo : Scenario
{
    public override string Id => "download/update-with-cargo";

    public override string Title => "cargo update takes the newest version that is not yanked, and a lock file keeps a yanked one usable.";

    public override string Story =>
        "A project has locked the version of a crate. Newer ones appear, and the newest is yanked; cargo update moves to the one below it. "
        + "When that one is yanked too, a colleague with an empty cache still gets it by the lock file, and a new project does not.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Cargo's home has the old index file with its validator: a stale 304 would hide the newer versions.",
        "The newest version is yanked before anybody uses it.",
        "An empty home and --locked: the index line and the file of a yanked version are both needed.",
        "The same questions without cargo: download/yanked and download/conditional-index.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("moving"), "1.0.0");
        var manifest = $"[dependencies]\n{package.Name} = {{ version = \"1\", registry = \"{CargoHome.RegistryName}\" }}\n";
        var home = trial.CargoHome(null);
        var project = home.Package("project", "0.1.0", manifest);

        await trial.Setup("Publish 1.0.0 and lock it", async check =>
        {
            check.Succeeded("the registry accepts 1.0.0", await trial.Registry.Publish(package, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count == 1);
            var locked = await home.Run(project, "generate-lockfile");
            check.Equal("cargo generate-lockfile ends with 0", 0, locked.ExitCode);
            check.Contains("the lock file names 1.0.0", Entry(package, "1.0.0"), await LockFile(trial, project), "IDX-01");
        });

        await trial.Setup("Publish 1.1.0 and 1.2.0, and yank 1.2.0", async check =>
        {
            check.Succeeded("the registry accepts 1.1.0",
                await trial.Registry.Publish(package with { Version = "1.1.0" }, trial.Publisher));
            check.Succeeded("the registry accepts 1.2.0",
                await trial.Registry.Publish(package with { Version = "1.2.0" }, trial.Publisher));
            check.Succeeded("the yank of 1.2.0 is accepted", await trial.Registry.Yank(package.Name, "1.2.0", trial.Publisher));
            check.Equal("the index shows the three versions and the yank", "1.2.0", await Yanked(trial, package, 1), "API-YANK-04");
        });

        await trial.Step("cargo update", async check =>
        {
            var updated = await home.Run(project, "update");
            check.Equal("cargo update ends with 0", 0, updated.ExitCode, "SPR-03", "SPR-05");
            check.Contains("the lock file has moved to 1.1.0, past the yanked 1.2.0",
                Entry(package, "1.1.0"), await LockFile(trial, project), "SPR-05", "IDX-10");
        });

        await trial.Step("Yank 1.1.0 and fetch it by the lock file, with an empty home", async check =>
        {
            check.Succeeded("the yank of 1.1.0 is accepted", await trial.Registry.Yank(package.Name, "1.1.0", trial.Publisher));
            check.Equal("the index shows both yanks", "1.1.0, 1.2.0", await Yanked(trial, package, 2), "API-YANK-04", "IDX-25");
            var cold = trial.CargoHome(null);
            var copy = cold.Package("project", "0.1.0", manifest, ("Cargo.lock", await LockFile(trial, project)));
            var fetched = await cold.Run(copy, "fetch", "--locked");
            check.Equal("cargo fetch --locked ends with 0", 0, fetched.ExitCode, "IDX-25", "DL-07");
            check.Contains("cargo downloaded the yanked version",
                $"Downloaded {package.Name} v1.1.0", fetched.Errors, "IDX-25", "DL-07");

            var fresh = cold.Package("newcomer", "0.1.0", manifest);
            var locked = await cold.Run(fresh, "generate-lockfile");
            check.Equal("cargo generate-lockfile of a new project ends with 0", 0, locked.ExitCode, "IDX-25");
            check.Contains("a new project gets 1.0.0, which alone is not yanked",
                Entry(package, "1.0.0"), await LockFile(trial, fresh), "IDX-10", "API-YANK-04");
        });
    }

    private static string Entry(CratePackage package, string version) => $"name = \"{package.Name}\"\nversion = \"{version}\"\n";

    private static async Task<string> LockFile(Trial trial, string folder) => Path.Combine(folder, "Cargo.lock") is var file && File.Exists(file)
        ? await File.ReadAllTextAsync(file, trial.Cancelled)
        : "no Cargo.lock";

    private static async Task<string> Yanked(Trial trial, CratePackage package, int count)
    {
        var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name),
            lines => lines.Count == 3 && lines.Count(line => line.Yanked) == count);
        return string.Join(", ", lines.Where(line => line.Yanked).Select(line => line.Version).Order());
    }
}
