using Seatrial.Cargo;

namespace Seatrial.Scenarios.Contract;

/// <summary>The one file that cargo reads before anything else.</summary>
internal sealed class ConfigJson : Scenario
{
    public override string Id => "contract/config-json";

    public override string Title => "config.json is what cargo needs, to the letter, and always comes whole.";

    public override string Story =>
        "Every cargo that uses the registry reads config.json first, and again each second while it waits for a publish. A slash "
        + "too many in it, or a 304 that cargo did not ask for, stops all of them.";

    public override IReadOnlyList<Capability> Needs => [];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A final slash of api or dl doubles in every URL that cargo makes of it; the key auth_required, with an underscore, is silently ignored.",
        "Web servers answer validators of static files with 304 by themselves; cargo never sends one for this file, so a 304 is fatal to it.",
        "A registry without a web API leaves api out, which is allowed (CFG-03).",
        "What api and dl lead to: the groups publish and download.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var plain = await trial.Setup("Ask for config.json", _ => trial.Registry.Index("config.json"));

        await trial.Step("Read it as cargo does, and more strictly", check =>
        {
            check.Status("the answer is 200", 200, plain, "CFG-01");
            check.That("it has no byte order mark and is not empty", plain.Body.Length > 0 && plain.Body.Span[0] != 0xEF, "JSON from the first byte on",
                $"{plain.Body.Length} bytes: {Convert.ToHexString(plain.Body.Span[..Math.Min(plain.Body.Length, 3)])}…", "CFG-05");
            check.That("it is a JSON object", plain.Json() is { ValueKind: System.Text.Json.JsonValueKind.Object }, "an object", plain.ToString(), "CFG-01");
            check.Conforms("dl, api and auth-required are what cargo can use", RegistryConfig.Parse(plain.Body).Violation, "CFG-02", "CFG-04", "CFG-07", "CFG-08");
            return Task.CompletedTask;
        });

        await trial.Step("Ask again with every validator there is", async check =>
        {
            var etag = await trial.Registry.Index("config.json", ("If-None-Match", plain.Header("ETag") ?? "\"none\""));
            check.Status("its own ETag brings no 304", 200, etag, "CFG-11");
            var any = await trial.Registry.Index("config.json", ("If-None-Match", "*"));
            check.Status("any ETag brings no 304", 200, any, "CFG-11");
            var date = await trial.Registry.Index("config.json", ("If-Modified-Since", plain.Header("Last-Modified") ?? "Thu, 31 Dec 2099 23:59:59 GMT"));
            check.Status("a date brings no 304", 200, date, "CFG-11");
            check.That("all four answers have one body", new[] { etag, any, date }.All(answer => answer.Body.Span.SequenceEqual(plain.Body.Span)),
                plain.Text, string.Join("; ", new[] { etag, any, date }.Select(answer => answer.Text)), "CFG-11", "CFG-12");
        });
    }
}
