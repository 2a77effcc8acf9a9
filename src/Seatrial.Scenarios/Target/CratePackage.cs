using System.Text;
using System.Text.Json;
using Seatrial.Cargo;

namespace Seatrial.Scenarios;

/// <summary>
/// A package as cargo would upload it: a manifest, its files, the archive of both and the metadata beside it. Everything
/// has a default, so that each thing a scenario sets matters to it.
/// </summary>
/// <param name="Name">The crate's name.</param>
/// <param name="Version">The version.</param>
public sealed record CratePackage(string Name, string Version)
{
    /// <summary>The description.</summary>
    public string Description { get; init; } = "A crate of a sea trial.";

    /// <summary>The keywords.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>The dependencies, as the publish metadata has them.</summary>
    public IReadOnlyList<PublishDependency> Dependencies { get; init; } = [];

    /// <summary>
    /// The index URL of the registry that it is published to: cargo writes it into the manifest beside each dependency that the
    /// metadata leaves to that registry (CRATE-08). Without it the manifest leaves the registry out.
    /// </summary>
    public string? Index { get; init; }

    /// <summary>The features.</summary>
    public FeatureMap Features { get; init; } = FeatureMap.Empty;

    /// <summary>The text of README.md; none when absent.</summary>
    public string? Readme { get; init; }

    /// <summary>The oldest compiler that it supports.</summary>
    public string? RustVersion { get; init; }

    /// <summary>The text of src/lib.rs. Other text makes other bytes, and another checksum.</summary>
    public string Source { get; init; } = "pub fn answer() -> u32 { 42 }\n";

    /// <summary>More bytes in the archive that do not compress, for packages of a wanted size.</summary>
    public ReadOnlyMemory<byte> Ballast { get; init; }

    /// <summary>The .crate file, built anew at each call: the same package gives the same bytes.</summary>
    public ReadOnlyMemory<byte> Archive => CrateArchive.Build(Metadata.Name, Metadata.Version, Entries());

    /// <summary>The SHA-256 of the .crate file.</summary>
    public Checksum Checksum => Checksum.Of(Archive.Span);

    /// <summary>The metadata that goes with the upload.</summary>
    public PublishMetadata Metadata => new()
    {
        Name = CrateName.Parse(Name).Value,
        Version = CrateVersion.Parse(Version).Value,
        Description = Description,
        License = "MIT",
        Keywords = Keywords,
        Dependencies = Dependencies,
        Features = Features,
        Readme = Readme,
        ReadmeFile = Readme is null ? null : "README.md",
        RustVersion = RustVersion,
    };

    /// <summary>The publish body: lengths, metadata and archive.</summary>
    public byte[] Frame() => PublishFrame.Of(Metadata, Archive).Write();

    /// <summary>The publish body with other metadata, which need not be valid.</summary>
    /// <param name="json">The metadata, sent as it is.</param>
    public byte[] FrameWith(string json) => Raw(Encoding.UTF8.GetBytes(json), Archive);

    /// <summary>The publish body with another archive, which need not be one.</summary>
    /// <param name="archive">The archive, sent as it is.</param>
    public byte[] FrameWith(ReadOnlyMemory<byte> archive) => Raw(Metadata.ToJson(), archive);

    /// <summary>Cargo's own manifest, as it stands in an uploaded archive.</summary>
    public string Manifest()
    {
        var toml = new StringBuilder($"[package]\nedition = \"2021\"\nname = {Text(Name)}\nversion = {Text(Version)}\n"
            + $"description = {Text(Description)}\nlicense = \"MIT\"\n");
        if (RustVersion is not null)
            toml.Append($"rust-version = {Text(RustVersion)}\n");
        if (Readme is not null)
            toml.Append("readme = \"README.md\"\n");
        if (Keywords.Count > 0)
            toml.Append($"keywords = {Texts(Keywords)}\n");
        if (Features.Count > 0)
            toml.Append("\n[features]\n").AppendJoin("", Features.Select(feature => $"{Text(feature.Key)} = {Texts(feature.Value)}\n"));
        foreach (var dependency in Dependencies)
            Append(toml, dependency);
        return toml.ToString();
    }

    private void Append(StringBuilder toml, PublishDependency dependency)
    {
        var table = dependency.Kind switch
        {
            DependencyKind.Dev => "dev-dependencies",
            DependencyKind.Build => "build-dependencies",
            _ => "dependencies",
        };
        var target = dependency.Target is null ? "" : $"target.{Text(dependency.Target)}.";
        toml.Append($"\n[{target}{table}.{Text(dependency.Alias ?? dependency.Name.Text)}]\nversion = {Text(dependency.Requirement.ToString())}\n");
        if (dependency.Alias is not null)
            toml.Append($"package = {Text(dependency.Name.Text)}\n");
        if (dependency.Optional)
            toml.Append("optional = true\n");
        if (!dependency.DefaultFeatures)
            toml.Append("default-features = false\n");
        if (dependency.Features.Count > 0)
            toml.Append($"features = {Texts(dependency.Features)}\n");
        if ((dependency.Registry ?? Index) is { } registry)
            toml.Append($"registry-index = {Text(registry)}\n");
    }

    private IEnumerable<ArchiveEntry> Entries()
    {
        yield return ArchiveEntry.File("Cargo.toml", Encoding.UTF8.GetBytes(Manifest()));
        yield return ArchiveEntry.File("src/lib.rs", Encoding.UTF8.GetBytes(Source));
        if (Readme is not null)
            yield return ArchiveEntry.File("README.md", Encoding.UTF8.GetBytes(Readme));
        if (!Ballast.IsEmpty)
            yield return ArchiveEntry.File("ballast.bin", Ballast);
    }

    private static byte[] Raw(ReadOnlyMemory<byte> json, ReadOnlyMemory<byte> archive) =>
        PublishFrame.WriteRaw((uint)json.Length, json.Span, (uint)archive.Length, archive.Span);

    // A TOML basic string and a JSON string share their escapes.
    private static string Text(string value) => $"\"{JsonEncodedText.Encode(value)}\"";

    private static string Texts(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Text))}]";
}
