using System.Globalization;
using System.Text.Json;

namespace Seatrial.Scenarios.Download;

/// <summary>The number of downloads that the API tells.</summary>
internal sealed class Counted : Scenario
{
    public override string Id => "download/counted";

    public override string Title => "Every download is counted once, and nothing else is.";

    public override string Story =>
        "Users choose between crates by how often they are downloaded. The number in the crate's facts grows by as much as the crate was "
        + "downloaded: also when many download at once, and not by questions for what does not exist.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.CrateFacts];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Counting may lag; the second round of downloads shows whether the first one was counted too often afterwards.",
        "Downloads at the same moment: a counter that is read, raised and written back loses some.",
        "Inapplicable where dl leads past the API, to a CDN whose logs are counted later, and where the facts hold no number.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        if (!trial.Registry.Config.Dl.StartsWith($"{trial.Registry.Config.Api}/", StringComparison.Ordinal))
            Trial.Inapplicable($"downloads go to {trial.Registry.Config.Dl}, past the API at {trial.Registry.Config.Api}");
        var package = new CratePackage(trial.Name("counted"), "0.1.0");

        var before = await trial.Setup("Publish a crate and read its number", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 0);
            var facts = await trial.Eventually(() => trial.Registry.Crate(package.Name), answer => answer.Status == 200);
            check.Status("the API knows the crate", 200, facts);
            if (Number(facts) is null)
                Trial.Inapplicable($"the crate's facts hold no number crate.downloads: {facts}");
            return Number(facts) ?? 0;
        });

        await trial.Step("Ask for what is no download", async check =>
        {
            var unknown = await trial.Registry.Download(package with { Version = "9.9.9" });
            check.That("an unknown version is not served",
                unknown.Status is >= 400 and < 500, "400 to 499", unknown.ToString(), "DL-05");
            var head = await trial.Registry.Send(HttpMethod.Head, trial.Registry.DownloadUrl(package), null, null, []);
            check.That("a HEAD does not break the registry", head.Status is >= 200 and < 500, "200 to 499", head.ToString());
        });

        await trial.Step("Download it 8 times at once", async check =>
        {
            var files = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => trial.Registry.Download(package)));
            check.That("every download ends with 200", files.All(file => file.Status == 200), "8 times 200", Statuses(files), "DL-01");
            check.Equal("the number has grown by 8", before + 8, await Counts(trial, package.Name, before + 8), "DL-12");
        });

        await trial.Step("Download it 3 times, one after the other", async check =>
        {
            var files = new List<Answer>();
            while (files.Count < 3)
                files.Add(await trial.Registry.Download(package));
            check.That("each of them ends with 200", files.All(file => file.Status == 200), "3 times 200", Statuses(files), "DL-01");
            check.Equal("the number has grown by 3 more", before + 11, await Counts(trial, package.Name, before + 11), "DL-12");
        });
    }

    private static async Task<long?> Counts(Trial trial, string name, long atLeast) =>
        Number(await trial.Eventually(() => trial.Registry.Crate(name), facts => Number(facts) >= atLeast));

    private static long? Number(Answer facts) =>
        facts.Json("crate.downloads") is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var downloads) ? downloads : null;

    private static string Statuses(IEnumerable<Answer> files) =>
        string.Join(", ", files.Select(file => file.Status.ToString(CultureInfo.InvariantCulture)));
}
