namespace Seatrial.Registry.Publish;

/// <summary>The keywords and categories of a crate, which are those of its last publish.</summary>
/// <remarks>
/// Only what changes is written, in one order everywhere: each row moves a counter that many crates share, so that publishes of one
/// keyword wait for each other only when they change its count, and can never wait for each other in a circle (incident 32).
/// </remarks>
internal static class CrateWords
{
    private const int MaxCategoryLength = 100;

    public static async Task Write(Transaction sql, long crateId, PublishMetadata metadata, CancellationToken cancel)
    {
        var words = metadata.Keywords.Select(Search.SearchText.Fold);
        await Write(sql, crateId, Text($"keywords"), Text($"keyword"), words, cancel);
        await Write(sql, crateId, Text($"categories"), Text($"category"), metadata.Categories.Where(IsCategory), cancel);
    }

    /// <summary>The categories that are no slugs, which the publisher is warned of.</summary>
    public static IReadOnlyList<string> Unusable(PublishMetadata metadata) => [.. metadata.Categories.Where(one => !IsCategory(one))];

    private static async Task Write(
        Transaction sql, long crateId, SqlText table, SqlText column, IEnumerable<string> words, CancellationToken cancel)
    {
        var wanted = words.ToHashSet(StringComparer.Ordinal);
        var present = (await sql.Query($"SELECT {column} FROM {table} WHERE crate_id = {crateId}", row => row.GetString(0), cancel))
            .ToHashSet(StringComparer.Ordinal);
        foreach (var word in wanted.Union(present).Order(StringComparer.Ordinal))
            if (!wanted.Contains(word))
                await sql.Execute($"DELETE FROM {table} WHERE crate_id = {crateId} AND {column} = {word}", cancel);
            else if (!present.Contains(word))
                await sql.Execute($"INSERT INTO {table} (crate_id, {column}) VALUES ({crateId}, {word})", cancel);
    }

    // Like crates.io's: lower-case words with hyphens, levels apart by `::`.
    private static bool IsCategory(string text) => text.Length is > 0 and <= MaxCategoryLength
        && text.Split("::").All(level => level.Length > 0 && level.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));

    private static SqlText Text(SqlText sql) => sql;
}
