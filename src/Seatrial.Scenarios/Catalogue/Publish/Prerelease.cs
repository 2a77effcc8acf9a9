using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Pre-releases: versions like all others for a registry, until the release itself is one more.</summary>
internal sealed class Prerelease : Scenario
{
    public override string Id => "publish/prerelease";

    public override string Title => "A crate may have only pre-releases, and the release itself is another version.";

    public override string Story =>
        "An author lets testers try 1.0.0-alpha.9 and then 1.0.0-alpha.10 of a new crate. Both are there for whoever asks for "
        + "them, and when 1.0.0 itself comes it takes the place of neither.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "For a while the crate has no release at all: whoever computes a newest version finds none that is not a pre-release.",
        "alpha.10 is above alpha.9, though not as text; a registry that cuts the pre-release off would call both 1.0.0.",
        "Build metadata, which unlike a pre-release makes no other version: publish/build-metadata.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("early"), "1.0.0-alpha.9");
        var next = package with { Version = "1.0.0-alpha.10", Source = "pub fn answer() -> u32 { 10 }\n" };
        var release = package with { Version = "1.0.0", Source = "pub fn answer() -> u32 { 1 }\n" };

        await trial.Step("Publish two pre-releases of a new crate", async check =>
        {
            check.Succeeded("a pre-release may be the first version", await trial.Registry.Publish(package, trial.Publisher), "API-PUB-01", "VER-01");
            check.Succeeded("another pre-release may follow", await trial.Registry.Publish(next, trial.Publisher), "API-PUB-01", "VER-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 1);
            check.Equal("the index lists both", "1.0.0-alpha.10, 1.0.0-alpha.9", Versions(lines), "IDX-04", "API-PUB-12");
        });

        await trial.Step("Publish one of them again", async check =>
        {
            var other = package with { Source = "pub fn answer() -> u32 { 41 }\n" };
            check.Refused("a pre-release is as final as a release", await trial.Registry.Publish(other, trial.Publisher), "API-PUB-06");
        });

        await trial.Step("Publish the release", async check =>
        {
            check.Succeeded("the release is another version", await trial.Registry.Publish(release, trial.Publisher), "VER-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 2);
            check.Equal("the index lists all three", "1.0.0, 1.0.0-alpha.10, 1.0.0-alpha.9", Versions(lines), "IDX-04", "IDX-05");
        });

        await trial.Step("Download all three", async check =>
        {
            foreach (var version in new[] { package, next, release })
            {
                var file = await trial.Registry.Download(version);
                check.Equal($"{version.Version} downloads as it was uploaded", version.Checksum.Text, Checksum.Of(file.Body.Span).Text, "CRATE-11", "DL-01");
            }
        });
    }

    private static string Versions(IEnumerable<IndexLine> lines) =>
        string.Join(", ", lines.Select(line => line.Version.Text).Order(StringComparer.Ordinal));
}
