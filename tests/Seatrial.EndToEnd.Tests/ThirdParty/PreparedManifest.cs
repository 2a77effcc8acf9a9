using Seatrial.Cargo;
using Tomlyn;
using Tomlyn.Model;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>
/// Turns the manifest of a crate into one that can be published to a registry which holds a tree of crates and no others:
/// every dependency comes from there, and what the tree does not hold is left out.
/// </summary>
internal static class PreparedManifest
{
    /// <summary>Makes the new manifest; the crate keeps its own.</summary>
    /// <param name="crate">The crate.</param>
    /// <param name="tree">What the registry holds.</param>
    /// <param name="registry">The registry's name in cargo's configuration.</param>
    public static SourceCrate For(SourceCrate crate, CrateTree tree, string registry)
    {
        var made = SourceCrate.Parse(TomlSerializer.Serialize(crate.Manifest), crate.Folder);
        var (kept, gone) = Split(made, crate, tree);
        foreach (var dependency in gone)
            dependency.Remove();
        foreach (var dependency in kept)
            dependency.ComesFrom(registry);
        // One alias may stand for an entry of each target; its features stay as long as one of them does.
        var lost = gone.Select(one => one.Alias).Except(kept.Select(one => one.Alias));
        if (made.Manifest.TryGetValue("features", out var features))
            DropFeatures((TomlTable)features, [.. lost]);
        return SourceCrate.Parse(TomlSerializer.Serialize(made.Manifest), crate.Folder);
    }

    private static (IReadOnlyList<Dependency> Kept, IReadOnlyList<Dependency> Gone) Split(
        SourceCrate made, SourceCrate crate, CrateTree tree)
    {
        var all = Dependency.Of(made.Manifest);
        var kept = all.Where(one => one.Kind != DependencyKind.Dev && tree.Holds(crate, one)).ToList();
        return (kept, [.. all.Except(kept)]);
    }

    /// <summary>
    /// A feature that needs a lost dependency is lost too, and what needs that feature. The default feature stays without
    /// them, because other manifests ask for it by saying nothing.
    /// </summary>
    private static void DropFeatures(TomlTable features, HashSet<string> lost)
    {
        var gone = new HashSet<string>();
        bool Needs(string value) => gone.Contains(value) || (!features.ContainsKey(value) && lost.Contains(Needed(value)));
        while (features.FirstOrDefault(one => one.Key != "default" && Values(one.Value).Any(Needs)).Key is { } feature)
        {
            gone.Add(feature);
            features.Remove(feature);
        }

        foreach (var feature in features.Keys.ToList())
            features[feature] = Array(Values(features[feature]).Where(value => !Needs(value) && !lost.Contains(Wished(value))));
    }

    /// <summary>The dependency that a value switches on: <c>name</c>, <c>dep:name</c> or <c>name/feature</c>.</summary>
    private static string Needed(string value) => value.StartsWith("dep:", StringComparison.Ordinal) ? value[4..] : value.Split('/')[0];

    /// <summary>The dependency that a value asks something of if it is switched on: <c>name?/feature</c>; else nothing.</summary>
    private static string Wished(string value) => value.IndexOf("?/", StringComparison.Ordinal) is var end and > 0 ? value[..end] : "";

    private static IEnumerable<string> Values(object feature) => ((TomlArray)feature).OfType<string>();

    private static TomlArray Array(IEnumerable<string> values)
    {
        var array = new TomlArray();
        foreach (var value in values)
            array.Add(value);
        return array;
    }
}
