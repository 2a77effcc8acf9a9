namespace Seatrial.Registry.Publish;

/// <summary>The metadata that a registry may ask for, under cargo's own names.</summary>
internal static class RequiredMetadata
{
    public const string Description = "description";
    public const string License = "license";

    private static readonly (string Name, Func<PublishMetadata, bool> IsThere)[] Fields =
    [
        (Description, metadata => Any(metadata.Description)),
        (License, metadata => Any(metadata.License) || Any(metadata.LicenseFile)),
        ("repository", metadata => Any(metadata.Repository)),
        ("homepage", metadata => Any(metadata.Homepage)),
        ("documentation", metadata => Any(metadata.Documentation)),
        ("readme", metadata => Any(metadata.Readme)),
        ("keywords", metadata => metadata.Keywords.Count > 0),
        ("categories", metadata => metadata.Categories.Count > 0),
        ("rust-version", metadata => Any(metadata.RustVersion)),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Fields.Select(field => field.Name)];

    /// <summary>Those of the required ones that are not there.</summary>
    public static IReadOnlyList<string> Missing(PublishMetadata metadata, IReadOnlyList<string> required) =>
        [.. Fields.Where(field => required.Contains(field.Name) && !field.IsThere(metadata)).Select(field => field.Name)];

    private static bool Any(string? text) => !string.IsNullOrWhiteSpace(text);
}
