namespace Seatrial.Scenarios.Search;

/// <summary>The search that users type: <c>cargo search</c>.</summary>
internal sealed class WithCargo : Scenario
{
    public override string Id => "search/with-cargo";

    public override string Title => "cargo search prints a crate with its newest version.";

    public override string Story =>
        "A user types cargo search and the name of a crate. Cargo prints a line that can be pasted into a manifest, so the version in it must be "
        + "the one to use: the newest that is neither yanked nor a pre-release.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Search, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "1.10.0 is newer than 1.9.0, and the version that was published last is neither: no order of texts or of time gives it.",
        "1.11.0 is yanked, 2.0.0-rc.1 is a pre-release.",
        "A description of two lines is printed in one. Nobody is logged in, and cargo knows nothing of the registry yet.",
        "A search that finds nothing prints nothing and is no error.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("found"), "1.10.0") { Description = "Finds\nits way." };
        var home = trial.CargoHome(null);

        await trial.Setup("Publish 1.10.0, 2.0.0-rc.1, 1.11.0 and 1.9.0, and yank 1.11.0", async check =>
        {
            foreach (var version in (string[])["1.10.0", "2.0.0-rc.1", "1.11.0", "1.9.0"])
                check.Succeeded($"the registry accepts {version}",
                    await trial.Registry.Publish(package with { Version = version }, trial.Publisher));
            check.Succeeded("the yank of 1.11.0 is accepted", await trial.Registry.Yank(package.Name, "1.11.0", trial.Publisher));
            var found = await trial.Eventually(() => trial.Registry.Search(CargoQuery.Of(package.Name)),
                found => Newest(found) == "1.10.0");
            check.Equal("the search tells the newest version to use", "1.10.0", Newest(found), "VER-05");
        });

        await trial.Step("cargo search", async check =>
        {
            var search = await home.Run(home.Folder, "search", "--registry", CargoHome.RegistryName, package.Name);
            check.Equal("cargo search ends with 0", 0, search.ExitCode, "API-SRCH-01", "API-SRCH-02");
            check.Contains("cargo prints the line for a manifest",
                $"{package.Name} = \"1.10.0\"", search.Output, "API-SRCH-02", "API-SRCH-05", "VER-05");
            check.Contains("the description is printed in one line", "# Finds its way.", search.Output, "API-SRCH-05");
        });

        await trial.Step("cargo search for what nobody has, with a limit", async check =>
        {
            var nonsense = new string(trial.Chance.GetItems("jqxzvw".AsSpan(), 40));
            var search = await home.Run(home.Folder, "search", "--registry", CargoHome.RegistryName, "--limit", "100", nonsense);
            check.Equal("cargo search without a match ends with 0", 0, search.ExitCode, "API-SRCH-01", "API-SRCH-02");
            check.Equal("it prints nothing", "", search.Output.Trim(), "API-SRCH-02");
        });
    }

    private static string? Newest(Answer found) => found.Json("crates.0.max_version")?.ToString();
}
