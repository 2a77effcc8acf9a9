using System.Buffers;

namespace Seatrial.Cargo;

/// <summary>The JSON part of a publish: what cargo says of the version that it uploads.</summary>
public sealed record PublishMetadata
{
    private static readonly IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> NoBadges =
        new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>The crate.</summary>
    public required CrateName Name { get; init; }

    /// <summary>The version (<c>vers</c>), with its build metadata.</summary>
    public required CrateVersion Version { get; init; }

    /// <summary>What it depends on (<c>deps</c>).</summary>
    public IReadOnlyList<PublishDependency> Dependencies { get; init; } = [];

    /// <summary>Its features, in old and new syntax alike.</summary>
    public FeatureMap Features { get; init; } = FeatureMap.Empty;

    /// <summary>Who wrote it.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>What it is, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>A URL.</summary>
    public string? Documentation { get; init; }

    /// <summary>A URL.</summary>
    public string? Homepage { get; init; }

    /// <summary>The whole text of the readme (API-PUB-15).</summary>
    public string? Readme { get; init; }

    /// <summary>The readme's path in the package.</summary>
    public string? ReadmeFile { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Category slugs.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>An SPDX expression.</summary>
    public string? License { get; init; }

    /// <summary>The licence text's path in the package.</summary>
    public string? LicenseFile { get; init; }

    /// <summary>A URL.</summary>
    public string? Repository { get; init; }

    /// <summary>Badges and their attributes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Badges { get; init; } = NoBadges;

    /// <summary>The native library that it links to.</summary>
    public string? Links { get; init; }

    /// <summary>The oldest Rust that builds it (IDX-15).</summary>
    public string? RustVersion { get; init; }

    /// <summary>
    /// Reads the JSON; breaks M16 to M18, or the rule of a name, version or index line that it holds. What is accepted always
    /// makes an index line that cargo can load. Unknown members are ignored, missing ones have their default (API-GEN-07).
    /// </summary>
    public static Parsed<PublishMetadata> Parse(ReadOnlyMemory<byte> json)
    {
        var found = new List<Violation>();
        return PublishMetadataText.Read(json, found) is { } read && found.Count == 0 ? read : found[0];
    }

    /// <summary>The JSON as cargo writes it: compact, in cargo's field order (API-PUB-15).</summary>
    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        var json = new JsonLine(output).Object().Text("name", Name.Text).Text("vers", Version.Text).Array("deps");
        foreach (var dependency in Dependencies)
            dependency.Write(json);
        json.EndArray().Features("features", Features).Texts("authors", Authors)
            .Text("description", Description).Text("documentation", Documentation).Text("homepage", Homepage)
            .Text("readme", Readme).Text("readme_file", ReadmeFile).Texts("keywords", Keywords)
            .Texts("categories", Categories).Text("license", License).Text("license_file", LicenseFile)
            .Text("repository", Repository);
        WriteBadges(json);
        json.Text("links", Links).Text("rust_version", RustVersion).EndObject();
        return output.WrittenSpan.ToArray();
    }

    private void WriteBadges(JsonLine json)
    {
        json.Object("badges");
        foreach (var (badge, attributes) in Badges)
        {
            json.Object(badge);
            foreach (var (attribute, value) in attributes)
                json.Text(attribute, value);
            json.EndObject();
        }

        json.EndObject();
    }
}
