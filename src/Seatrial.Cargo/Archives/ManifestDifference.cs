namespace Seatrial.Cargo;

/// <summary>Compares what a manifest declares with what a publish says of it (M21, IDX-22).</summary>
internal static class ManifestDifference
{
    internal static Violation? Features(FeatureMap manifest, FeatureMap metadata) =>
        First(manifest.Select(Line), metadata.Select(Line), "feature");

    internal static Violation? Dependencies(
        IEnumerable<PublishDependency> manifest, IEnumerable<PublishDependency> metadata, string? ownIndex) => First(
            manifest.Select(one => Line(one, ownIndex is null ? "any" : one.Registry ?? IndexUrl.CratesIo)),
            metadata.Select(one => Line(one, ownIndex is null ? "any" : one.Registry ?? ownIndex)),
            "dependency");

    private static Violation? First(IEnumerable<string> manifest, IEnumerable<string> metadata, string what)
    {
        var rest = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var line in manifest)
            rest[line] = rest.GetValueOrDefault(line) + 1;
        foreach (var line in metadata)
            if (rest.GetValueOrDefault(line) is var left and > 0)
                rest[line] = left - 1;
            else
                return new("M21", $"The metadata has the {what} {line}, the manifest has not.");
        return rest.FirstOrDefault(one => one.Value > 0).Key is { } missing
            ? new("M21", $"The manifest has the {what} {missing}, the metadata has not.")
            : null;
    }

    private static string Line(KeyValuePair<string, IReadOnlyList<string>> feature) =>
        $"'{feature.Key}' = [{List(feature.Value)}]";

    private static string Line(PublishDependency one, string registry) =>
        $"'{one.Name}' {one.Requirement} (as '{one.Alias ?? one.Name.Text}', {one.Kind.Wire()}, target '{TargetPlatform.Canonical(one.Target)}', "
        + $"optional {one.Optional}, default features {one.DefaultFeatures}, features [{List(one.Features)}], "
        + $"registry {registry})";

    private static string List(IEnumerable<string> values) =>
        string.Join(", ", values.Order(StringComparer.Ordinal).Distinct());
}
