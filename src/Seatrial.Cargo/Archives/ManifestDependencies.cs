using Tomlyn.Model;

namespace Seatrial.Cargo;

/// <summary>Gathers a manifest's dependencies in the order in which cargo publishes them: normal, dev, build, then by target.</summary>
internal sealed class ManifestDependencies(List<Violation> found)
{
    // Old manifests use the underscore; cargo still reads it.
    private static readonly (string Name, string Old, DependencyKind Kind)[] Tables =
    [
        ("dependencies", "dependencies", DependencyKind.Normal),
        ("dev-dependencies", "dev_dependencies", DependencyKind.Dev),
        ("build-dependencies", "build_dependencies", DependencyKind.Build),
    ];

    internal List<PublishDependency> Found { get; } = [];

    internal void Take(ManifestFields manifest)
    {
        Take(manifest, target: null);
        if (manifest.Table("target") is not { } targets)
            return;
        foreach (var target in targets.Names)
            if (targets.Table(target) is { } inner)
                Take(inner, target);
    }

    private void Take(ManifestFields place, string? target)
    {
        foreach (var (name, old, kind) in Tables)
            if ((place.Table(name) ?? place.Table(old)) is { } dependencies)
                foreach (var alias in dependencies.Names)
                    if (One(dependencies, alias) is { } one)
                        Found.Add(one with { Kind = kind, Target = target });
    }

    private PublishDependency? One(ManifestFields dependencies, string alias)
    {
        var detail = dependencies.Get(alias) is string version
            ? new(new TomlTable { ["version"] = version }, found)
            : dependencies.Table(alias);
        if (detail is null)
            return null;
        var package = detail.Text("package");
        var name = CrateName.Parse(package ?? alias);
        var requirement = VersionRequirement.Parse(detail.Text("version") ?? "*");
        if ((name.Violation ?? requirement.Violation) is not { } broken)
            return Detail(detail, name.Value, requirement.Value, package is null ? null : alias);
        found.Add(new("CRATE-02", $"dependency '{alias}' in the manifest: {broken.Message}"));
        return null;
    }

    private static PublishDependency Detail(
        ManifestFields detail, CrateName name, VersionRequirement requirement, string? alias) => new()
        {
            Name = name,
            Requirement = requirement,
            Alias = alias,
            Optional = detail.Flag("optional", absent: false),
            DefaultFeatures = detail.Flag("default-features", detail.Flag("default_features", absent: true)),
            Features = detail.Texts("features"),
            Registry = detail.Text("registry-index"),
        };
}
