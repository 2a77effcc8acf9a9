using System.Text;
using System.Text.Json;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Names and versions that must never get into an index, where cargo would trip over them.</summary>
internal sealed class BadNames : Scenario
{
    public override string Id => "publish/bad-names";

    public override string Title => "Names and versions that break clients, tools or file systems are refused.";

    public override string Story =>
        "Somebody publishes crates under names that are not ASCII, begin with a digit or belong to the standard library, and under "
        + "versions that are not SemVer. Cargo panics on some and silently drops others, so the registry refuses them.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Metadata, folder and manifest agree on the name, so that the name alone is wrong.",
        "Reserved names cannot carry the run's own mark, so they come as a pre-release that no requirement picks, in case one is taken.",
        "Names of letters that are right alone but taken in another spelling: publish/name-collision.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("named"), "0.1.0");
        var prerelease = $"0.0.1-{package.Name}";

        await trial.Step("Publish under names that are no crate names", async check =>
        {
            (string What, string Name)[] rows =
            [
                ("empty", ""), ("that begins with a digit", $"1{package.Name}"), ("that begins with an underscore", $"_{package.Name}"),
                ("that begins with a hyphen", $"-{package.Name}"), ("with a dot", $"{package.Name}.x"), ("with a space", $"{package.Name} x"),
                ("with a slash", $"{package.Name}/x"), ("with a letter beyond ASCII", $"{package.Name}é"), ("of 65 letters", package.Name.PadRight(65, 'x')),
            ];
            foreach (var (what, name) in rows)
                check.Refused($"a name {what} is refused", await Publish(name, package.Version), "NAME-02");
        });

        await trial.Step("Publish under names on which cargo panics", async check =>
        {
            // The path in the index would cut the name inside a character, as in 日本語.
            string[] starts = ["日本語", "aé"];
            foreach (var start in starts)
                check.Refused($"a name that begins with {start} is refused", await Publish(start + package.Name, package.Version), "NAME-03");
        });

        await trial.Step("Publish under names that are reserved", async check =>
        {
            string[] names = ["std", "core", "proc-macro", "Proc_Macro", "nul", "CON", "com1", "LPT9"];
            foreach (var name in names)
                check.Refused($"the name {name} is refused", await Publish(name, prerelease), "NAME-07");
        });

        await trial.Step("Publish versions that are not SemVer", async check =>
        {
            string[] versions = ["", "1", "1.0", "1.0.0.0", "01.0.0", "1.0.0-01", "1.0.0-", "1.0.0+", "v1.0.0", "1.0.0 ", "1.0.x", "18446744073709551616.0.0"];
            foreach (var version in versions)
                check.Refused($"the version «{version}» is refused", await Publish(package.Name, version), "VER-01");
        });

        await trial.Step("Publish a good version, wait for it, and look at the index", async check =>
        {
            check.Succeeded("the registry accepts the good name and version", await Publish(package.Name, package.Version), "NAME-02", "VER-01");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => lines.Count > 0);
            check.Equal("the index lists the good version alone", 1, lines.Count, "IDX-04", "API-PUB-09");
            var underscore = await trial.Registry.Index(IndexPath.For($"_{package.Name}"));
            check.That("a name that was refused has no index file", underscore.Status is 404 or 410 or 451, "404, 410 or 451", underscore.ToString(), "API-PUB-09");
        });

        Task<Answer> Publish(string name, string version) => trial.Registry.Publish(Frame(package, name, version), trial.Publisher);
    }

    // The typed package refuses such names itself, so they are put into its text.
    private static byte[] Frame(CratePackage package, string name, string version)
    {
        string Rename(string text) => text.Replace(Quoted(package.Name), Quoted(name), StringComparison.Ordinal)
            .Replace(Quoted(package.Version), Quoted(version), StringComparison.Ordinal);
        var json = Encoding.UTF8.GetBytes(Rename(Encoding.UTF8.GetString(package.Metadata.ToJson())));
        var archive = CrateArchive.BuildRaw(
        [
            ArchiveEntry.File($"{name}-{version}/Cargo.toml", Rename(package.Manifest())),
            ArchiveEntry.File($"{name}-{version}/src/lib.rs", package.Source),
        ]);
        return PublishFrame.WriteRaw((uint)json.Length, json, (uint)archive.Length, archive);
    }

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text)}\"";
}
