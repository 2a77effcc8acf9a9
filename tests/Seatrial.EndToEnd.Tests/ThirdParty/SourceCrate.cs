using Seatrial.Cargo;
using Tomlyn;
using Tomlyn.Model;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>A crate as the distribution ships its source: a folder with a manifest.</summary>
/// <param name="Folder">Where it is; absent for a crate made up of a manifest alone.</param>
/// <param name="Manifest">Its <c>Cargo.toml</c>.</param>
internal sealed record SourceCrate(string? Folder, TomlTable Manifest)
{
    private static readonly string[] MadeByPacking = [".cargo-checksum.json", ".cargo_vcs_info.json", "Cargo.toml", "Cargo.toml.orig"];

    /// <summary>Where <c>eng/third-party-crates</c> puts what it fetches.</summary>
    private static string Fetched => Path.Combine(Build.Artifacts, "third-party");

    /// <summary>The crate's name.</summary>
    public string Name { get; } = (string)Package(Manifest)["name"];

    /// <summary>Its version.</summary>
    public CrateVersion Version { get; } = CrateVersion.Parse((string)Package(Manifest)["version"]).Value;

    /// <summary>What it depends on, tests and benchmarks left out.</summary>
    public IReadOnlyList<Dependency> Dependencies { get; } = [.. Dependency.Of(Manifest).Where(one => one.Kind != DependencyKind.Dev)];

    /// <summary>True when cargo builds and runs a program of the crate before it builds the crate.</summary>
    public bool HasBuildScript => Package(Manifest).TryGetValue("build", out var build) ? build is not false
        : Folder is not null && File.Exists(Path.Combine(Folder, "build.rs"));

    /// <summary>True when the compiler loads the crate.</summary>
    public bool IsProcMacro => Manifest.TryGetValue("lib", out var lib) &&
        ((TomlTable)lib).Any(one => one is { Key: "proc-macro" or "proc_macro", Value: true });

    /// <summary>True when it has features that users can choose.</summary>
    public bool HasFeatures => Manifest.TryGetValue("features", out var features) && ((TomlTable)features).Count > 0;

    /// <summary>A text of the package section; null when it is not there.</summary>
    public string? Stated(string key) => Package(Manifest).TryGetValue(key, out var text) ? (string)text : null;

    /// <summary>Name and version, as the folder of a package is called.</summary>
    public override string ToString() => $"{Name}-{Version}";

    /// <summary>Reads a manifest.</summary>
    public static SourceCrate Parse(string text, string? folder = null) => new(folder, TomlSerializer.Deserialize<TomlTable>(text)!);

    /// <summary>All crates that were fetched.</summary>
    public static IReadOnlyList<SourceCrate> All()
    {
        Assert.True(File.Exists(Path.Combine(Fetched, "complete")),
            "The third-party crates are missing; run eng/third-party-crates, or ./test, which does.");
        return [.. Directory.EnumerateDirectories(Path.Combine(Fetched, "crates")).Order(StringComparer.Ordinal)
            .Select(folder => Parse(File.ReadAllText(Path.Combine(folder, "Cargo.toml")), folder))];
    }

    /// <summary>Copies the crate with this manifest, without the files that cargo makes when it packs and does not take back.</summary>
    /// <returns>The copy's folder.</returns>
    public string CopyTo(string parent)
    {
        var copy = Path.Combine(parent, ToString());
        foreach (var file in Directory.EnumerateFiles(Folder!, "*", SearchOption.AllDirectories))
        {
            var path = Path.GetRelativePath(Folder!, file);
            if (MadeByPacking.Contains(path))
                continue;
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, path))!);
            File.Copy(file, Path.Combine(copy, path));
        }

        File.WriteAllText(Path.Combine(copy, "Cargo.toml"), TomlSerializer.Serialize(Manifest));
        return copy;
    }

    private static TomlTable Package(TomlTable manifest) => (TomlTable)manifest["package"];
}
