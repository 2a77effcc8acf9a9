using System.Text;

namespace Seatrial.Registry.Doctor;

/// <summary>What the database says about one crate.</summary>
internal sealed record CrateRows(long Id, string Name, string Canonical, string MaxVersion)
{
    // Some megabytes of index lines at once, whatever the size of the registry.
    private const int PageSize = 200;

    public IReadOnlyList<VersionRow> Versions { get; private init; } = [];

    /// <summary>The crates after one, in the order of their numbers; none at the end. One snapshot a page.</summary>
    public static async Task<IReadOnlyList<CrateRows>> After(Database database, long id, CancellationToken cancel)
    {
        await using var sql = await database.BeginRead(cancel);
        var crates = await sql.Query(
            $"SELECT id, name, canonical, max_version FROM crates WHERE id > {id} ORDER BY id LIMIT {PageSize}", Crate, cancel);
        return crates is [] ? [] : await WithVersions(sql, crates, cancel);
    }

    /// <summary>One crate, as it is now; null when there is none.</summary>
    public static async Task<CrateRows?> Of(Database database, string canonical, CancellationToken cancel)
    {
        await using var sql = await database.BeginRead(cancel);
        var crates = await sql.Query(
            $"SELECT id, name, canonical, max_version FROM crates WHERE canonical = {canonical}", Crate, cancel);
        return crates is [] ? null : (await WithVersions(sql, crates, cancel))[0];
    }

    private static async Task<IReadOnlyList<CrateRows>> WithVersions(SqlSession sql, List<CrateRows> crates, CancellationToken cancel)
    {
        var versions = (await sql.Query($"""
            SELECT crate_id, num, checksum, size, yanked, index_line FROM versions
            WHERE crate_id >= {crates[0].Id} AND crate_id <= {crates[^1].Id} ORDER BY id
            """, row => new VersionRow(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt64(3), row.GetBoolean(4),
                IndexLine.Parse(Encoding.UTF8.GetBytes(row.GetString(5)))), cancel)).ToLookup(version => version.CrateId);
        return [.. crates.Select(crate => crate with { Versions = [.. versions[crate.Id]] })];
    }

    private static CrateRows Crate(System.Data.Common.DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3));
}

/// <summary>What the database says about one version.</summary>
internal sealed record VersionRow(long CrateId, string Num, string Checksum, long Size, bool Yanked, Parsed<IndexLine> Line);
