namespace Seatrial.Cargo;

/// <summary>When a dependency is needed.</summary>
public enum DependencyKind
{
    /// <summary>To build and to run.</summary>
    Normal,

    /// <summary>For the build script.</summary>
    Build,

    /// <summary>For tests and examples only.</summary>
    Dev,
}

/// <summary>A dependency as an index line lists it.</summary>
public sealed record IndexDependency
{
    /// <summary>The name in the manifest: the alias when the dependency is renamed (IDX-19).</summary>
    public required string Name { get; init; }

    /// <summary>Which versions will do.</summary>
    public required VersionRequirement Requirement { get; init; }

    /// <summary>Features switched on in the dependency.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>True when only a feature brings it in.</summary>
    public bool Optional { get; init; }

    /// <summary>True when its default features are on.</summary>
    public bool DefaultFeatures { get; init; } = true;

    /// <summary>A target triple or <c>cfg()</c> expression; null for all.</summary>
    public string? Target { get; init; }

    /// <summary>When it is needed; an unknown kind reads as normal, as cargo does (IDX-18).</summary>
    public DependencyKind Kind { get; init; }

    /// <summary>The index URL of its registry; null for the one that this line is in (IDX-20).</summary>
    public string? Registry { get; init; }

    /// <summary>The crate's real name when <see cref="Name"/> is an alias (IDX-19).</summary>
    public string? Package { get; init; }

    /// <summary>The crate that is meant, whatever the alias.</summary>
    public string CrateName => Package ?? Name;
}

/// <summary>How kinds are spelled on the wire.</summary>
internal static class DependencyKinds
{
    internal static string Wire(this DependencyKind kind) => kind switch
    {
        DependencyKind.Build => "build",
        DependencyKind.Dev => "dev",
        _ => "normal",
    };

    internal static DependencyKind? Read(string? text) => text switch
    {
        null or "normal" => DependencyKind.Normal,
        "build" => DependencyKind.Build,
        "dev" => DependencyKind.Dev,
        _ => null,
    };
}
