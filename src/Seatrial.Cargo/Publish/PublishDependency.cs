namespace Seatrial.Cargo;

/// <summary>A dependency as cargo sends it with a publish.</summary>
public sealed record PublishDependency
{
    /// <summary>True when only a feature brings it in.</summary>
    public bool Optional { get; init; }

    /// <summary>True when its default features are on.</summary>
    public bool DefaultFeatures { get; init; } = true;

    /// <summary>The crate that is meant, never the alias.</summary>
    public required CrateName Name { get; init; }

    /// <summary>Features switched on in the dependency.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>Which versions will do (<c>version_req</c>).</summary>
    public required VersionRequirement Requirement { get; init; }

    /// <summary>A target triple or <c>cfg()</c> expression; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>When it is needed.</summary>
    public DependencyKind Kind { get; init; }

    /// <summary>The index URL of its registry; null for the one that is published to (IDX-20).</summary>
    public string? Registry { get; init; }

    /// <summary>The alias in the manifest when the dependency is renamed (<c>explicit_name_in_toml</c>).</summary>
    public string? Alias { get; init; }

    /// <summary>Kinds of artifact (unstable); null when it is an ordinary dependency.</summary>
    public IReadOnlyList<string>? Artifact { get; init; }

    /// <summary>The target to build an artifact for (unstable).</summary>
    public string? BindepTarget { get; init; }

    /// <summary>True when an artifact dependency is a library too (unstable).</summary>
    public bool Lib { get; init; }

    /// <summary>The entry that the index lists: alias and name change places (IDX-19), the own registry has no URL (IDX-20).</summary>
    internal IndexDependency ToIndex(string? ownIndex) => new()
    {
        Name = Alias ?? Name.Text,
        Requirement = Requirement,
        Features = Features,
        Optional = Optional,
        DefaultFeatures = DefaultFeatures,
        Target = Target,
        Kind = Kind,
        Registry = Registry == ownIndex ? null : Registry,
        Package = Alias is null ? null : Name.Text,
    };

    internal void Write(JsonLine json)
    {
        json.Object().Flag("optional", Optional).Flag("default_features", DefaultFeatures).Text("name", Name.Text)
            .Texts("features", Features).Text("version_req", Requirement.ToString()).Text("target", Target)
            .Text("kind", Kind.Wire()).TextIfAny("registry", Registry).TextIfAny("explicit_name_in_toml", Alias);
        if (Artifact is not null)
            json.Texts("artifact", Artifact);
        json.TextIfAny("bindep_target", BindepTarget);
        if (Lib)
            json.Flag("lib", Lib);
        json.EndObject();
    }
}
