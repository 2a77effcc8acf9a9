using System.IO.Compression;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Download;

/// <summary>The bytes of a download and the headers that decide whether cargo can trust them.</summary>
internal sealed class BytesAndHeaders : Scenario
{
    public override string Id => "download/bytes-and-headers";

    public override string Title => "A download gives the uploaded bytes every time, in a way that cargo can check.";

    public override string Story =>
        "A user downloads a crate, and so does the next one, whom a cache may serve. Both get the bytes that were uploaded, whether or "
        + "not their client can undo an encoding, and enough headers to notice an answer that was cut short.";

    public override IReadOnlyList<Capability> Needs => [Capability.Publish];

    public override IReadOnlyList<string> EdgeCases =>
    [
        "A store that labels the .crate's own gzip as Content-Encoding: the client unpacks it, and the checksum of every download fails.",
        "A cache that keeps one encoding for everybody: the plain download after the encoded one shows it.",
        "The archive holds bytes that do not compress, so it is larger than a buffer or two.",
        "A redirect to anything but http or https; more than 30 redirects; a validator on a redirect of the index.",
    ];

    public override async Task RunAsync(Trial trial)
    {
        var ballast = new byte[300_000];
        trial.Chance.NextBytes(ballast);
        var package = new CratePackage(trial.Name("exact-bytes"), "0.1.0") { Ballast = ballast };

        await trial.Setup("Publish 0.1.0 and wait until it is indexed", async check =>
        {
            check.Succeeded("the registry accepts the crate", await trial.Registry.Publish(package, trial.Publisher));
            var index = await trial.Eventually(() => trial.Registry.Index(IndexPath.For(package.Name)),
                answer => answer.Status == 200);
            check.Status("the index file is there", 200, index, "SPR-03");
            check.That("no redirect to the index file carries a validator",
                index.Hops.All(hop => hop.Header("ETag") is null && hop.Header("Last-Modified") is null),
                "neither ETag nor Last-Modified on a redirect", string.Join("; ", index.Hops.Select(Headers).DefaultIfEmpty("no redirect")), "SPR-09");
        });

        await trial.Step("Download it", async check =>
        {
            var file = await trial.Eventually(() => trial.Registry.Download(package), answer => answer.Status == 200);
            check.Status("the download ends with 200", 200, file, "DL-01");
            check.Equal("the bytes are those that were uploaded",
                package.Checksum.Text, Checksum.Of(file.Body.Span).Text, "CRATE-11", "DL-01");
            check.That("every redirect leads to http or https", file.Hops.Append(file).All(LeadsToTheWeb),
                "only http and https", string.Join("; ", file.Hops.Append(file).Select(hop => hop.Header("Location") ?? "no redirect")), "DL-02");
            check.Equal("a client that asked for no encoding gets none", null, file.Header("Content-Encoding"), "DL-03");
            check.That("the end of the body can be told",
                HasEnd(file), "Content-Length of the body, or chunks", Headers(file), "DL-04");
        });

        await trial.Step("Download it as cargo does, with Accept-Encoding", async check =>
        {
            var file = await trial.Registry.Download(package, ("Accept-Encoding", "deflate, gzip"));
            check.Status("the second download ends with 200", 200, file, "DL-01");
            check.Equal("the bytes without the encoding are those that were uploaded",
                package.Checksum.Text, Checksum.Of(Decoded(file)).Text, "DL-03", "CRATE-11");
            check.That("the end of the second body can be told",
                HasEnd(file), "Content-Length of the body, or chunks", Headers(file), "DL-04");
        });

        await trial.Step("Download it plain once more", async check =>
        {
            var file = await trial.Registry.Download(package);
            check.Status("the third download ends with 200", 200, file, "DL-01");
            check.Equal("the third bytes are those that were uploaded",
                package.Checksum.Text, Checksum.Of(file.Body.Span).Text, "CRATE-11");
        });
    }

    private static bool LeadsToTheWeb(Answer answer) => answer.Header("Location") is not { } location
        || !Uri.TryCreate(location, UriKind.Absolute, out var url) || location.StartsWith('/') || url.Scheme is "http" or "https";

    // A length that does not fit the body never gets here: it is an error of the connection.
    private static bool HasEnd(Answer answer) => answer.Header("Content-Length") is not null
        || answer.Header("Transfer-Encoding")?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true;

    private static byte[] Decoded(Answer answer)
    {
        using var body = new MemoryStream(answer.Body.ToArray());
        using Stream? decoder = answer.Header("Content-Encoding")?.ToLowerInvariant() switch
        {
            "gzip" => new GZipStream(body, CompressionMode.Decompress),
            "deflate" => new ZLibStream(body, CompressionMode.Decompress),
            _ => null,
        };
        try
        {
            using var decoded = new MemoryStream();
            (decoder ?? body).CopyTo(decoded);
            return decoded.ToArray();
        }
        catch (InvalidDataException)
        {
            return []; // No bytes have the checksum that is compared next.
        }
    }

    private static string Headers(Answer answer) => string.Join("; ", answer.Headers.Select(header => $"{header.Key}: {header.Value}"));
}
