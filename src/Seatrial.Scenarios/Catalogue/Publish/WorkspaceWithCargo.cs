namespace Seatrial.Scenarios.Publish;

/// <summary>Several crates that depend on each other, published by one call of real cargo.</summary>
internal sealed class WorkspaceWithCargo : Scenario
{
    public override string Id => "publish/workspace-with-cargo";

    public override string Title => "Real cargo publishes a workspace of three crates, and a fourth that needs them builds.";

    public override string Story =>
        "A project of three crates is published with one command. Cargo uploads them in the order of their dependencies and goes on "
        + "only when the index shows what the next one needs; afterwards a user builds a program with them on another machine.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Cargo];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A registry whose index lags makes each round wait; one whose index answers 5xx meanwhile makes cargo give up half-way.",
        "The user has an empty home, no token and no source: everything comes from the registry.",
        "One of the dependencies is renamed, so the build fails unless the index has alias and name the right way round.",
        "Cargo's own build of each package is left out: it proves the compiler. A single crate: publish/with-cargo.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var (bottom, middle, top) = (trial.Name("bottom"), trial.Name("middle"), trial.Name("top"));
        var author = trial.CargoHome(trial.Publisher);

        await trial.Setup("Write a workspace in which top needs middle and bottom, and middle needs bottom", check =>
        {
            CargoHome.Write(author.Folder, "Cargo.toml", $"[workspace]\nresolver = \"2\"\nmembers = [\"{top}\", \"{middle}\", \"{bottom}\"]\n");
            author.Package(bottom, "0.1.0");
            author.Package(middle, "0.1.0", $"[dependencies]\n{DependsOn(bottom)}\n",
                ("src/lib.rs", $"pub fn twice() -> u32 {{ 2 * {Crate(bottom)}::answer() }}\n"));
            author.Package(top, "0.1.0", $"[dependencies]\n{DependsOn(middle)}\n{DependsOn("base", bottom)}\n",
                ("src/lib.rs", $"pub fn thrice() -> u32 {{ {Crate(middle)}::twice() + base::answer() }}\n"));
            return Task.CompletedTask;
        });

        await trial.Step("cargo publish --workspace", async check =>
        {
            var cargo = await author.Run(author.Folder, "publish", "--workspace", "--no-verify", "--registry", CargoHome.RegistryName);
            check.Equal("cargo ends with 0", 0, cargo.ExitCode, "API-PUB-01", "API-PUB-13");
            var places = new[] { bottom, middle, top }.Select(name => cargo.Errors.IndexOf($"Published {name} v0.1.0", StringComparison.Ordinal)).ToArray();
            check.That("cargo saw each crate in the index before what needs it", places[0] >= 0 && places[0] < places[1] && places[1] < places[2],
                "Published, for bottom, middle and top in this order", cargo.ToString(), "API-PUB-12", "API-PUB-16", "IDX-24");
        });

        var user = trial.CargoHome(null);
        var program = user.Package(trial.Name("program"), "0.1.0",
            $"[dependencies]\n{top} = {{ version = \"0.1\", registry = \"{CargoHome.RegistryName}\" }}\n",
            ("src/main.rs", $"fn main() {{ println!(\"the answer is {{}}\", {Crate(top)}::thrice()) }}\n"));

        await trial.Step("cargo run, by a user who has nothing but a dependency on top", async check =>
        {
            var cargo = await user.Run(program, "run");
            check.Equal("cargo builds and runs the program", 0, cargo.ExitCode, "IDX-22", "IDX-23", "API-PUB-08", "DL-01");
            check.Contains("all three crates are in the program", "the answer is 126", cargo.Output, "IDX-19", "IDX-22");
        });
    }

    private static string DependsOn(string name) => DependsOn(name, name);

    private static string DependsOn(string alias, string name) =>
        $"{alias} = {{ package = \"{name}\", path = \"../{name}\", version = \"0.1\", registry = \"{CargoHome.RegistryName}\" }}";

    private static string Crate(string name) => name.Replace('-', '_');
}
