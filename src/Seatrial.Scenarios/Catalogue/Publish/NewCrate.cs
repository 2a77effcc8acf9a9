using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>The success path of a first publish, from the upload to the downloaded bytes.</summary>
internal sealed class NewCrate : Scenario
{
    public override string Id => "publish/new-crate";

    public override string Title => "A new crate is accepted, appears in the index and downloads byte for byte.";

    public override string Story =>
        "An author publishes the first version of a crate. Once the registry has said yes, everybody can find it in the index "
        + "and gets exactly the bytes that the author uploaded.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The index may lag behind the answer: cargo polls for 60 s, this scenario for as long as the target allows.",
        "A crate whose 404 was cached just before the publish: download/no-negative-caching.",
        "The same version once more: publish/duplicate-version and publish/same-bytes-again.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("hello"), "0.1.0");

        await trial.Setup("Nobody has published the name", async check =>
        {
            var index = await trial.Registry.Index(IndexPath.For(package.Name));
            check.That("the index has no file for the crate", index.Status is 404 or 410 or 451, "404, 410 or 451", index.ToString(), "SPR-03");
        });

        await trial.Step("Publish 0.1.0", async check =>
        {
            var answer = await trial.Registry.Publish(package, trial.Publisher);
            check.Succeeded("the registry accepts the upload", answer, "API-PUB-01", "API-GEN-01");
            check.Conforms("the body is what cargo can read", ApiBody.CheckPublishAnswer(answer.Body), "API-PUB-10");
        });

        await trial.Step("Read the index until the version is there", async check =>
        {
            var lines = await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            check.Equal("the index has one line", 1, lines.Count, "IDX-01", "API-PUB-08", "API-PUB-12");
            if (lines is not [var line, ..])
                return;
            check.Equal("the line names the crate as it was published", package.Name, line.Name, "IDX-07");
            check.Equal("the line names the version", package.Version, line.Version.Text, "IDX-04");
            check.Equal("the checksum is the SHA-256 of the upload", package.Checksum.Text, line.Checksum.Text, "IDX-08", "CRATE-11");
            check.Equal("the version is not yanked", false, line.Yanked, "IDX-10");
        });

        await trial.Step("Download the version", async check =>
        {
            var file = await trial.Registry.Download(package);
            check.Status("the download ends with 200", 200, file, "DL-01");
            check.Equal("the bytes are those that were uploaded", package.Checksum.Text, Checksum.Of(file.Body.Span).Text, "CRATE-11", "DL-01");
        });
    }
}
