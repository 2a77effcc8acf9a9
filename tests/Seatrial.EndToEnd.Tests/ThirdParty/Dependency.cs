using Seatrial.Cargo;
using Tomlyn.Model;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>
/// One dependency of a manifest, read with no help of the product's own reader, so that the two can be held against each other.
/// </summary>
/// <param name="Table">The table it stands in.</param>
/// <param name="Alias">Its key there.</param>
/// <param name="Kind">When it is needed.</param>
/// <param name="Target">For which platforms; null for all.</param>
internal sealed record Dependency(TomlTable Table, string Alias, DependencyKind Kind, string? Target)
{
    private static readonly (string Table, DependencyKind Kind)[] Kinds =
    [
        ("dependencies", DependencyKind.Normal),
        ("dev-dependencies", DependencyKind.Dev),
        ("build-dependencies", DependencyKind.Build),
    ];

    private TomlTable Detail => Table[Alias] as TomlTable ?? new TomlTable { ["version"] = Table[Alias] };

    /// <summary>The crate that is meant, whatever the alias.</summary>
    public string Package => Get("package", Alias);

    /// <summary>True when the manifest calls the crate by another name.</summary>
    public bool IsRenamed => Package != Alias;

    /// <summary>True when the manifest names the crate beside the alias, be it the same word.</summary>
    public bool NamesPackage => Detail.ContainsKey("package");

    /// <summary>True when only a feature brings it in.</summary>
    public bool IsOptional => Get("optional", false);

    /// <summary>True when its default features are on.</summary>
    public bool DefaultFeatures => Get("default-features", Get("default_features", true));

    /// <summary>Which versions will do.</summary>
    public VersionRequirement Requirement => VersionRequirement.Parse(Get("version", "*")).Value;

    /// <summary>Features switched on in it.</summary>
    public IEnumerable<string> Features => Get<TomlArray>("features", []).OfType<string>();

    /// <summary>All dependencies of a manifest.</summary>
    public static IReadOnlyList<Dependency> Of(TomlTable manifest)
    {
        var targets = manifest.TryGetValue("target", out var target) ? (TomlTable)target : [];
        return [.. Within(manifest, null), .. targets.SelectMany(one => Within((TomlTable)one.Value, one.Key))];
    }

    /// <summary>True when this version will do.</summary>
    public bool Takes(SourceCrate crate) => crate.Name == Package && Requirement.Matches(crate.Version);

    /// <summary>Takes it out of the manifest.</summary>
    public void Remove() => Table.Remove(Alias);

    /// <summary>Says in the manifest which registry it comes from, by the name in cargo's configuration.</summary>
    public void ComesFrom(string registry)
    {
        var detail = Detail;
        detail["registry"] = registry;
        Table[Alias] = detail;
    }

    private static IEnumerable<Dependency> Within(TomlTable place, string? target) =>
        from kind in Kinds
        where place.ContainsKey(kind.Table)
        let table = (TomlTable)place[kind.Table]
        from alias in table.Keys
        select new Dependency(table, alias, kind.Kind, target);

    private T Get<T>(string key, T absent) => Detail.TryGetValue(key, out var value) ? (T)value : absent;
}
