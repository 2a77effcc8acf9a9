using Seatrial.Cargo;

namespace Seatrial.Scenarios.Download;

/// <summary>A yank takes a version out of new resolutions, not away from those who use it.</summary>
internal sealed class Yanked : Scenario
{
    public override string Id => "download/yanked";

    public override string Title => "A yanked version stays listed and can still be downloaded.";

    public override string Story =>
        "An author yanks the only version of a crate. Projects whose lock file names it must still build, on a machine that has "
        + "nothing cached: so the index goes on listing the version, marked as yanked, and its file is still there.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The only version is yanked: the index file stays, although no new project can use the crate.",
        "A download that was cached before the yank, and one that was not: the second version is downloaded for the first time when it is yanked.",
        "The same with real cargo and a lock file: download/update-with-cargo. The answers to yank and unyank: publish/yank.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var first = new CratePackage(trial.Name("withdrawn"), "1.0.0");
        var second = first with { Version = "1.1.0" };

        var before = await trial.Setup("Publish 1.0.0, and download it", async check =>
        {
            check.Succeeded("the registry accepts 1.0.0", await trial.Registry.Publish(first, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines.Count == 1);
            check.Equal("1.0.0 is listed", 1, lines.Count);
            check.Status("1.0.0 can be downloaded", 200, await trial.Registry.Download(first));
            return lines[0];
        });

        await trial.Step("Yank the only version", async check =>
        {
            check.Succeeded("the yank of 1.0.0 is accepted",
                await trial.Registry.Yank(first.Name, first.Version, trial.Publisher), "API-YANK-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines is [{ Yanked: true }]);
            check.Equal("1.0.0 is still listed", 1, lines.Count, "IDX-25");
            check.Equal("1.0.0 is marked as yanked", true, lines.ElementAtOrDefault(0)?.Yanked, "API-YANK-04");
            check.Equal("its checksum is what it was", before.Checksum.Text, lines.ElementAtOrDefault(0)?.Checksum.Text, "IDX-09");
            var file = await trial.Registry.Download(first);
            check.Equal("1.0.0 can still be downloaded",
                first.Checksum.Text, Checksum.Of(file.Body.Span).Text, "DL-07", "IDX-25", "CRATE-11");
        });

        await trial.Step("Publish 1.1.0 and yank it at once", async check =>
        {
            check.Succeeded("the registry accepts 1.1.0", await trial.Registry.Publish(second, trial.Publisher));
            check.Succeeded("the yank of 1.1.0 is accepted",
                await trial.Registry.Yank(second.Name, second.Version, trial.Publisher), "API-YANK-01");
            var lines = await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines.Count(line => line.Yanked) == 2);
            check.Equal("both versions are listed as yanked", 2, lines.Count(line => line.Yanked), "IDX-25", "API-YANK-04");
            var file = await trial.Registry.Download(second);
            check.Equal("1.1.0 can be downloaded, though nobody did before",
                second.Checksum.Text, Checksum.Of(file.Body.Span).Text, "DL-07", "IDX-25");
        });

        await trial.Step("Take the yank of 1.0.0 back", async check =>
        {
            check.Succeeded("the unyank is accepted",
                await trial.Registry.Unyank(first.Name, first.Version, trial.Publisher), "API-YANK-02");
            var lines = await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines.Any(line => !line.Yanked));
            check.Equal("1.0.0 can be used again, and 1.1.0 is still yanked",
                first.Version, string.Join(", ", lines.Where(line => !line.Yanked).Select(line => line.Version.Text)), "API-YANK-04", "IDX-25");
        });
    }
}
