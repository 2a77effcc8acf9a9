using System.Buffers;
using System.Globalization;

namespace Seatrial.Cargo;

/// <summary>One version of a crate as its index file lists it.</summary>
public sealed record IndexLine
{
    internal const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The name as the line spells it: other registries allow names that <see cref="CrateName"/> does not.</summary>
    public required string Name { get; init; }

    /// <summary>The version (<c>vers</c>).</summary>
    public required CrateVersion Version { get; init; }

    /// <summary>What it depends on (<c>deps</c>).</summary>
    public IReadOnlyList<IndexDependency> Dependencies { get; init; } = [];

    /// <summary>The sha256 of the archive (<c>cksum</c>).</summary>
    public required Checksum Checksum { get; init; }

    /// <summary>Features in the syntax that every cargo knows.</summary>
    public FeatureMap Features { get; init; } = FeatureMap.Empty;

    /// <summary>Features with <c>dep:</c> or <c>?/</c>, kept from cargo before 1.60 (IDX-13).</summary>
    public FeatureMap Features2 { get; init; } = FeatureMap.Empty;

    /// <summary>True when no new lock file may pick it.</summary>
    public bool Yanked { get; init; }

    /// <summary>The native library it links to.</summary>
    public string? Links { get; init; }

    /// <summary>The oldest Rust that builds it: one to three numbers (IDX-15).</summary>
    public string? RustVersion { get; init; }

    /// <summary>The schema version (<c>v</c>): 2 when <see cref="Features2"/> is used, null when the line names none.</summary>
    public uint? SchemaVersion { get; init; }

    /// <summary>When it was published, in whole seconds of UTC (<c>pubtime</c>, IDX-14).</summary>
    public DateTimeOffset? PubTime { get; init; }

    /// <summary>Both feature maps, merged as cargo does.</summary>
    public FeatureMap AllFeatures => Features.With(Features2);

    /// <summary>Reads one line as cargo does; the violation is the first rule that makes the version unusable.</summary>
    public static Parsed<IndexLine> Parse(ReadOnlyMemory<byte> line)
    {
        var found = new List<Violation>();
        return IndexLineText.Read(line, found) is { } read && found.Count == 0 ? read : found[0];
    }

    /// <summary>
    /// The line that a publish makes: renamed dependencies turned round (IDX-19), new feature syntax set apart (IDX-13).
    /// </summary>
    /// <param name="metadata">What the publisher sent.</param>
    /// <param name="checksum">The sha256 of the archive as it is stored.</param>
    /// <param name="pubTime">When; fractions of a second are cut off, because they make the version unusable (IDX-14).</param>
    /// <param name="ownIndex">This registry's index URL: dependencies that name it stand in the line with none (IDX-20).</param>
    public static IndexLine From(
        PublishMetadata metadata, Checksum checksum, DateTimeOffset? pubTime = null, string? ownIndex = null)
    {
        var features2 = metadata.Features.Where(old: false);
        return new()
        {
            Name = metadata.Name.Text,
            Version = metadata.Version,
            Dependencies = [.. metadata.Dependencies.Select(one => one.ToIndex(ownIndex))],
            Checksum = checksum,
            Features = metadata.Features.Where(old: true),
            Features2 = features2,
            Links = metadata.Links,
            RustVersion = metadata.RustVersion,
            SchemaVersion = features2.Count > 0 ? 2u : 1u,
            PubTime = pubTime,
        };
    }

    /// <summary>Every way in which the features do not fit the dependencies (IDX-21, NAME-10).</summary>
    public IReadOnlyList<Violation> FeatureViolations() => [.. FeatureRules.Check(AllFeatures, Dependencies)];

    /// <summary>The line's JSON without a newline.</summary>
    public byte[] ToJson()
    {
        var output = new ArrayBufferWriter<byte>();
        Write(output);
        return output.WrittenSpan.ToArray();
    }

    internal void Write(ArrayBufferWriter<byte> output)
    {
        var json = new JsonLine(output).Object().Text("name", Name).Text("vers", Version.Text).Array("deps");
        foreach (var dependency in Dependencies)
            Write(json, dependency);
        json.EndArray().Text("cksum", Checksum.Text).Features("features", Features.Sorted());
        if (Features2.Count > 0)
            json.Features("features2", Features2.Sorted());
        json.Flag("yanked", Yanked).TextIfAny("links", Links).TextIfAny("rust_version", RustVersion)
            .TextIfAny("pubtime", PubTime?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture));
        if (SchemaVersion is { } v)
            json.Number("v", v);
        json.EndObject();
    }

    private static void Write(JsonLine json, IndexDependency one) => json.Object()
        .Text("name", one.Name).Text("req", one.Requirement.ToString()).Texts("features", one.Features)
        .Flag("optional", one.Optional).Flag("default_features", one.DefaultFeatures).Text("target", one.Target)
        .Text("kind", one.Kind.Wire()).TextIfAny("registry", one.Registry).TextIfAny("package", one.Package).EndObject();
}
