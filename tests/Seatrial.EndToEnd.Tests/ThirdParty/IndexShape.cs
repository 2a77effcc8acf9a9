using Seatrial.Cargo;
using Tomlyn.Model;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>Dependencies and features as sorted lines of text, made once from a manifest and once from an index line.</summary>
internal static class IndexShape
{
    /// <summary>What the index must say of these dependencies: under the alias, with the package beside it (IDX-19).</summary>
    public static IEnumerable<string> Of(IEnumerable<Dependency> manifest) => manifest.Select(one => Line(
        one.Alias, one.NamesPackage ? one.Package : null, one.Requirement, one.Kind, one.Target,
        one.IsOptional, one.DefaultFeatures, one.Features, registry: null)).Order();

    /// <summary>What the index says.</summary>
    public static IEnumerable<string> Of(IEnumerable<IndexDependency> index) => index.Select(one => Line(
        one.Name, one.Package, one.Requirement, one.Kind, one.Target,
        one.Optional, one.DefaultFeatures, one.Features, one.Registry)).Order();

    /// <summary>The features of a manifest.</summary>
    public static IEnumerable<string> Features(TomlTable manifest) => manifest.TryGetValue("features", out var features)
        ? ((TomlTable)features).Select(one => Line(one.Key, ((TomlArray)one.Value).OfType<string>())).Order()
        : [];

    /// <summary>The features of an index line, both kinds together (IDX-13).</summary>
    public static IEnumerable<string> Features(IndexLine line) =>
        line.Features.Concat(line.Features2).Select(one => Line(one.Key, one.Value)).Order();

    private static string Line(
        string name, string? package, VersionRequirement requirement, DependencyKind kind, string? target,
        bool optional, bool defaultFeatures, IEnumerable<string> features, string? registry) =>
        $"{Line(name, features)} {requirement} package={package} {kind} target={target} "
        + $"optional={optional} default={defaultFeatures} registry={registry}";

    private static string Line(string name, IEnumerable<string> features) => $"{name}[{string.Join(' ', features.Order())}]";
}
