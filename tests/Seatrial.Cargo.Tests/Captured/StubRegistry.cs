using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace Seatrial.Cargo.Tests.Captured;

/// <summary>The least registry that real cargo accepts, made of the kernel's own index lines and archives, recording every request.</summary>
internal sealed class StubRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, IndexLine[]> index = new();
    private readonly ConcurrentDictionary<string, byte[]> archives = new();
    private readonly ConcurrentQueue<RawRequest> requests = new();
    private readonly HttpStub stub;

    public StubRegistry()
    {
        stub = new(Answer);
        foreach (var (name, version) in new[] { ("dep-a", "1.2.3"), ("dep-b", "1.0.4"), ("dep_c", "1.9.0"), ("dep-d", "1.0.0"), ("Dep-E", "0.3.0") })
            Seed(name, version);
    }

    public string Host => stub.Host;

    public string IndexUrl => $"sparse+http://{Host}/index/";

    public RawRequest[] Requests => [.. requests];

    public void Dispose() => stub.Dispose();

    private void Seed(string name, string version)
    {
        var metadata = new PublishMetadata { Name = CrateName.Parse(name).Value, Version = CrateVersion.Parse(version).Value, Features = new([new("x", [])]) };
        Add(metadata, CrateArchive.Build(metadata.Name, metadata.Version,
        [
            ArchiveEntry.File("src/lib.rs", ""),
            ArchiveEntry.File("Cargo.toml", $"[package]\nname = \"{name}\"\nversion = \"{version}\"\nedition = \"2021\"\n[features]\nx = []\n"),
        ]));
    }

    private void Add(PublishMetadata metadata, byte[] archive)
    {
        var line = IndexLine.From(metadata, Checksum.Of(archive), DateTimeOffset.UnixEpoch, IndexUrl);
        archives[$"/dl/{metadata.Name}/{metadata.Version}/download"] = archive;
        index.AddOrUpdate(metadata.Name.IndexPath.Text, [line], (_, lines) => [.. lines, line]);
    }

    private (int Status, byte[] Body) Answer(RawRequest request)
    {
        requests.Enqueue(request);
        if (archives.TryGetValue(request.Path, out var archive))
            return (200, archive);
        if (request.Path.Split('/', 3) is [_, "index" or "mirror" or "other", var file])
            return Index(file);
        return (200, Api(request));
    }

    private (int Status, byte[] Body) Index(string file)
    {
        if (file == "config.json")
            return (200, new RegistryConfig { Dl = $"http://{Host}/dl", Api = $"http://{Host}" }.ToJson());
        return index.TryGetValue(file, out var lines) ? (200, IndexFile.Render(lines)) : (404, []);
    }

    private byte[] Api(RawRequest request)
    {
        var path = request.Path;
        if (path == "/api/v1/crates/new")
            return Publish(request.Body);
        if (path.EndsWith("/owners", StringComparison.Ordinal))
            return request.Method == "GET"
                ? JsonSerializer.SerializeToUtf8Bytes(new([new(7, "ann", "Ann")]), CargoJson.Default.OwnersBody)
                : JsonSerializer.SerializeToUtf8Bytes(new("owners changed"), CargoJson.Default.OwnersChanged);
        if (path.Contains("?q=", StringComparison.Ordinal))
            return JsonSerializer.SerializeToUtf8Bytes(new([new("dep-a", "1.2.3", "One\nline")], new(1)), CargoJson.Default.SearchBody);
        return JsonSerializer.SerializeToUtf8Bytes(new(), CargoJson.Default.OkBody);
    }

    private byte[] Publish(byte[] body)
    {
        var read = PublishFrame.Read(body, PublishLimits.Standard);
        if (!read.TryGet(out var frame, out var broken))
            return JsonSerializer.SerializeToUtf8Bytes(ErrorBody.Of(broken.ToString()), CargoJson.Default.ErrorBody);
        Add(frame.Metadata, frame.Archive.ToArray());
        return JsonSerializer.SerializeToUtf8Bytes(
            new(new PublishWarnings(["no-such-slug"], [], ["a warning"])), CargoJson.Default.PublishAnswer);
    }
}
