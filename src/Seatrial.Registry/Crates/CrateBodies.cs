using System.Data.Common;

namespace Seatrial.Registry.Crates;

/// <summary>A crate in crates.io's shape.</summary>
internal sealed record CrateBody(
    string Id, string Name, string? Description, string? Homepage, string? Documentation, string? Repository,
    string MaxVersion, long Downloads, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    /// <summary>The SELECT whose rows <see cref="Read"/> reads; the crate is <c>c</c>.</summary>
    public static SqlText Columns => Text($"""
        SELECT c.name, c.description, c.homepage, c.documentation, c.repository, c.max_version,
            (SELECT CAST(COALESCE(SUM(d.total), 0) AS BIGINT) FROM versions v JOIN downloads d ON d.version_id = v.id
                WHERE v.crate_id = c.id) AS downloads,
            c.created_at, c.updated_at FROM crates c
        """);

    public static CrateBody Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(0), row.Text(1), row.Text(2), row.Text(3), row.Text(4),
        row.GetString(5), row.GetInt64(6), row.Moment(7), row.Moment(8));

    private static SqlText Text(SqlText sql) => sql;
}

/// <summary>A version in crates.io's shape.</summary>
internal sealed record VersionBody(
    long Id, string Crate, string Num, string Checksum, bool Yanked, long Downloads, long CrateSize, string? License,
    string? Links, string? RustVersion, string DlPath, Publisher PublishedBy, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static SqlText Columns => Text($"""
        SELECT v.id, c.name, v.num, v.checksum, v.yanked, COALESCE(d.total, 0), v.size, v.license, v.links,
            v.rust_version, u.id, u.login, v.created_at, v.updated_at
        FROM versions v JOIN crates c ON c.id = v.crate_id JOIN users u ON u.id = v.published_by
            LEFT JOIN downloads d ON d.version_id = v.id
        """);

    public static VersionBody Read(DbDataReader row)
    {
        var (name, num) = (row.GetString(1), row.GetString(2));
        return new(row.GetInt64(0), name, num, row.GetString(3), row.GetBoolean(4), row.GetInt64(5), row.GetInt64(6),
            row.Text(7), row.Text(8), row.Text(9), $"/api/v1/crates/{name}/{num}/download",
            new Publisher(row.GetInt64(10), row.GetString(11)), row.Moment(12), row.Moment(13));
    }

    private static SqlText Text(SqlText sql) => sql;
}

/// <summary>Who published a version.</summary>
internal sealed record Publisher(long Id, string Login);

/// <summary>A page of crates and how many there are on all pages.</summary>
internal sealed record CratesBody(IReadOnlyList<CrateBody> Crates, CratesMeta Meta);

/// <summary>How many crates there are on all pages.</summary>
internal sealed record CratesMeta(long Total);

/// <summary>A crate with all its versions, the newest first.</summary>
internal sealed record CrateAndVersions(CrateBody Crate, IReadOnlyList<VersionBody> Versions);

/// <summary>One version.</summary>
internal sealed record OneVersion(VersionBody Version);
