namespace Seatrial.Registry.Crates;

/// <summary><c>GET /api/v1/summary</c>: the registry at a glance, in crates.io's shape.</summary>
internal sealed record SummaryBody(
    long NumCrates, long NumDownloads, IReadOnlyList<CrateBody> NewCrates, IReadOnlyList<CrateBody> MostDownloaded,
    IReadOnlyList<CrateBody> JustUpdated, IReadOnlyList<KeywordBody> PopularKeywords, IReadOnlyList<CategoryBody> PopularCategories)
{
    private const int Listed = 10;

    public static async Task<Answer> Read(Reading reading)
    {
        var (sql, cancel) = (reading.Session, reading.Cancel);
        var body = new SummaryBody(
            await sql.Number($"SELECT CAST(SUM(crates) AS BIGINT) FROM crate_counts", cancel),
            await sql.Number($"SELECT total FROM download_total", cancel),
            await Top(reading, Text($"SELECT id FROM crates ORDER BY created_at DESC, id DESC"), Text($"c.created_at DESC, c.id DESC")),
            await Top(reading, Text($"SELECT crate_id AS id FROM crate_downloads ORDER BY total DESC, crate_id DESC"), Text($"cd.total DESC, cd.crate_id DESC")),
            await Top(reading, Text($"SELECT id FROM crates ORDER BY updated_at DESC, id DESC"), Text($"c.updated_at DESC, c.id DESC")),
            await KeywordLists.Popular(sql, Text($"keyword_counts"), Text($"keyword"), KeywordBody.Read, Listed, cancel),
            await KeywordLists.Popular(sql, Text($"category_counts"), Text($"category"), CategoryBody.Read, Listed, cancel));
        return Answer.Json(body, RegistryJson.Default.SummaryBody);
    }

    // The ids first, from the index of the order, and then only so many crates.
    private static Task<List<CrateBody>> Top(Reading reading, SqlText ids, SqlText order) => reading.Session.Query($"""
        SELECT {CrateBody.Fields} FROM ({ids} LIMIT {Listed}) p JOIN crates c ON c.id = p.id JOIN crate_downloads cd ON cd.crate_id = c.id
        ORDER BY {order}
        """, CrateBody.Read, reading.Cancel);

    private static SqlText Text(SqlText sql) => sql;
}
