namespace Seatrial.Worlds.Seeding;

/// <summary>A table of the reference registry that a world fills, with the columns that it fills.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Columns">In the order of the values; what is left out has its default.</param>
internal sealed record Table(string Name, params string[] Columns)
{
    /// <summary>The number of the last migration that these tables are as of; others are refused, rather than half filled.</summary>
    public const int Schema = 5;

    public static readonly Table Users = new("users", "id", "login", "canonical", "name", "is_admin", "created_at", "is_service", "locked_at", "lock_reason");
    public static readonly Table Tokens = new("tokens", "id", "user_id", "name", "hash", "created_at", "endpoint_scopes", "crate_scopes");
    public static readonly Table Crates = new("crates", "id", "name", "canonical", "description", "homepage", "documentation", "repository", "readme",
        "search_text", "max_version", "created_at", "updated_at", "num_versions", "newest_version");
    public static readonly Table CrateTexts = new("crate_texts", "crate_id", "canonical", "text");
    public static readonly Table CrateDownloads = new("crate_downloads", "crate_id", "total");
    public static readonly Table Keywords = new("keywords", "crate_id", "keyword");
    public static readonly Table Categories = new("categories", "crate_id", "category");
    public static readonly Table Owners = new("owners", "crate_id", "user_id", "created_at");
    public static readonly Table Versions = new("versions", "id", "crate_id", "num", "num_no_build", "checksum", "size", "yanked", "license", "links",
        "rust_version", "index_line", "published_by", "created_at", "updated_at");
    public static readonly Table Dependencies = new("dependencies", "version_id", "position", "name", "requirement", "kind", "optional", "target");
    public static readonly Table Downloads = new("downloads", "version_id", "total");
    public static readonly Table ReverseDependencies = new("reverse_dependencies", "name", "crate_id", "version_id");
    public static readonly Table Audit = new("audit", "id", "at", "actor", "action", "crate", "version", "subject");
    public static readonly Table Jobs = new("jobs", "kind", "key", "created_at", "run_at");
    public static readonly Table KeywordCounts = new("keyword_counts", "keyword", "crates", "created_at");
    public static readonly Table CategoryCounts = new("category_counts", "category", "crates", "created_at");

    /// <summary>Those that others refer to before those that refer to them.</summary>
    public static IReadOnlyList<Table> All { get; } =
    [
        Users, Tokens, Crates, CrateTexts, CrateDownloads, Keywords, Categories, Owners, Versions, Dependencies, Downloads, ReverseDependencies, Audit, Jobs,
        KeywordCounts, CategoryCounts,
    ];
}
