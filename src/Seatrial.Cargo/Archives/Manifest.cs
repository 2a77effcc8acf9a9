namespace Seatrial.Cargo;

/// <summary>What a packaged <c>Cargo.toml</c> says of its version.</summary>
public sealed record Manifest
{
    /// <summary>The crate's name as the manifest spells it.</summary>
    public required string Name { get; init; }

    /// <summary>The version as the manifest spells it.</summary>
    public required string Version { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public string? Description { get; init; }

    /// <summary>An SPDX expression.</summary>
    public string? License { get; init; }

    /// <summary>The licence text's path in the package.</summary>
    public string? LicenseFile { get; init; }

    /// <summary>A URL.</summary>
    public string? Documentation { get; init; }

    /// <summary>A URL.</summary>
    public string? Homepage { get; init; }

    /// <summary>A URL.</summary>
    public string? Repository { get; init; }

    /// <summary>The native library that it links to.</summary>
    public string? Links { get; init; }

    /// <summary>The oldest Rust that builds it.</summary>
    public string? RustVersion { get; init; }

    /// <summary>The readme's path in the package; null for none.</summary>
    public string? ReadmePath { get; init; }

    /// <summary>Words to find it by.</summary>
    public IReadOnlyList<string> Keywords { get; init; } = [];

    /// <summary>Category slugs.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>Its features.</summary>
    public FeatureMap Features { get; init; } = FeatureMap.Empty;

    /// <summary>
    /// Its dependencies in the form in which cargo publishes them, except for <see cref="PublishDependency.Registry"/>: here
    /// null is crates.io, and the registry that is published to stands with its index URL (<c>registry-index</c>).
    /// </summary>
    public IReadOnlyList<PublishDependency> Dependencies { get; init; } = [];

    /// <summary>Reads a manifest; breaks CRATE-02, or M30 for what cargo takes out when it packs.</summary>
    public static Parsed<Manifest> Parse(string text) => ManifestText.Read(text);

    /// <summary>
    /// The first point in which the metadata of a publish says other than the manifest, from which users build (API-PUB-04,
    /// IDX-22): name (M19), version (M20), dependencies and features (M21), links and rust-version (IDX-22).
    /// </summary>
    /// <param name="metadata">What the publisher sent beside the archive.</param>
    /// <param name="ownIndex">
    /// The index URL of the registry that is published to. Without it a dependency that the metadata leaves to this registry
    /// passes whatever registry the manifest names.
    /// </param>
    public Violation? Disagreement(PublishMetadata metadata, string? ownIndex = null)
    {
        if (IsNot(metadata.Name, metadata.Version) is { } wrong)
            return wrong;
        if (Links != metadata.Links)
            return new("IDX-22", $"The manifest links to '{Links}', the metadata to '{metadata.Links}'.");
        if (RustVersion != metadata.RustVersion)
            return new("IDX-22", $"The manifest needs Rust '{RustVersion}', the metadata '{metadata.RustVersion}'.");
        return ManifestDifference.Features(Features, metadata.Features)
            ?? ManifestDifference.Dependencies(Dependencies, metadata.Dependencies, ownIndex);
    }

    /// <summary>How the manifest names another crate or version than these, to the letter (API-PUB-04); null if it does not.</summary>
    internal Violation? IsNot(CrateName name, CrateVersion version)
    {
        if (Name != name.Text)
            return new("M19", $"The manifest names '{Name}', not '{name}'.");
        return Version != version.Text ? new("M20", $"The manifest has version '{Version}', not '{version}'.") : null;
    }
}
