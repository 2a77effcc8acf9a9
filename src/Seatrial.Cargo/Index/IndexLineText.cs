using System.Globalization;

namespace Seatrial.Cargo;

/// <summary>Reads the JSON of an index line and notes each rule that it breaks (IDX-03 to IDX-18).</summary>
internal static class IndexLineText
{
    /// <summary>IDX-12: the newest schema that stable cargo reads.</summary>
    private const uint NewestSchema = 2;

    /// <summary>The line, null when the rules broken leave nothing to hold; <paramref name="found"/> is then not empty.</summary>
    internal static IndexLine? Read(ReadOnlyMemory<byte> line, List<Violation> found)
    {
        if (!JsonText.Read(line, "IDX-02").TryGet(out var document, out var broken))
        {
            found.Add(broken);
            return null;
        }

        using (document)
            return JsonFields.Of(document.RootElement, found, "IDX-02") is { } fields ? Line(fields) : null;
    }

    private static IndexLine? Line(JsonFields fields)
    {
        var name = fields.Required("name", "IDX-03");
        var version = fields.Required("vers", "IDX-03", CrateVersion.Parse, "IDX-04");
        var checksum = fields.Required("cksum", "IDX-03", Checksum.Parse);
        var dependencies = fields.Objects("deps", "IDX-03").Select(Dependency).ToArray();
        var rest = new Rest(fields);
        if (name is null || version is null || checksum is null || Array.IndexOf(dependencies, null) >= 0)
            return null;
        return new()
        {
            Name = name,
            Version = version,
            Checksum = checksum,
            Dependencies = dependencies!,
            Features = rest.Features,
            Features2 = rest.Features2,
            Yanked = rest.Yanked,
            Links = rest.Links,
            RustVersion = rest.RustVersion,
            SchemaVersion = rest.SchemaVersion,
            PubTime = rest.PubTime,
        };
    }

    private static IndexDependency? Dependency(JsonFields fields)
    {
        var name = fields.Required("name", "IDX-17");
        var requirement = fields.Required("req", "IDX-17", VersionRequirement.Parse);
        var dependency = new IndexDependency
        {
            Name = name ?? "",
            Requirement = requirement ?? new([]),
            Features = [.. fields.Strings("features", "IDX-11").Where(feature => feature.Length > 0)],
            Optional = fields.Flag("optional", "IDX-11", absent: false),
            DefaultFeatures = fields.Flag("default_features", "IDX-11", absent: true),
            Target = fields.Target(),
            Kind = DependencyKinds.Read(fields.Optional("kind", "IDX-17")) ?? DependencyKind.Normal,
            Registry = fields.Registry(),
            Package = fields.Optional("package", "IDX-17"),
        };
        return name is null || requirement is null ? null : dependency;
    }

    /// <summary>The members that a line may leave out.</summary>
    private sealed record Rest(JsonFields Fields)
    {
        public FeatureMap Features { get; } = Fields.Features("features", "IDX-11");

        public FeatureMap Features2 { get; } = Fields.Features("features2", "IDX-11", nullable: true);

        public bool Yanked { get; } = Fields.Flag("yanked", "IDX-10", absent: false, nullable: true);

        public string? Links { get; } = Fields.Optional("links", "IDX-16");

        public string? RustVersion { get; } = Fields.RustVersion();

        public uint? SchemaVersion { get; } = Schema(Fields);

        public DateTimeOffset? PubTime { get; } = Time(Fields);
    }

    private static uint? Schema(JsonFields fields)
    {
        var version = fields.Number("v", "IDX-12");
        if (version > NewestSchema)
            fields.Break("IDX-12", "v", $"is {version}: stable cargo reads up to {NewestSchema}");
        return version;
    }

    private static DateTimeOffset? Time(JsonFields fields)
    {
        if (fields.Optional("pubtime", "IDX-14") is not { } text)
            return null;
        if (DateTimeOffset.TryParseExact(text, IndexLine.TimeFormat, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal, out var time))
            return time;
        fields.Break("IDX-14", "pubtime", "must be exactly YYYY-MM-DDThh:mm:ssZ");
        return null;
    }
}
