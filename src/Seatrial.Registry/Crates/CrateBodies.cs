using System.Data.Common;
using System.Text;

namespace Seatrial.Registry.Crates;

/// <summary>A crate in crates.io's shape.</summary>
internal sealed record CrateBody(
    string Id, string Name, string? Description, string? Homepage, string? Documentation, string? Repository,
    string MaxVersion, long Downloads, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The version that stands for the crate; the same as <see cref="MaxVersion"/>.</summary>
    public string DefaultVersion => MaxVersion;

    /// <summary>Null when every version that is not yanked is a pre-release.</summary>
    public string? MaxStableVersion =>
        CrateVersion.Parse(MaxVersion).TryGet(out var version, out _) && !version.IsPrerelease ? MaxVersion : null;

    public required string NewestVersion { get; init; }

    public required long NumVersions { get; init; }

    /// <summary>Whether the leading version is yanked, which it is only when all are.</summary>
    public required bool Yanked { get; init; }

    /// <summary>The name is what was searched for, in any spelling.</summary>
    public bool ExactMatch { get; init; }

    /// <summary>Ids of the versions, where the answer holds them; else null.</summary>
    public IReadOnlyList<long>? Versions { get; init; }

    public IReadOnlyList<string>? Keywords { get; init; }

    public IReadOnlyList<string>? Categories { get; init; }

    public CrateLinks Links => CrateLinks.Of(Name);

    /// <summary>The SELECT whose rows <see cref="Read"/> reads; the crate is <c>c</c>, its downloads <c>cd</c>.</summary>
    public static SqlText Columns => Text($"SELECT {Fields} {Source}");

    public static SqlText Source => Text($"FROM crates c JOIN crate_downloads cd ON cd.crate_id = c.id");

    public static SqlText Fields => Text($"""
        c.name, c.description, c.homepage, c.documentation, c.repository, c.max_version, cd.total AS downloads,
            c.created_at, c.updated_at, COALESCE(c.newest_version, c.max_version), c.num_versions,
            EXISTS (SELECT 1 FROM versions l WHERE l.crate_id = c.id AND l.num = c.max_version AND l.yanked), c.id
        """);

    public static CrateBody Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4),
        row.GetString(5), row.GetInt64(6), row.Moment(7), row.Moment(8))
        {
            NewestVersion = row.GetString(9),
            NumVersions = row.GetInt64(10),
            Yanked = row.GetBoolean(11),
        };

    private static SqlText Text(SqlText sql) => sql;
}

/// <summary>Where the rest about a crate is.</summary>
internal sealed record CrateLinks(string VersionDownloads, string Versions, string Owners, string OwnerTeam, string OwnerUser,
    string ReverseDependencies)
{
    public static CrateLinks Of(string name)
    {
        var crate = $"/api/v1/crates/{name}";
        return new($"{crate}/downloads", $"{crate}/versions", $"{crate}/owners", $"{crate}/owner_team", $"{crate}/owner_user",
            $"{crate}/reverse_dependencies");
    }
}

/// <summary>A version in crates.io's shape.</summary>
internal sealed record VersionBody(
    long Id, string Crate, string Num, string Checksum, bool Yanked, long Downloads, long CrateSize, string? License,
    string? Links, string? RustVersion, string DlPath, Publisher PublishedBy, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Features { get; init; }

    public static SqlText Columns => Text($"""
        SELECT v.id, c.name, v.num, v.checksum, v.yanked, COALESCE(d.total, 0), v.size, v.license, v.links,
            v.rust_version, u.id, u.login, v.created_at, v.updated_at, v.index_line
        FROM versions v JOIN crates c ON c.id = v.crate_id JOIN users u ON u.id = v.published_by
            LEFT JOIN downloads d ON d.version_id = v.id
        """);

    public static VersionBody Read(DbDataReader row)
    {
        var (name, num) = (row.GetString(1), row.GetString(2));
        return new(row.GetInt64(0), name, num, row.GetString(3), row.GetBoolean(4), row.GetInt64(5), row.GetInt64(6),
            row.Text(7), row.Text(8), row.Text(9), $"/api/v1/crates/{name}/{num}/download",
            new Publisher(row.GetInt64(10), row.GetString(11)), row.Moment(12), row.Moment(13))
        {
            Features = Line(row.GetString(14)).AllFeatures,
        };
    }

    /// <summary>Versions by their ids, in the order of these, in one round trip.</summary>
    public static async Task<List<VersionBody>> Find(SqlSession sql, IReadOnlyList<long> ids, CancellationToken cancel)
    {
        if (ids.Count == 0)
            return [];
        var list = Text($"{ids[0]}");
        foreach (var id in ids.Skip(1))
            list = Text($"{list}, {id}");
        var found = (await sql.Query($"{Columns} WHERE v.id IN ({list})", Read, cancel)).ToDictionary(body => body.Id);
        return [.. ids.Select(id => found[id])];
    }

    /// <summary>The index line of a version, as it was published.</summary>
    public static IndexLine Line(string text) => IndexLine.Parse(Encoding.UTF8.GetBytes(text)).Value;

    private static SqlText Text(SqlText sql) => sql;
}

/// <summary>Who published a version.</summary>
internal sealed record Publisher(long Id, string Login);

/// <summary>A page of crates and how many there are on all pages.</summary>
internal sealed record CratesBody(IReadOnlyList<CrateBody> Crates, PageMeta Meta);

/// <summary>A crate with all its versions, the newest first, its keywords and its categories.</summary>
internal sealed record CrateAndVersions(CrateBody Crate, IReadOnlyList<VersionBody> Versions, IReadOnlyList<KeywordBody> Keywords,
    IReadOnlyList<CategoryBody> Categories);

/// <summary>A page of a crate's versions.</summary>
internal sealed record VersionsBody(IReadOnlyList<VersionBody> Versions, PageMeta Meta);

/// <summary>One version.</summary>
internal sealed record OneVersion(VersionBody Version);
