using Seatrial.Cargo;

namespace Seatrial.Worlds;

/// <summary>What a crate depends on through all of its versions; which version of it is wanted changes with the time.</summary>
internal sealed record Want
{
    private readonly ulong _seed;
    private readonly int _target;
    private readonly Releases _releases;
    private readonly CrateName _name;
    private (int Version, PublishDependency? Dependency) _last = (-1, null);

    public Want(ulong seed, int target) => (_seed, _target, _releases, _name) = (seed, target, new Releases(seed, target), Names.Of(seed, target));

    /// <summary>The crate's number.</summary>
    public int Number => _target;

    public DependencyKind Kind { get; init; }

    public bool Optional { get; init; }

    public bool DefaultFeatures { get; init; } = true;

    public string? Alias { get; init; }

    public string? Target { get; init; }

    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The name in the manifest.</summary>
    public string InManifest => Alias ?? _name.Text;

    /// <summary>The dependency as it is written at a moment: on the newest version then; null when there is none that can be had.</summary>
    public PublishDependency? At(long moment, int dependent)
    {
        if (_releases.Newest(moment) is not (>= 0 and var version))
            return null;
        if (_last.Version == version)
            return _last.Dependency;
        var chance = new Chance(_seed, Topic.Requirement, dependent, ((long)_target << 16) + version);
        var dependency = new PublishDependency
        {
            Name = _name,
            Requirement = Requirements.For(ref chance, _releases.Number(version)),
            Kind = Kind,
            Optional = Optional,
            DefaultFeatures = DefaultFeatures,
            Alias = Alias,
            Target = Target,
            Features = Features,
        };
        _last = (version, dependency);
        return dependency;
    }

    /// <summary>The dependencies of an ordinary crate: each crate once.</summary>
    public static IReadOnlyList<Want> Of(ulong seed, int crate)
    {
        if (crate == EdgeCases.Dependencies)
            return EdgeMetadata.Wants(seed);
        var (count, wants, known) = (Graph.Count(seed, crate), new List<Want>(), new HashSet<int>());
        for (var position = 0; position < count; position++)
            if (Graph.Target(seed, crate, position) is var target && known.Add(target))
                wants.Add(Of(seed, crate, position, target));
        return wants;
    }

    private static Want Of(ulong seed, int crate, int position, int target)
    {
        var chance = new Chance(seed, Topic.Manner, crate, position);
        var kind = chance.Below(100) switch { < 75 => DependencyKind.Normal, < 93 => DependencyKind.Dev, _ => DependencyKind.Build };
        return new(seed, target)
        {
            Kind = kind,
            Optional = kind == DependencyKind.Normal && chance.Permille(150),
            DefaultFeatures = !chance.Permille(120),
            Alias = chance.Permille(15) ? $"{chance.Of(Words.Trade)}_{position}" : null,
            Target = chance.Permille(60) ? chance.Of(Platforms) : null,
            Features = chance.Permille(200) ? ["default"] : [],
        };
    }

    private static readonly string[] Platforms = ["cfg(windows)", "cfg(unix)", "cfg(target_arch = \"wasm32\")", "cfg(not(windows))", "x86_64-pc-windows-gnu"];
}
