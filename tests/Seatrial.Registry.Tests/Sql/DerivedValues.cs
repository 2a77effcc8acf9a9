using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests.Sql;

/// <summary>What the schema keeps twice: as it is kept, and worked out again from the rows that it comes from.</summary>
internal static class DerivedValues
{
    private const int ReadApi = 3;
    private const int Search = 4;

    /// <summary>As kept.</summary>
    public static async Task<List<string>> Kept(Database database, int schema)
    {
        var (rows, after3, after4) = (new List<string>(), schema >= ReadApi, schema >= Search);
        if (after3)
        {
            rows.AddRange(await Read(database, $"SELECT 'downloads', crate_id, total FROM crate_downloads"));
            rows.AddRange(await Read(database, $"SELECT 'crates', '', CAST(SUM(crates) AS BIGINT) FROM crate_counts"));
            rows.AddRange(await Read(database, $"SELECT 'keyword', keyword, crates FROM keyword_counts WHERE crates > 0"));
            rows.AddRange(await Read(database, $"SELECT 'category', category, crates FROM category_counts WHERE crates > 0"));
            rows.AddRange(await Read(database, $"SELECT 'dependent of ' || name, crate_id, version_id FROM reverse_dependencies"));
            rows.AddRange(await Read(database, $"SELECT 'versions', id, num_versions || ' ' || newest_version FROM crates"));
        }

        if (after4)
            rows.AddRange(await Read(database, $"SELECT canonical, crate_id, text FROM crate_texts"));
        // FTS5 compares its index with the texts; it fails when they differ.
        if (after4 && database.Dialect.OneProcess)
            await database.Execute($"INSERT INTO crate_parts (crate_parts, rank) VALUES ('integrity-check', 1)", default);
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    /// <summary>Worked out again.</summary>
    public static async Task<List<string>> Recomputed(Database database, int schema)
    {
        var rows = new List<string>();
        if (schema >= ReadApi)
        {
            rows.AddRange(await Read(database, $"""
                SELECT 'downloads', c.id, CAST(COALESCE(SUM(d.total), 0) AS BIGINT)
                FROM crates c LEFT JOIN versions v ON v.crate_id = c.id LEFT JOIN downloads d ON d.version_id = v.id GROUP BY c.id
                """));
            rows.AddRange(await Read(database, $"SELECT 'crates', '', COUNT(*) FROM crates"));
            rows.AddRange(await Read(database, $"SELECT 'keyword', keyword, COUNT(*) FROM keywords GROUP BY keyword"));
            rows.AddRange(await Read(database, $"SELECT 'category', category, COUNT(*) FROM categories GROUP BY category"));
            rows.AddRange(await Read(database, $"""
                SELECT DISTINCT 'dependent of ' || d.name, c.id, v.id FROM crates c JOIN versions v ON v.crate_id = c.id AND v.num = c.max_version
                JOIN dependencies d ON d.version_id = v.id WHERE d.registry IS NULL
                """));
            rows.AddRange(await Read(database, $"""
                SELECT 'versions', c.id, (SELECT COUNT(*) FROM versions v WHERE v.crate_id = c.id) || ' '
                    || (SELECT n.num FROM versions n WHERE n.crate_id = c.id ORDER BY n.id DESC LIMIT 1) FROM crates c
                """));
        }

        if (schema >= Search)
            rows.AddRange(await Read(database, $"SELECT canonical, id, replace(search_text, '-', '_') FROM crates"));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    private static Task<List<string>> Read(Database database, SqlText sql) =>
        database.Query(sql, row => $"{row.GetValue(0)}|{row.GetValue(1)}|{row.GetValue(2)}", default);
}
