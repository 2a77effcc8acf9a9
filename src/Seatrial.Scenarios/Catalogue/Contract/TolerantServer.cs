using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Contract;

/// <summary>What a registry must put up with, because this cargo or the next one sends it.</summary>
internal sealed class TolerantServer : Scenario
{
    public override string Id => "contract/tolerant-server";

    public override string Title => "Headers, members and parameters that cargo sends or may send one day do no harm.";

    public override string Story =>
        "A user updates cargo, and the registry still works: with and without a content type, with members in the metadata that "
        + "it has never heard of, with an offer of HTTP/2 and with a question before a large upload.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish, Capability.Yank, Capability.Owners];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "Cargo 1.95 publishes without a content type, later ones with application/octet-stream; unyank lost its type the same way.",
        "Over plain HTTP cargo offers h2c in every request; a server may take the offer with 101, but 400 stops cargo.",
        "From 1 MiB on cargo asks with Expect: 100-continue and waits a second for the answer; 417 is fatal.",
        "Whether a request without User-Agent is served is the registry's own choice (API-GEN-15).",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var package = new CratePackage(trial.Name("tolerant"), "0.1.0");
        var frame = package.Frame();

        await trial.Step("Publish with and without a content type", async check =>
        {
            check.Succeeded("an upload without a content type is accepted", await trial.Registry.Publish(frame, trial.Publisher), "API-GEN-08");
            var second = package with { Version = "0.2.0" };
            check.Succeeded("an upload of application/octet-stream is accepted",
                await trial.Registry.Publish(second.Frame(), trial.Publisher, ("Content-Type", "application/octet-stream")), "API-GEN-08");
        });

        await trial.Step("Yank, and unyank with a content type and no body", async check =>
        {
            check.Succeeded("the yank is accepted", await trial.Registry.Yank(package.Name, "0.1.0", trial.Publisher), "API-GEN-09");
            check.Succeeded("an unyank of nothing as JSON is accepted",
                await trial.Registry.Api(HttpMethod.Put, $"/crates/{package.Name}/0.1.0/unyank", trial.Publisher, ReadOnlyMemory<byte>.Empty,
                    ("Content-Type", "application/json")), "API-GEN-08");
        });

        await trial.Step("Send members and parameters that nobody knows", async check =>
        {
            var third = package with { Version = "0.3.0" };
            var json = Encoding.UTF8.GetString(third.Metadata.ToJson());
            var body = third.FrameWith($"{{\"seatrial_unknown\":{{\"deep\":[1,null,\"x\"]}},{json[1..]}");
            check.Succeeded("an unknown member of the metadata is ignored", await trial.Registry.Publish(body, trial.Publisher), "API-GEN-07");
            var fourth = package with { Version = "0.4.0" };
            check.Succeeded("an unknown parameter of publish is ignored",
                await trial.Registry.Api(HttpMethod.Put, "/crates/new?seatrial=1&x=%20", trial.Publisher, fourth.Frame()), "API-GEN-07");
            var owners = await trial.Registry.Api(HttpMethod.Get, $"/crates/{package.Name}/owners?seatrial=1", trial.Publisher);
            check.Conforms("an unknown parameter of owners is ignored", ApiBody.CheckOwners(owners.Body), "API-GEN-07");
        });

        await trial.Step("Publish 1.5 MB and ask first", async check =>
        {
            var ballast = new byte[1_500_000];
            trial.Chance.NextBytes(ballast);
            var large = package with { Version = "0.5.0", Ballast = ballast };
            check.Succeeded("a large upload with Expect: 100-continue is accepted",
                await trial.Registry.Publish(large.Frame(), trial.Publisher, ("Expect", "100-continue")), "API-GEN-10");
            var file = await trial.Eventually(() => trial.Registry.Download(large), file => file.Status == 200);
            check.Equal("all of it arrived", large.Checksum.Text, Checksum.Of(file.Body.Span).Text, "API-GEN-10", "CRATE-11");
        });

        await trial.Step("Read the index with an offer of h2c", async check =>
        {
            var path = IndexPath.For(package.Name);
            await trial.Eventually(() => trial.Registry.Lines(package.Name), lines => lines.Count > 4);
            (string, string)[] offer = [("Connection", "Upgrade, HTTP2-Settings"), ("Upgrade", "h2c"), ("HTTP2-Settings", "AAMAAABkAAQAAQAAAAIAAAAA")];
            var index = await trial.Registry.Index(path, offer);
            check.That("the offer is ignored or taken", index.Status is 200 or 101, "200, or 101", index.ToString(), "SPR-15");
            var versions = IndexFile.Parse(index.Status == 101 ? (await trial.Registry.Index(path)).Body : index.Body).Versions;
            check.Equal("the index lists all that was published", "0.1.0, 0.2.0, 0.3.0, 0.4.0, 0.5.0",
                string.Join(", ", versions.Select(line => line.Version.Text).Order(StringComparer.Ordinal)), "SPR-15", "API-PUB-08");
        });
    }
}
