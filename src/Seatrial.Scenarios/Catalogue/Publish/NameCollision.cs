using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Names that differ only in case, or in hyphens and underscores, are one crate.</summary>
internal sealed class NameCollision : Scenario
{
    public override string Id => "publish/name-collision";

    public override string Title => "Foo-Bar, foo_bar and FOO-BAR are one crate, spelled as it was first published.";

    public override string Story =>
        "An author has published Foo-Bar, and later types foo_bar in the manifest. The registry refuses the upload instead of "
        + "making a second crate that readers take for the first, and the crate keeps its spelling.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The owner of the crate tries it: that they may publish to it makes the other spelling no better.",
        "Other letter cases share an index file, so a second crate would overwrite the first; hyphens and underscores do not.",
        "A stranger who takes a look-alike name: auth/not-an-owner. Names that are never allowed: publish/bad-names.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("Foo-Bar"), "0.1.0");
        var (upper, lower) = (package.Name.ToUpperInvariant(), package.Name.ToLowerInvariant());
        var underscored = package.Name.Replace('-', '_');

        await trial.Setup("Publish 0.1.0 under the name with capitals and hyphens", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            check.Equal("the index has one line", 1, lines.Count);
        });

        await trial.Step("Publish 0.2.0 under other spellings", async check =>
        {
            var update = package with { Version = "0.2.0" };
            check.Refused("the name in small letters is refused", await trial.Registry.Publish(update with { Name = lower }, trial.Publisher), "NAME-04");
            check.Refused("the name in capitals is refused", await trial.Registry.Publish(update with { Name = upper }, trial.Publisher), "NAME-04");
            check.Refused("the name with underscores is refused", await trial.Registry.Publish(update with { Name = underscored }, trial.Publisher), "NAME-04");
        });

        await trial.Step("Publish 0.1.0 again under other spellings", async check =>
        {
            var other = package with { Source = "pub fn answer() -> u32 { 41 }\n" };
            check.Refused("the version in small letters is refused", await trial.Registry.Publish(other with { Name = lower }, trial.Publisher),
                "API-PUB-06", "NAME-05");
            check.Refused("the version with underscores is refused", await trial.Registry.Publish(other with { Name = underscored }, trial.Publisher),
                "API-PUB-06");
        });

        await trial.Step("Publish 0.3.0 under the first spelling, wait for it, and look at the index", async check =>
        {
            check.Succeeded("the first spelling is accepted", await trial.Registry.Publish(package with { Version = "0.3.0" }, trial.Publisher), "NAME-04");
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Any(line => line.Version.Text == "0.3.0"));
            var lines = await trial.Registry.Lines(package.Name);
            check.Equal("the index lists what was published under the first spelling", "0.1.0, 0.3.0",
                string.Join(", ", lines.Select(line => line.Version.Text).Order(StringComparer.Ordinal)), "NAME-05", "API-PUB-09");
            check.Equal("every line spells the name as it was first published", package.Name,
                string.Join(", ", lines.Select(line => line.Name).Distinct()), "IDX-07", "NAME-04", "NAME-05");
            var second = await trial.Registry.Index(IndexPath.For(underscored));
            check.That("the spelling with underscores has no index file", second.Status is 404 or 410 or 451, "404, 410 or 451",
                second.ToString(), "NAME-06");
        });

        await trial.Step("Download 0.1.0", async check =>
        {
            var file = await trial.Registry.Download(package);
            check.Equal("the first bytes are still served", package.Checksum.Text, Checksum.Of(file.Body.Span).Text, "CRATE-11", "NAME-05");
        });
    }
}
