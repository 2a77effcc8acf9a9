using System.Buffers.Binary;
using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Publish;

/// <summary>Publish bodies that are not what they claim: every one is refused in words, and none leaves a trace.</summary>
internal sealed class MalformedBodies : Scenario
{
    public override string Id => "publish/malformed-bodies";

    public override string Title => "A publish body whose lengths or metadata are wrong is refused, and has no effect.";

    public override string Story =>
        "A broken client, a cut connection or an attacker sends publish bodies whose lengths lie or whose metadata is no metadata. "
        + "Each is refused with a reason, and the registry goes on: the same crate is then published as if nothing had been.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Lengths of 4 GiB are compared with what is there before memory is asked for; lengths that are wrong by one are, too.",
        "All bodies name the version that is published in the end: had one of them been taken, that would be a duplicate.",
        "Members that are missing are left out here, except for name and version: they may mean null (API-GEN-07).",
        "Archives that are no archives: publish/hostile-archives. Names that are no names: publish/bad-names.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("framed"), "0.1.0");
        byte[] json = package.Metadata.ToJson(), archive = package.Archive.ToArray(), whole = package.Frame();
        var (jsonLength, archiveLength) = ((uint)json.Length, (uint)archive.Length);

        await trial.Step("Send bodies that end too early", async check =>
        {
            (string Where, int Length)[] rows =
            [
                ("before they begin", 0), ("inside the first length", 3), ("behind the first length", 4), ("inside the metadata", 4 + (json.Length / 2)),
                ("behind the metadata", 4 + json.Length), ("inside the second length", 6 + json.Length), ("behind the second length", 8 + json.Length),
                ("inside the archive", whole.Length - (archive.Length / 2)), ("one byte too early", whole.Length - 1),
            ];
            foreach (var (where, length) in rows)
                check.Refused($"a body that ends {where} is refused", await Send(whole[..length]), "API-PUB-02", "API-GEN-02");
        });

        await trial.Step("Send lengths of the metadata that are wrong", async check =>
        {
            foreach (var (what, length) in Wrong(jsonLength).Append(("the whole body's", (uint)whole.Length)))
                check.Refused($"{what} for the length of the metadata is refused", await Send(PublishFrame.WriteRaw(length, json, archiveLength, archive)),
                    "API-PUB-01", "API-PUB-02");
        });

        await trial.Step("Send lengths of the archive that are wrong", async check =>
        {
            foreach (var (what, length) in Wrong(archiveLength))
                check.Refused($"{what} for the length of the archive is refused", await Send(PublishFrame.WriteRaw(jsonLength, json, length, archive)),
                    "API-PUB-01", "API-PUB-02");
            check.Refused("a byte behind the archive is refused", await Send(PublishFrame.WriteRaw(jsonLength, json, archiveLength, archive, [0])), "API-PUB-03");
        });

        await trial.Step("Send metadata that has no name and version to compare with the archive", async check =>
        {
            var text = Encoding.UTF8.GetString(json);
            (string What, string Json)[] rows =
            [
                ("an empty object", "{}"), ("a list", $"[{text}]"), ("a text", "\"metadata\""), ("null", "null"), ("half an object", text[..^1]),
                ("no name", text.Replace("\"name\":", "\"title\":", StringComparison.Ordinal)),
                ("a name of null", text.Replace($"\"name\":\"{package.Name}\"", "\"name\":null", StringComparison.Ordinal)),
                ("no version", text.Replace("\"vers\":", "\"version\":", StringComparison.Ordinal)),
                ("a number for a version", text.Replace("\"vers\":\"0.1.0\"", "\"vers\":0.1", StringComparison.Ordinal)),
            ];
            foreach (var (what, metadata) in rows)
                check.Refused($"{what} as metadata is refused", await Send(package.FrameWith(metadata)), "API-PUB-04", "API-GEN-02");
        });

        await trial.Step("Publish a whole body with other bytes under the same version", async check =>
        {
            var good = package with { Source = "pub fn answer() -> u32 { 43 }\n" };
            check.Succeeded("the version is still free and the registry still works", await trial.Registry.Publish(good, trial.Publisher), "API-PUB-09");
            var lines = await trial.Eventually(() => trial.Registry.RawLines(package.Name), lines => lines.Count > 0);
            check.Equal("the index lists one version", 1, lines.Count, "API-PUB-09", "IDX-05");
            var file = await trial.Registry.Download(good);
            check.Equal("the bytes are those of the whole body", good.Checksum.Text, Checksum.Of(file.Body.Span).Text, "API-PUB-09", "CRATE-11");
        });

        Task<Answer> Send(byte[] body) => trial.Registry.Publish(body, trial.Publisher);
    }
    private static IEnumerable<(string What, uint Length)> Wrong(uint length) =>
    [
        ("nothing", 0), ("one too few", length - 1), ("one too many", length + 1),
        ("big-endian", BinaryPrimitives.ReverseEndianness(length)), ("4 GiB", uint.MaxValue),
    ];
}
