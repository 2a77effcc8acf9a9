using Seatrial.Cargo;

namespace Seatrial.Scenarios.Download;

/// <summary>A crate that was asked for before it existed: cargo publish does so each time.</summary>
internal sealed class NoNegativeCaching : Scenario
{
    public override string Id => "download/no-negative-caching";

    public override string Title => "That somebody asked too early does not hide a new crate, nor a new version.";

    public override string Story =>
        "Cargo looks into the index just before it publishes, so every cache has just seen a 404 when a new crate appears. The author, "
        + "who then waits for the crate, and everybody else still see it soon, and it stays.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A cache keeps a 404 for a minute: cargo publish warns that it cannot see the crate, and a workspace publish fails.",
        "Several caches that do not agree: a crate that was seen once must not vanish at the next question.",
        "The download of a version that was asked for too early, of a new crate and of a known one.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var first = new CratePackage(trial.Name("asked-early"), "0.1.0");
        var second = first with { Version = "0.2.0" };
        var path = IndexPath.For(first.Name);

        await trial.Setup("Ask for the crate before it exists", async check =>
        {
            var seen = new List<int>();
            for (var time = 0; time < 3; time++)
                await Asked(trial, path, seen);
            check.That("the index has nothing", seen.All(IsNothing), "404, 410 or 451", string.Join(", ", seen), "SPR-03");
            var file = await trial.Registry.Download(first);
            check.That("there is nothing to download", file.Status is >= 400 and < 500, "400 to 499", file.ToString(), "DL-05");
        });

        await trial.Step("Publish it and wait for it as cargo does", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(first, trial.Publisher), "API-PUB-08");
            var seen = new List<int>();
            var index = await trial.Eventually(() => Asked(trial, path, seen), answer => answer.Status == 200);
            check.Status("the index shows the crate", 200, index, "SPR-14", "API-PUB-12");
            check.That("until then the index says that there is no such crate, and nothing else",
                seen.SkipLast(1).All(IsNothing), "404, 410 or 451", string.Join(", ", seen), "API-PUB-13");
            var file = await trial.Eventually(() => trial.Registry.Download(first), answer => answer.Status == 200);
            check.Equal("the download gives the uploaded bytes",
                first.Checksum.Text, Checksum.Of(file.Body.Span).Text, "DL-01", "API-PUB-08");
        });

        await trial.Step("Ask again and again", async check =>
        {
            var seen = new List<int>();
            for (var time = 0; time < 10; time++)
                await Asked(trial, path, seen);
            check.That("the crate stays visible",
                seen.All(status => status == 200), "only 200", string.Join(", ", seen), "SPR-14", "IDX-01");
        });

        await trial.Step("Ask for the next version too early, and publish it", async check =>
        {
            var early = await trial.Registry.Download(second);
            check.That("there is no next version to download yet",
                early.Status is >= 400 and < 500, "400 to 499", early.ToString(), "DL-05");
            check.Succeeded("the registry accepts the next version",
                await trial.Registry.Publish(second, trial.Publisher), "API-PUB-08");
            var lines = await trial.Eventually(() => trial.Registry.Lines(first.Name), lines => lines.Count == 2);
            check.Equal("the index shows both versions", 2, lines.Count, "SPR-14", "API-PUB-12");
            var file = await trial.Eventually(() => trial.Registry.Download(second), answer => answer.Status == 200);
            check.Equal("the download gives the bytes of the next version",
                second.Checksum.Text, Checksum.Of(file.Body.Span).Text, "DL-01", "API-PUB-08");
        });
    }

    private static bool IsNothing(int status) => status is 404 or 410 or 451;

    private static async Task<Answer> Asked(Trial trial, string path, List<int> seen)
    {
        var answer = await trial.Registry.Index(path);
        seen.Add(answer.Status);
        return answer;
    }
}
