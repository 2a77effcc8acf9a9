using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>A race for one version: many uploads of different bytes at once, and one winner in every store.</summary>
internal sealed class ConcurrentSameVersion : Scenario
{
    private const int Uploads = 8;

    public override string Id => "publish/concurrent-same-version";

    public override string Title => "Of eight uploads of one version at once exactly one wins, everywhere.";

    public override string Story =>
        "Two build servers publish the same version at the same moment, from sources that differ. One of them is told that it has "
        + "published, all others that they have not, and what everybody gets is what that one uploaded.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "The crate itself is new as well, so the uploads race for its name too.",
        "A check before an insert lets two of them through; a unique key without an answer of its own makes the losers' 5xx.",
        "The index could show the winner and the store hold a loser's bytes: all places are compared.",
        "Identical bytes, where a second success would be right: publish/same-bytes-again.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var name = trial.Name("raced");
        CratePackage[] packages =
            [.. Enumerable.Range(0, Uploads).Select(number => new CratePackage(name, "1.0.0") { Source = $"pub fn answer() -> u32 {{ {number} }}\n" })];

        var winner = await trial.Step("Publish eight different archives as 1.0.0 at once", async check =>
        {
            var answers = await Task.WhenAll(packages.Select(package => trial.Registry.Publish(package, trial.Publisher)));
            var won = answers.Index().Where(answer => answer.Item.IsSuccess && !answer.Item.HasErrors).Select(answer => answer.Index).ToArray();
            check.Equal("exactly one upload is accepted", 1, won.Length, "API-PUB-07", "API-PUB-06");
            var unclear = answers.Where(answer => !answer.IsSuccess && (answer.Status is < 400 or >= 500 || !answer.HasErrors)).ToArray();
            check.That("all others are refused in words", unclear.Length == 0, "4xx with errors for the others", string.Join("; ", unclear.AsEnumerable()),
                "API-PUB-06", "API-GEN-02", "API-GEN-06");
            return won.Length == 1 ? packages[won[0]] : packages[0];
        });

        await trial.Step("Publish 1.0.1, wait for it, and look at 1.0.0 in the index", async check =>
        {
            check.Succeeded("the registry accepts the next version", await trial.Registry.Publish(winner with { Version = "1.0.1" }, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(name), lines => lines.Count > 1);
            check.Equal("the index lists each version once", 2, (await trial.Registry.RawLines(name)).Count, "IDX-05", "API-PUB-07");
            var line = (await trial.Registry.Lines(name)).FirstOrDefault(line => line.Version.Text == "1.0.0");
            check.Equal("the checksum in the index is the winner's", winner.Checksum.Text, line?.Checksum.Text, "API-PUB-07", "IDX-08");
        });

        await trial.Step("Download 1.0.0", async check =>
        {
            var file = await trial.Registry.Download(winner);
            check.Equal("the bytes are the winner's", winner.Checksum.Text, Checksum.Of(file.Body.Span).Text, "API-PUB-07", "CRATE-11");
        });

        if (!trial.Offers(Capability.CrateFacts))
            return;
        await trial.Step("Ask the API for the crate", async check =>
        {
            var facts = await trial.Eventually(() => trial.Registry.Crate(name), facts => facts.JsonTexts("versions", "num").Count > 1);
            check.Equal("the API lists each version once", "1.0.0, 1.0.1",
                string.Join(", ", facts.JsonTexts("versions", "num").Order(StringComparer.Ordinal)), "API-PUB-07");
            var checksums = facts.JsonTexts("versions", "num").Zip(facts.JsonTexts("versions", "checksum")).Where(version => version.First == "1.0.0");
            check.Equal("the checksum in the API is the winner's", winner.Checksum.Text, checksums.FirstOrDefault().Second, "API-PUB-07");
        });
    }
}
