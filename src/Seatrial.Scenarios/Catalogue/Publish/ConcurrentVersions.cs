using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Many versions of one crate at the same moment: each is one line of one file that all of them write.</summary>
internal sealed class ConcurrentVersions : Scenario
{
    private const int Uploads = 10;

    public override string Id => "publish/concurrent-versions";

    public override string Title => "Ten versions of one crate published at once are all accepted and all in the index.";

    public override string Story =>
        "A project publishes its release and the fixes for all older release lines from parallel jobs. Every job is told that it "
        + "has published, so every version must be in the index in the end, once, with its own checksum.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "All of them write the same index file: one that reads, adds its line and writes loses the line of another.",
        "The crate exists before, so that nothing but the versions is in the race; publish/concurrent-same-version races for the name.",
        "The last writer decides what stays, so the index is read until it has all lines, and once more after a further version.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var first = new CratePackage(trial.Name("parallel"), "0.1.0");
        CratePackage[] packages =
        [
            .. Enumerable.Range(0, Uploads).Select(number => first with { Version = $"1.{number}.0", Source = $"pub fn answer() -> u32 {{ {number} }}\n" }),
        ];

        await trial.Setup("Publish 0.1.0", async check =>
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(first, trial.Publisher)));

        await trial.Step("Publish ten versions at once", async check =>
        {
            var answers = await Task.WhenAll(packages.Select(package => trial.Registry.Publish(package, trial.Publisher)));
            foreach (var (number, answer) in answers.Index())
                check.Succeeded($"upload {number} is accepted", answer, "API-PUB-01", "API-GEN-01");
        });

        await trial.Step("Read the index until all are there", async check =>
        {
            var lines = await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines.Count > Uploads);
            var missing = packages.Select(package => package.Version).Except(lines.Select(line => line.Version.Text));
            check.Equal("no version is missing", "", string.Join(", ", missing), "API-PUB-08", "API-PUB-12");
        });

        await trial.Step("Publish 2.0.0, wait for it, and look at all lines", async check =>
        {
            check.Succeeded("the registry accepts the last version", await trial.Registry.Publish(first with { Version = "2.0.0" }, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines.Any(line => line.Version.Text == "2.0.0"));
            var file = await trial.Registry.Index(IndexPath.For(first.Name));
            check.Equal("each version has one line", Uploads + 2, IndexFile.Parse(file.Body).Lines.Count, "IDX-05", "API-PUB-08");
            var violations = IndexFile.Lint(file.Body, first.Name);
            check.That("no line breaks a rule", violations.Count == 0, "no violation", string.Join("; ", violations), "IDX-02", "IDX-05");
            var wrong = packages.Where(package => IndexFile.Parse(file.Body).Versions
                .FirstOrDefault(line => line.Version.Text == package.Version)?.Checksum.Text != package.Checksum.Text);
            check.Equal("every line has the checksum of its own upload", "", string.Join(", ", wrong.Select(package => package.Version)), "IDX-08", "IDX-09");
        });

        await trial.Step("Download all ten", async check =>
        {
            var files = await Task.WhenAll(packages.Select(package => trial.Registry.Download(package)));
            var wrong = packages.Zip(files).Where(pair => Checksum.Of(pair.Second.Body.Span).Text != pair.First.Checksum.Text);
            check.Equal("every version downloads as it was uploaded", "", string.Join(", ", wrong.Select(pair => pair.First.Version)), "CRATE-11", "DL-01");
        });
    }
}
