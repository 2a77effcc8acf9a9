using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Build metadata: the + goes through every store and URL unharmed, and never makes another version.</summary>
internal sealed class BuildMetadata : Scenario
{
    public override string Id => "publish/build-metadata";

    public override string Title => "1.0.0+a keeps its + everywhere, and 1.0.0+b and 1.0.0 are the same version.";

    public override string Story =>
        "An author publishes a version with build metadata. It can be found, downloaded and yanked under that number, whether "
        + "the + is sent as it is or encoded, and nobody can publish the number with other metadata or none.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Form decoding makes the + a space, and some stores do so with keys: the version is then published but cannot be fetched.",
        "Cargo sends the raw +; proxies and libraries may send %2B for it.",
        "Two such uploads at the same moment: publish/concurrent-same-version has the race.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("built"), "1.0.0+a");

        await trial.Setup("Publish 1.0.0+a", async check =>
            check.Succeeded("the registry accepts the version", await trial.Registry.Publish(package, trial.Publisher), "VER-04"));

        await trial.Step("Read the index until the version is there", async check =>
        {
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            check.Equal("the line names the version with its metadata", "1.0.0+a", lines is [var line, ..] ? line.Version.Text : null, "VER-04", "IDX-04");
        });

        await trial.Step("Download it with + and with %2B", async check =>
        {
            var raw = await trial.Registry.Download(package);
            check.Equal("a raw + finds the bytes", package.Checksum.Text, Checksum.Of(raw.Body.Span).Text, "CFG-10", "VER-04");
            var url = trial.Registry.Config.DownloadText(package.Name, package.Metadata.Version, package.Checksum);
            var encoded = await trial.Registry.Follow(url.Replace("1.0.0+a", "1.0.0%2Ba", StringComparison.Ordinal));
            check.Equal("an encoded + finds the same bytes", package.Checksum.Text, Checksum.Of(encoded.Body.Span).Text, "CFG-10");
        });

        await trial.Step("Yank it with + and take the yank back with %2B", async check =>
        {
            check.Succeeded("a raw + finds the version to yank", await trial.Registry.Yank(package.Name, "1.0.0+a", trial.Publisher), "CFG-10");
            var yanked = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines is [{ Yanked: true }]);
            check.Equal("the version is yanked", true, yanked is [{ Yanked: true }], "API-YANK-04", "VER-04");
            check.Succeeded("an encoded + finds the version to unyank", await trial.Registry.Unyank(package.Name, "1.0.0%2Ba", trial.Publisher), "CFG-10");
            var back = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines is [{ Yanked: false }]);
            check.Equal("the version is there and not yanked any more", true, back is [{ Yanked: false }], "API-YANK-04");
        });

        await trial.Step("Publish the number with other metadata and with none", async check =>
        {
            var other = package with { Version = "1.0.0+b" };
            check.Refused("1.0.0+b is refused", await trial.Registry.Publish(other, trial.Publisher), "VER-02", "API-PUB-06");
            var none = package with { Version = "1.0.0" };
            check.Refused("1.0.0 is refused", await trial.Registry.Publish(none, trial.Publisher), "VER-02", "API-PUB-06");
        });

        await trial.Step("Publish 1.0.1, wait for it, and look at the index", async check =>
        {
            check.Succeeded("the registry accepts the next version", await trial.Registry.Publish(package with { Version = "1.0.1" }, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Any(line => line.Version.Text == "1.0.1"));
            check.Equal("1.0.0 is listed once, as it was published first", "1.0.0+a, 1.0.1",
                string.Join(", ", lines.Select(line => line.Version.Text).Order(StringComparer.Ordinal)), "VER-02", "IDX-05");
        });
    }
}
