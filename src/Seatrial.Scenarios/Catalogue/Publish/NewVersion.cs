using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Updates of a crate: each adds a line to the index and touches no other.</summary>
internal sealed class NewVersion : Scenario
{
    public override string Id => "publish/new-version";

    public override string Title => "An update adds a line to the index and leaves the lines before it as they were.";

    public override string Story =>
        "An author publishes an update, and later a fix for the release before it. Who asks for the crate then sees all three "
        + "versions, and who has locked an earlier one still gets what the lock file says.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The fix comes last and is not the newest version. The order of the lines is the registry's own choice and is not checked.",
        "Which version counts as the newest: publish/newest-version.",
        "The same version once more: publish/duplicate-version. Many versions at the same moment: publish/concurrent-versions.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var first = new CratePackage(trial.Name("growing"), "0.9.0");
        var update = first with { Version = "0.10.0", Source = "pub fn answer() -> u32 { 43 }\n" };
        var fix = first with { Version = "0.9.1", Source = "pub fn answer() -> u32 { 44 }\n" };

        var one = await trial.Setup("Publish 0.9.0 and wait until it is indexed", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(first, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.RawLines(first.Name), lines => lines.Count > 0);
            check.Equal("the index has one line", 1, lines.Count);
            return lines;
        });

        var two = await trial.Step("Publish 0.10.0", async check =>
        {
            check.Succeeded("the registry accepts the update", await trial.Registry.Publish(update, trial.Publisher), "API-PUB-01");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(first.Name), lines => lines.Count > 1);
            check.Equal("the index has a line for each of two versions", 2, lines.Count, "IDX-05", "API-PUB-12");
            check.That("the line of 0.9.0 is what it was, byte for byte", lines.Contains(one[0]), one[0], string.Join('\n', lines), "IDX-09");
            return lines;
        });

        await trial.Step("Publish 0.9.1, a fix for the older release", async check =>
        {
            check.Succeeded("the registry accepts the fix", await trial.Registry.Publish(fix, trial.Publisher), "API-PUB-01");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(first.Name), lines => lines.Count > 2);
            check.Equal("the index has a line for each of three versions", 3, lines.Count, "IDX-05", "API-PUB-12");
            check.That("both earlier lines are what they were, byte for byte", two.All(lines.Contains), string.Join('\n', two),
                string.Join('\n', lines), "IDX-09");
        });

        await trial.Step("Compare every version with its upload", async check =>
        {
            var lines = await trial.Registry.Lines(first.Name);
            foreach (var package in new[] { first, update, fix })
            {
                var line = lines.FirstOrDefault(line => line.Version.Text == package.Version);
                check.Equal($"the checksum of {package.Version} is that of its upload", package.Checksum.Text, line?.Checksum.Text, "IDX-08");
                var file = await trial.Registry.Download(package);
                check.Equal($"{package.Version} downloads as it was uploaded", package.Checksum.Text, Checksum.Of(file.Body.Span).Text,
                    "CRATE-11", "API-PUB-08");
            }
        });
    }
}
