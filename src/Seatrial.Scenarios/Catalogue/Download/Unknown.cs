using Seatrial.Cargo;

namespace Seatrial.Scenarios.Download;

/// <summary>What a registry says of crates and versions that do not exist.</summary>
internal sealed class Unknown : Scenario
{
    public override string Id => "download/unknown";

    public override string Title => "What nobody published is not found: no error of the server, and no page with status 200.";

    public override string Story =>
        "A user mistypes a name or asks for a version that does not exist. The index, the API and the download say so, in a way that "
        + "cargo neither retries nor takes for a crate.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "An unknown version of a crate that exists: the path is known in part, which is where look-ups by parts go wrong.",
        "A dl that addresses files by checksum: the unknown version has a checksum that nobody uploaded either.",
        "A store that answers 403 for what is missing is right by the contract: cargo gives up on it as on 404.",
        "A crate that is published a moment later: download/no-negative-caching.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var known = new CratePackage(trial.Name("known"), "0.1.0");
        var unknownVersion = known with { Version = "9.9.9" };
        var unknownCrate = new CratePackage(trial.Name("nobody"), "0.1.0");

        await trial.Setup("Publish a crate and download it", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(known, trial.Publisher));
            var file = await trial.Eventually(() => trial.Registry.Download(known), answer => answer.Status == 200);
            check.Status("its download ends with 200", 200, file, "DL-01");
        });

        await trial.Step("Ask the index for a crate that nobody published", async check =>
        {
            var index = await trial.Registry.Index(IndexPath.For(unknownCrate.Name));
            check.That("the index says that there is no such crate",
                index.Status is 404 or 410 or 451, "404, 410 or 451", index.ToString(), "SPR-03", "SPR-10");
        });

        await trial.Step("Ask the API for it", async check =>
        {
            var crate = await trial.Registry.Crate(unknownCrate.Name);
            check.Refused("the API refuses to tell about an unknown crate", crate, "API-GEN-02");
            var version = await trial.Registry.Api(HttpMethod.Get, $"/crates/{known.Name}/{unknownVersion.Version}", null);
            check.Refused("the API refuses to tell about an unknown version", version, "API-GEN-02");
        });

        await trial.Step("Download what does not exist", async check =>
        {
            var crate = await trial.Registry.Download(unknownCrate);
            check.That("the download of an unknown crate ends with a final refusal",
                IsFinal(crate), "401, 403, 404, 410 or 451", crate.ToString(), "DL-05");
            var version = await trial.Registry.Download(unknownVersion);
            check.That("the download of an unknown version ends with a final refusal",
                IsFinal(version), "401, 403, 404, 410 or 451", version.ToString(), "DL-05");
        });

        await trial.Step("Look at the crate that exists", async check =>
        {
            var lines = await trial.Eventually(() => trial.Registry.Lines(known.Name), lines => lines.Count > 0);
            check.Equal("the index lists only the version that was published",
                known.Version, string.Join(", ", lines.Select(line => line.Version.Text)), "IDX-01");
        });
    }

    private static bool IsFinal(Answer answer) => answer.Status is 401 or 403 or 404 or 410 or 451;
}
