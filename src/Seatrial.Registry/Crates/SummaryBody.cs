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
            await Top(reading, Text($"c.created_at DESC, c.id DESC")),
            await Top(reading, Text($"cd.total DESC, cd.crate_id DESC")),
            await Top(reading, Text($"c.updated_at DESC, c.id DESC")),
            await KeywordLists.Popular(sql, Text($"keyword_counts"), Text($"keyword"), KeywordBody.Read, Listed, cancel),
            await KeywordLists.Popular(sql, Text($"category_counts"), Text($"category"), CategoryBody.Read, Listed, cancel));
        return Answer.Json(body, RegistryJson.Default.SummaryBody);
    }

    private static Task<List<CrateBody>> Top(Reading reading, SqlText order) => reading.Session.Query(
        $"{CrateBody.Columns} ORDER BY {order} LIMIT {Listed}", CrateBody.Read, reading.Cancel);

    private static SqlText Text(SqlText sql) => sql;
}
