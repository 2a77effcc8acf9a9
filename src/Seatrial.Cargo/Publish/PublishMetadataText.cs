namespace Seatrial.Cargo;

/// <summary>Reads the metadata JSON of a publish and notes each rule that it breaks.</summary>
internal static class PublishMetadataText
{
    private const string Types = "M18";

    internal static PublishMetadata? Read(ReadOnlyMemory<byte> json, List<Violation> found)
    {
        if (!JsonText.Read(json, "M16").TryGet(out var document, out var broken))
        {
            found.Add(broken);
            return null;
        }

        using (document)
            return JsonFields.Of(document.RootElement, found, "M17") is { } fields ? Metadata(fields, found) : null;
    }

    private static PublishMetadata? Metadata(JsonFields fields, List<Violation> found)
    {
        var name = fields.Required("name", Types, CrateName.Parse);
        var version = fields.Required("vers", Types, CrateVersion.Parse);
        var dependencies = fields.Objects("deps", Types).Select(Dependency).ToArray();
        if (name is null || version is null || Array.IndexOf(dependencies, null) >= 0)
            return null;
        var metadata = Describe(fields, new() { Name = name, Version = version, Dependencies = dependencies! });
        found.AddRange(FeatureRules.Check(metadata.Features, [.. dependencies.Select(one => one!.ToIndex(null))]));
        return metadata;
    }

    private static PublishMetadata Describe(JsonFields fields, PublishMetadata metadata) => metadata with
    {
        Features = fields.Features("features", Types, required: true),
        Authors = fields.Strings("authors", Types),
        Description = fields.Optional("description", Types),
        Documentation = fields.Optional("documentation", Types),
        Homepage = fields.Optional("homepage", Types),
        Readme = fields.Optional("readme", Types),
        ReadmeFile = fields.Optional("readme_file", Types),
        Keywords = fields.Strings("keywords", Types),
        Categories = fields.Strings("categories", Types),
        License = fields.Optional("license", Types),
        LicenseFile = fields.Optional("license_file", Types),
        Repository = fields.Optional("repository", Types),
        Badges = fields.StringMaps("badges", Types),
        Links = fields.Optional("links", Types),
        RustVersion = fields.RustVersion(),
    };

    private static PublishDependency? Dependency(JsonFields fields)
    {
        var name = fields.Required("name", Types, CrateName.Parse);
        var requirement = fields.Required("version_req", Types, VersionRequirement.Parse);
        return name is null || requirement is null ? null : new()
        {
            Name = name,
            Requirement = requirement,
            Optional = fields.Flag("optional", Types, absent: false),
            DefaultFeatures = fields.Flag("default_features", Types, absent: true),
            Features = fields.Strings("features", Types),
            Target = fields.Target(),
            Kind = Kind(fields),
            Registry = fields.Registry(),
            Alias = Alias(fields),
            Artifact = Artifact(fields),
            BindepTarget = fields.Optional("bindep_target", Types),
            Lib = fields.Flag("lib", Types, absent: false),
        };
    }

    // In the index an unknown kind would silently be a normal one (IDX-18).
    private static DependencyKind Kind(JsonFields fields)
    {
        if (DependencyKinds.Read(fields.Optional("kind", Types)) is { } kind)
            return kind;
        fields.Break(Types, "kind", "must be normal, build or dev");
        return DependencyKind.Normal;
    }

    private static string? Alias(JsonFields fields)
    {
        var alias = fields.Optional("explicit_name_in_toml", Types);
        if (alias is not null && !NameCharacters.IsAlias(alias))
            fields.Break("NAME-10", "explicit_name_in_toml", "is not a name for a dependency");
        return alias;
    }

    private static IReadOnlyList<string>? Artifact(JsonFields fields) =>
        fields.IsNullOrAbsent("artifact") ? null : fields.Strings("artifact", Types);
}
