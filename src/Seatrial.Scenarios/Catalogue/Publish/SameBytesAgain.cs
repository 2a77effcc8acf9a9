using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>A publish whose answer was lost: the user does the only thing they can, the same again.</summary>
internal sealed class SameBytesAgain : Scenario
{
    public override string Id => "publish/same-bytes-again";

    public override string Title => "The same upload once more is answered clearly, and the version stays one.";

    public override string Story =>
        "An author's connection breaks before the answer to a publish comes, so they publish the very same bytes again. Whether "
        + "the registry says yes or that the version is there already: it says so clearly, and the crate is whole.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "At once, while the index may not show the first upload yet, and later, when it does: a clear answer both times, never 5xx.",
        "A success and a refusal are both right, because the contract leaves it to the registry; the index line is not.",
        "Other bytes: publish/duplicate-version. An upload that was really cut off is a fault, and so is the matter of a sweep.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("again"), "0.1.0");

        await trial.Setup("Publish 0.1.0", async check =>
            check.Succeeded("the registry accepts the first upload", await trial.Registry.Publish(package, trial.Publisher)));

        await trial.Step("Publish the same bytes at once", async check =>
        {
            var answer = await trial.Registry.Publish(package, trial.Publisher);
            check.That("the immediate repeat gets a clear answer", IsClear(answer), Clear, answer.ToString(), "API-GEN-06", "API-PUB-09");
        });

        var line = await trial.Step("Publish the same bytes once the version is in the index", async check =>
        {
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => lines.Count > 0);
            check.Equal("the index lists the version once", 1, lines.Count, "IDX-05", "API-PUB-09");
            var answer = await trial.Registry.Publish(package, trial.Publisher);
            check.That("the later repeat gets a clear answer", IsClear(answer), Clear, answer.ToString(), "API-GEN-06", "API-PUB-09");
            return lines[0];
        });

        await trial.Step("Publish 0.2.0, wait for it, and look at 0.1.0", async check =>
        {
            check.Succeeded("the registry accepts the update", await trial.Registry.Publish(package with { Version = "0.2.0" }, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Any(line => line.Version.Text == "0.2.0"));
            var lines = await trial.Registry.RawLines(package.Name);
            check.Equal("the index lists each version once", 2, lines.Count, "IDX-05", "API-PUB-09");
            check.That("the line of 0.1.0 is what it was", lines.Contains(line), line, string.Join('\n', lines), "IDX-09");
        });

        await trial.Step("Download 0.1.0", async check =>
        {
            var listed = (await trial.Registry.Lines(package.Name)).FirstOrDefault(line => line.Version.Text == package.Version);
            check.Equal("the checksum in the index is that of the upload", package.Checksum.Text, listed?.Checksum.Text, "IDX-08");
            var file = await trial.Registry.Download(package);
            check.Equal("the bytes are those that were uploaded", package.Checksum.Text, Checksum.Of(file.Body.Span).Text, "CRATE-11");
        });
    }

    private const string Clear = "a success, or a status of 400 to 499 with {\"errors\":[{\"detail\":…}]}";

    private static bool IsClear(Answer answer) => answer.Status is >= 400 and < 500 ? answer.HasErrors : answer.IsSuccess && !answer.HasErrors;
}
