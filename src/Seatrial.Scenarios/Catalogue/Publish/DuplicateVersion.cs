using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>A published version is for ever: other bytes under the same name and version are refused.</summary>
internal sealed class DuplicateVersion : Scenario
{
    public override string Id => "publish/duplicate-version";

    public override string Title => "Other bytes under a published version are refused, and change nothing.";

    public override string Story =>
        "A version that was published once is what everybody's lock file trusts. An upload of other bytes under the same number "
        + "is refused, also when the first one was yanked meanwhile, and the first bytes stay.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A yanked version: cargo's own check before the upload passes over it, so only the registry protects it.",
        "Identical bytes: publish/same-bytes-again. Only another build metadata: publish/build-metadata.",
        "Two uploads at the same moment: publish/concurrent-same-version.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var first = new CratePackage(trial.Name("once"), "1.0.0");
        var other = first with { Source = "pub fn answer() -> u32 { 41 }\n" };

        await trial.Setup("Publish 1.0.0 and wait until it is indexed", async check =>
        {
            check.Succeeded("the registry accepts the first upload", await trial.Registry.Publish(first, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines.Count > 0);
        });

        await trial.Step("Publish other bytes as 1.0.0", async check =>
        {
            var answer = await trial.Registry.Publish(other, trial.Publisher);
            check.Refused("the registry refuses the second upload", answer, "API-PUB-06", "API-GEN-02");
        });

        await trial.Step("Yank 1.0.0 and publish other bytes again", async check =>
        {
            check.Succeeded("the yank is accepted", await trial.Registry.Yank(first.Name, first.Version, trial.Publisher));
            var answer = await trial.Registry.Publish(other, trial.Publisher);
            check.Refused("the registry refuses to replace a yanked version", answer, "API-PUB-06");
        });

        await trial.Step("Look at what is served", async check =>
        {
            var lines = await trial.Registry.Lines(first.Name);
            check.Equal("the index has one line", 1, lines.Count, "IDX-05");
            check.Equal("its checksum is that of the first upload", first.Checksum.Text, lines.ElementAtOrDefault(0)?.Checksum.Text, "IDX-09", "API-PUB-06");
            var file = await trial.Registry.Download(first);
            check.Equal("the first bytes are still served", first.Checksum.Text, Checksum.Of(file.Body.Span).Text, "CRATE-11");
        });
    }
}
