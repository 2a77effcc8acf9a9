using Seatrial.Cargo;

namespace Seatrial.Scenarios.Download;

/// <summary>The validators of an index file: they save a transfer when nothing changed, and never hide a change.</summary>
internal sealed class ConditionalIndex : Scenario
{
    public override string Id => "download/conditional-index";

    public override string Title => "An unchanged index file answers 304, and every change has a new ETag.";

    public override string Story =>
        "Cargo asks for an index file with the validator of what it has. While nothing changed it is told so without the bytes; "
        + "after a publish, a yank and an unyank it gets the new bytes.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A yank changes one word of the file: an ETag of the length or of the number of lines would not see it.",
        "An unyank gives the first bytes again: the first ETag may come back, a stale 304 may not.",
        "A registry without ETag sends Last-Modified, whose seconds are too coarse for two changes in a row; then full answers are right.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("validated"), "0.1.0");
        var path = IndexPath.For(package.Name);

        var before = await trial.Setup("Publish 0.1.0 and read its index file", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            return await trial.Eventually(() => trial.Registry.Index(path), answer => answer.Status == 200);
        });

        var etag = await trial.Step("Look at the validator", check =>
        {
            check.Status("the index file is there", 200, before);
            check.That("the answer has an ETag", before.Header("ETag") is not null, "an ETag", Headers(before), "SPR-04");
            return Task.FromResult(before.Header("ETag") ?? "\"none\"");
        });

        await trial.Step("Ask again with the validator", async check =>
        {
            var same = await trial.Registry.Index(path, ("If-None-Match", etag));
            check.Status("the answer is 304", 304, same, "SPR-04");
            check.Equal("it has no body", 0, same.Body.Length, "SPR-04");
            var plain = await trial.Registry.Index(path);
            check.Status("without a validator the answer is 200", 200, plain, "SPR-06");
        });

        var yanked = await trial.Step("Yank 0.1.0 and ask with the old validator", async check =>
        {
            check.Succeeded("the yank is accepted", await trial.Registry.Yank(package.Name, package.Version, trial.Publisher), "API-YANK-01");
            var changed = await trial.Eventually(() => trial.Registry.Index(path, ("If-None-Match", etag)), answer => answer.Status == 200);
            check.Status("the yank makes the answer 200", 200, changed, "SPR-05");
            check.That("the ETag is another one", changed.Header("ETag") != etag, $"not {etag}", Headers(changed), "SPR-07");
            check.Equal("the line says yanked", true, IndexFile.Parse(changed.Body).Versions.SingleOrDefault()?.Yanked, "API-YANK-04");
            return changed.Header("ETag") ?? "\"none\"";
        });

        await trial.Step("Publish 0.2.0 and ask with the validator of the yank", async check =>
        {
            check.Succeeded("the registry accepts the version", await trial.Registry.Publish(package with { Version = "0.2.0" }, trial.Publisher));
            var changed = await trial.Eventually(() => trial.Registry.Index(path, ("If-None-Match", yanked)), answer => answer.Status == 200);
            check.Status("the publish makes the answer 200", 200, changed, "SPR-05");
            check.Equal("both versions are listed", 2, IndexFile.Parse(changed.Body).Versions.Count(), "SPR-05", "IDX-25");
        });
    }

    private static string Headers(Answer answer) => string.Join("; ", answer.Headers.Select(header => $"{header.Key}: {header.Value}"));
}
