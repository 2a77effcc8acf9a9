namespace Seatrial.Cargo;

/// <summary>
/// Whether features and dependencies fit together (IDX-21, NAME-10): cargo throws away a version whose index line breaks this.
/// </summary>
internal static class FeatureRules
{
    private const string DependencyPrefix = "dep:";

    internal static IEnumerable<Violation> Check(FeatureMap features, IReadOnlyList<IndexDependency> dependencies)
    {
        // One name may stand for several entries (normal, build, per target): optional when any of them is.
        var optional = dependencies.GroupBy(one => one.Name, StringComparer.Ordinal)
            .ToDictionary(same => same.Key, same => same.Any(one => one.Optional), StringComparer.Ordinal);
        var graph = new Graph(features, optional);
        return dependencies.Where(one => one is { Optional: true, Kind: DependencyKind.Dev })
            .Select(one => Broken($"dev-dependency '{one.Name}' cannot be optional"))
            .Concat(features.SelectMany(graph.Feature))
            .Concat(graph.Unused());
    }

    private static Violation Broken(string message) => new("IDX-21", $"{message}.");

    /// <summary>The features, the dependencies they may name, and the implicit features of optional ones.</summary>
    private sealed class Graph(FeatureMap features, Dictionary<string, bool> optional)
    {
        private readonly HashSet<string> named = [.. features.Values.SelectMany(values => values)
            .Where(value => value.StartsWith(DependencyPrefix, StringComparison.Ordinal))
            .Select(value => value[DependencyPrefix.Length..])];

        private readonly HashSet<string> inPaths = [.. features.Values.SelectMany(values => values)
            .Where(value => value.Contains('/', StringComparison.Ordinal))
            .Select(value => value[..value.IndexOf('/')].TrimEnd('?'))];

        internal IEnumerable<Violation> Feature(KeyValuePair<string, IReadOnlyList<string>> feature)
        {
            if (!NameCharacters.IsFeature(feature.Key))
                yield return new("NAME-10", $"'{feature.Key}' is not a feature name.");
            foreach (var value in feature.Value)
                if (Value(value) is { } why)
                    yield return Broken($"feature '{feature.Key}' holds '{value}': {why}");
        }

        /// <summary>An optional dependency that no feature can switch on: a feature of its name hides the implicit one.</summary>
        internal IEnumerable<Violation> Unused() => optional
            .Where(one => one.Value && features.ContainsKey(one.Key) && !named.Contains(one.Key) && !inPaths.Contains(one.Key))
            .Select(one => Broken($"optional dependency '{one.Key}' is in no feature"));

        private string? Value(string value)
        {
            var slash = value.IndexOf('/');
            if (value.StartsWith(DependencyPrefix, StringComparison.Ordinal))
                return slash < 0 ? Dependency(value[DependencyPrefix.Length..]) : "'dep:' and '/' do not go together";
            return slash < 0 ? Plain(value) : Path(value[..slash], value[(slash + 1)..]);
        }

        private string? Dependency(string name) => optional.TryGetValue(name, out var may)
            ? may ? null : "that dependency is not optional"
            : "there is no such dependency";

        private string? Plain(string name)
        {
            if (features.ContainsKey(name))
                return null;
            if (!optional.TryGetValue(name, out var may))
                return "there is no such feature or dependency";
            return may && !named.Contains(name) ? null : "that dependency has no implicit feature";
        }

        private string? Path(string dependency, string feature)
        {
            var weak = dependency.EndsWith('?');
            var name = weak ? dependency[..^1] : dependency;
            if (feature.Contains('/', StringComparison.Ordinal))
                return "only one '/' may stand in it";
            if (!optional.TryGetValue(name, out var may))
                return "there is no such dependency";
            return weak && !may ? "'?' needs an optional dependency" : null;
        }
    }
}
