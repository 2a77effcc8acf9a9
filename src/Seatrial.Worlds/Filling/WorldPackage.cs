using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Seatrial.Cargo;

namespace Seatrial.Worlds.Filling;

/// <summary>A version of a world as cargo would upload it: an archive with a manifest, beside the metadata.</summary>
internal static class WorldPackage
{
    // What headers and the manifest take at least, compressed.
    private const int Overhead = 700;

    /// <summary>The body of the publish.</summary>
    /// <param name="seed">The world's.</param>
    /// <param name="version">The version.</param>
    /// <param name="index">The index URL that cargo would write beside each dependency (CRATE-08).</param>
    public static byte[] Frame(ulong seed, WorldVersion version, string? index) => PublishFrame.Of(version.Metadata, Archive(seed, version, index)).Write();

    /// <summary>The archive, of about the size that the world says.</summary>
    public static byte[] Archive(ulong seed, WorldVersion version, string? index)
    {
        var data = version.Metadata;
        var (manifest, readme) = (Encoding.UTF8.GetBytes(Manifest(data, index)), Encoding.UTF8.GetBytes(data.Readme ?? ""));
        List<ArchiveEntry> entries = [ArchiveEntry.File("Cargo.toml", manifest), ArchiveEntry.File("src/lib.rs", $"pub const VERSION: &str = \"{data.Version}\";\n")];
        if (data.Readme is not null)
            entries.Add(ArchiveEntry.File(data.ReadmeFile!, readme));
        // Text shrinks to about a third; what does not shrink makes up the rest.
        if (version.ArchiveBytes - Overhead - ((manifest.Length + readme.Length) / 3) is > 0 and var rest)
            entries.Add(ArchiveEntry.File("data.bin", Noise(seed, version, rest)));
        return CrateArchive.Build(data.Name, data.Version, entries);
    }

    private static byte[] Noise(ulong seed, WorldVersion version, int length)
    {
        var chance = new Chance(seed, Topic.Archive, version.PublishedAt.ToUnixTimeMilliseconds(), length);
        var bytes = new byte[(length + sizeof(ulong) - 1) / sizeof(ulong) * sizeof(ulong)];
        for (var at = 0; at < bytes.Length; at += sizeof(ulong))
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), chance.Next());
        return bytes[..length];
    }

    private static string Manifest(PublishMetadata data, string? index)
    {
        var toml = new StringBuilder("[package]\nedition = \"2021\"\n");
        foreach (var (key, value) in new[]
        {
            ("name", data.Name.Text), ("version", data.Version.Text), ("description", data.Description), ("license", data.License), ("readme", data.ReadmeFile),
            ("homepage", data.Homepage), ("documentation", data.Documentation), ("repository", data.Repository), ("links", data.Links), ("rust-version", data.RustVersion),
        })
            if (value is not null)
                toml.Append(CultureInfo.InvariantCulture, $"{key} = {Text(value)}\n");
        foreach (var (key, values) in new[] { ("authors", data.Authors), ("keywords", data.Keywords), ("categories", data.Categories) })
            if (values.Count > 0)
                toml.Append(CultureInfo.InvariantCulture, $"{key} = {Texts(values)}\n");
        if (data.Features.Count > 0)
            toml.Append("\n[features]\n").AppendJoin("", data.Features.Select(feature => $"{Text(feature.Key)} = {Texts(feature.Value)}\n"));
        foreach (var dependency in data.Dependencies)
            Append(toml, dependency, index);
        return toml.ToString();
    }

    private static void Append(StringBuilder toml, PublishDependency dependency, string? index)
    {
        var table = dependency.Kind switch
        {
            DependencyKind.Dev => "dev-dependencies",
            DependencyKind.Build => "build-dependencies",
            _ => "dependencies",
        };
        var target = dependency.Target is null ? "" : $"target.{Text(dependency.Target)}.";
        toml.Append(CultureInfo.InvariantCulture, $"\n[{target}{table}.{Text(dependency.Alias ?? dependency.Name.Text)}]\nversion = {Text(dependency.Requirement.ToString())}\n");
        if (dependency.Alias is not null)
            toml.Append(CultureInfo.InvariantCulture, $"package = {Text(dependency.Name.Text)}\n");
        if (dependency.Optional)
            toml.Append("optional = true\n");
        if (!dependency.DefaultFeatures)
            toml.Append("default-features = false\n");
        if (dependency.Features.Count > 0)
            toml.Append(CultureInfo.InvariantCulture, $"features = {Texts(dependency.Features)}\n");
        if (index is not null)
            toml.Append(CultureInfo.InvariantCulture, $"registry-index = {Text(index)}\n");
    }

    // A TOML basic string; unlike JSON's it has no surrogates.
    private static string Text(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var c in value)
            if (c is '"' or '\\')
                text.Append('\\').Append(c);
            else if (char.IsControl(c))
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
            else
                text.Append(c);
        return text.Append('"').ToString();
    }

    private static string Texts(IEnumerable<string> values) => $"[{string.Join(", ", values.Select(Text))}]";
}
