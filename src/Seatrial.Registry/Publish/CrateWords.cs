namespace Seatrial.Registry.Publish;

/// <summary>The keywords and categories of a crate, which are those of its last publish.</summary>
/// <remarks>
/// Only what changes is written, in one order everywhere: each row moves a counter that many crates share, so that publishes of one
/// keyword wait for each other only when they change its count, and can never wait for each other in a circle (incident 32).
/// </remarks>
/// <param name="Keywords">The keywords that it has.</param>
/// <param name="Categories">The categories that it has.</param>
internal sealed record CrateWords(List<string> Keywords, List<string> Categories)
{
    private const int MaxCategoryLength = 100;

    /// <summary>Asks for them.</summary>
    public static CrateWords Find(SqlBatch batch, string canonical) => new(
        Find(batch, canonical, Text($"keywords"), Text($"keyword")),
        Find(batch, canonical, Text($"categories"), Text($"category")));

    /// <summary>Writes what differs from those that are there.</summary>
    public static void Write(SqlBatch batch, string canonical, PublishMetadata metadata, CrateWords present)
    {
        var words = metadata.Keywords.Select(Search.SearchText.Fold);
        Write(batch, canonical, Text($"keywords"), Text($"keyword"), words, present.Keywords);
        Write(batch, canonical, Text($"categories"), Text($"category"), metadata.Categories.Where(IsCategory), present.Categories);
    }

    /// <summary>The categories that are no slugs, which the publisher is warned of.</summary>
    public static IReadOnlyList<string> Unusable(PublishMetadata metadata) => [.. metadata.Categories.Where(one => !IsCategory(one))];

    private static List<string> Find(SqlBatch batch, string canonical, SqlText table, SqlText column) => batch.Query($"""
        SELECT w.{column} FROM {table} w JOIN crates c ON c.id = w.crate_id WHERE c.canonical = {canonical}
        """, row => row.GetString(0));

    private static void Write(
        SqlBatch batch, string canonical, SqlText table, SqlText column, IEnumerable<string> words, List<string> present)
    {
        var wanted = words.ToHashSet(StringComparer.Ordinal);
        foreach (var word in wanted.Union(present).Order(StringComparer.Ordinal))
            if (!wanted.Contains(word))
                batch.Execute($"""
                    DELETE FROM {table} WHERE {column} = {word} AND crate_id = (SELECT id FROM crates WHERE canonical = {canonical})
                    """);
            else if (!present.Contains(word))
                batch.Execute($"""
                    INSERT INTO {table} (crate_id, {column}) SELECT id, {word} FROM crates WHERE canonical = {canonical}
                    """);
    }

    // Like crates.io's: lower-case words with hyphens, levels apart by `::`.
    private static bool IsCategory(string text) => text.Length is > 0 and <= MaxCategoryLength
        && text.Split("::").All(level => level.Length > 0 && level.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-'));

    private static SqlText Text(SqlText sql) => sql;
}
