using Seatrial.Cargo;

namespace Seatrial.Scenarios.Download;

/// <summary>The reason for which there are registries: a program uses a published crate.</summary>
internal sealed class BuildWithCargo : Scenario
{
    public override string Id => "download/build-with-cargo";

    public override string Title => "Real cargo finds a published crate and its dependency, builds with both and runs the program.";

    public override string Story =>
        "A user starts a program with cargo new, adds a crate of the registry with cargo add, and runs the program. Cargo resolves from "
        + "the index, downloads the crate and what it depends on, checks both files and compiles them.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The crate depends on another one of the same registry: only the index line tells cargo, which would build without it otherwise.",
        "Nobody is logged in: cargo's home has no token, and nothing in its cache.",
        "A file whose checksum is not that of the index fails the build; the lock file shows which checksum cargo compared.",
        "Newer and yanked versions: download/update-with-cargo.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var inner = new CratePackage(trial.Name("inner"), "0.3.0") { Source = "pub fn base() -> u32 { 40 }\n" };
        var outer = new CratePackage(trial.Name("outer"), "0.1.0")
        {
            Dependencies =
            [
                new PublishDependency { Name = CrateName.Parse(inner.Name).Value, Requirement = VersionRequirement.Parse("^0.3").Value },
            ],
            Source = $"pub fn answer() -> u32 {{ {Module(inner)}::base() + 2 }}\n",
        };
        var home = trial.CargoHome(null);
        var program = Path.Combine(home.Folder, "program");

        await trial.Setup("Publish a crate, and one that depends on it", async check =>
        {
            check.Succeeded("the registry accepts the inner crate", await trial.Registry.Publish(inner, trial.Publisher));
            check.Succeeded("the registry accepts the outer crate", await trial.Registry.Publish(outer, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(inner.Name), lines => lines.Count > 0);
            var lines = await trial.Eventually(() => trial.Registry.Lines(outer.Name), lines => lines.Count > 0);
            check.Equal("the index names the dependency",
                inner.Name, lines.ElementAtOrDefault(0)?.Dependencies.ElementAtOrDefault(0)?.Name, "IDX-22");
        });

        await trial.Step("cargo new, and cargo add", async check =>
        {
            var made = await home.Run(home.Folder, "new", "--vcs", "none", "program");
            if (!check.Equal("cargo new ends with 0", 0, made.ExitCode))
                return;
            var added = await home.Run(program, "add", outer.Name, "--registry", CargoHome.RegistryName);
            check.Equal("cargo add ends with 0", 0, added.ExitCode, "IDX-01", "SPR-02", "SPR-15");
            check.Contains("cargo add found the version", $"Adding {outer.Name} v{outer.Version}", added.Errors, "IDX-01", "IDX-04");
        });

        await trial.Step("cargo run", async check =>
        {
            CargoHome.Write(program, "src/main.rs", $"fn main() {{ println!(\"the answer is {{}}\", {Module(outer)}::answer()); }}\n");
            var ran = await home.Run(program, "run");
            check.Equal("cargo run ends with 0", 0, ran.ExitCode, "API-PUB-08", "IDX-22", "IDX-23", "DL-01");
            check.Contains("the program runs the code of both crates", "the answer is 42", ran.Output, "IDX-22", "CRATE-11");
        });

        await trial.Step("Read the lock file", async check =>
        {
            var locked = await File.ReadAllTextAsync(Path.Combine(program, "Cargo.lock"), trial.Cancelled); // cargo run has made it
            check.Contains("cargo compared the checksum of the outer crate", outer.Checksum.Text, locked, "DL-08", "IDX-08");
            check.Contains("cargo compared the checksum of the inner crate", inner.Checksum.Text, locked, "DL-08", "IDX-08");
        });
    }

    private static string Module(CratePackage package) => package.Name.Replace('-', '_');
}
