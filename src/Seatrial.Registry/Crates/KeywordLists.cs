using System.Data.Common;
using Seatrial.Registry.Search;

namespace Seatrial.Registry.Crates;

/// <summary>Keywords and categories, with the number of crates of each, from counters.</summary>
internal static class KeywordLists
{
    public static async Task<Answer> Keywords(Reading reading)
    {
        var (page, refusal) = await Page(reading, Text($"keyword_counts"), Text($"keyword"), KeywordBody.Read);
        return page is null ? Answer.Of(refusal!) : Answer.Json(new KeywordsBody(page.Items, page.Meta), RegistryJson.Default.KeywordsBody);
    }

    public static async Task<Answer> Categories(Reading reading)
    {
        var (page, refusal) = await Page(reading, Text($"category_counts"), Text($"category"), CategoryBody.Read);
        return page is null ? Answer.Of(refusal!) : Answer.Json(new CategoriesBody(page.Items, page.Meta), RegistryJson.Default.CategoriesBody);
    }

    public static async Task<Answer> Keyword(Reading reading)
    {
        var word = SearchText.Fold(reading.Http.Route("keyword"));
        var found = await reading.Session.Find(
            $"SELECT keyword, crates, created_at FROM keyword_counts WHERE keyword = {word} AND crates > 0", KeywordBody.Read, reading.Cancel);
        return found is null
            ? Answer.Of(Refusal.NotFound("no crate has this keyword"))
            : Answer.Json(new OneKeyword(found), RegistryJson.Default.OneKeyword);
    }

    public static async Task<Answer> Category(Reading reading)
    {
        var slug = SearchText.Fold(reading.Http.Route("category"));
        var found = await reading.Session.Find(
            $"SELECT category, crates, created_at FROM category_counts WHERE category = {slug} AND crates > 0", CategoryBody.Read, reading.Cancel);
        return found is null
            ? Answer.Of(Refusal.NotFound("no crate is in this category"))
            : Answer.Json(new OneCategory(found), RegistryJson.Default.OneCategory);
    }

    public static Task<List<KeywordBody>> KeywordsOf(SqlSession sql, long crateId, CancellationToken cancel) => sql.Query($"""
        SELECT n.keyword, n.crates, n.created_at FROM keywords k JOIN keyword_counts n ON n.keyword = k.keyword
        WHERE k.crate_id = {crateId} ORDER BY n.keyword
        """, KeywordBody.Read, cancel);

    public static Task<List<CategoryBody>> CategoriesOf(SqlSession sql, long crateId, CancellationToken cancel) => sql.Query($"""
        SELECT n.category, n.crates, n.created_at FROM categories k JOIN category_counts n ON n.category = k.category
        WHERE k.crate_id = {crateId} ORDER BY n.category
        """, CategoryBody.Read, cancel);

    /// <summary>The most used words of a kind.</summary>
    public static Task<List<T>> Popular<T>(SqlSession sql, SqlText table, SqlText column, Func<DbDataReader, T> read, int limit,
        CancellationToken cancel) => sql.Query($"""
        SELECT {column}, crates, created_at FROM {table} WHERE crates > 0 ORDER BY crates DESC, {column} DESC LIMIT {limit}
        """, read, cancel);

    private static async Task<(WordPage<T>? Page, Refusal? Refusal)> Page<T>(
        Reading reading, SqlText table, SqlText column, Func<DbDataReader, T> read)
    {
        var query = reading.Http.Request.Query;
        var (paging, refusal) = Paging.Read(query);
        if (paging is null)
            return (null, refusal);
        var sort = query["sort"].ToString();
        if (sort is not ("" or "alpha" or "crates"))
            return (null, Refusal.Invalid("`sort` must be alpha or crates"));
        var (behind, bad) = Behind(paging, sort == "crates", column);
        if (bad)
            return (null, Paging.BadSeek);
        var order = sort == "crates" ? Text($"crates DESC, {column} DESC") : Text($"{column}");
        var total = await reading.Session.Number($"SELECT COUNT(*) FROM {table} WHERE crates > 0", reading.Cancel);
        var found = await reading.Session.Query($"""
            SELECT {column}, crates, created_at FROM {table} WHERE crates > 0 AND {behind} ORDER BY {order}
            LIMIT {paging.PerPage + 1} OFFSET {paging.Offset}
            """, row => (Item: read(row), Key: $"{row.GetInt64(1)}|{row.GetString(0)}"), reading.Cancel);
        var page = found.Take(paging.PerPage).ToArray();
        var next = paging.Next(query, found.Count > page.Length, page is [.., var last] ? last.Key : "");
        return (new([.. page.Select(one => one.Item)], new PageMeta(total, next)), null);
    }

    private static (SqlText Condition, bool Bad) Behind(Paging paging, bool byCrates, SqlText column)
    {
        if (paging.Seek is not { } seek)
            return (Text($"1 = 1"), false);
        if (seek.Split('|', 2) is not [var count, var word] || !long.TryParse(count, System.Globalization.NumberStyles.None, null, out var crates))
            return (Text($"1 = 0"), true);
        return (byCrates ? Text($"(crates, {column}) < ({crates}, {word})") : Text($"{column} > {word}"), false);
    }

    private static SqlText Text(SqlText sql) => sql;

    private sealed record WordPage<T>(IReadOnlyList<T> Items, PageMeta Meta);
}

/// <summary>A keyword in crates.io's shape.</summary>
internal sealed record KeywordBody(string Id, string Keyword, long CratesCnt, DateTimeOffset CreatedAt)
{
    public static KeywordBody Read(DbDataReader row) => new(row.GetString(0), row.GetString(0), row.GetInt64(1), row.Moment(2));
}

/// <summary>A category in crates.io's shape; this registry knows no more of one than its slug.</summary>
internal sealed record CategoryBody(string Id, string Category, string Slug, string Description, long CratesCnt, DateTimeOffset CreatedAt)
{
    public static CategoryBody Read(DbDataReader row) =>
        new(row.GetString(0), row.GetString(0), row.GetString(0), "", row.GetInt64(1), row.Moment(2));
}

/// <summary>A page of keywords.</summary>
internal sealed record KeywordsBody(IReadOnlyList<KeywordBody> Keywords, PageMeta Meta);

/// <summary>A page of categories.</summary>
internal sealed record CategoriesBody(IReadOnlyList<CategoryBody> Categories, PageMeta Meta);

/// <summary>One keyword.</summary>
internal sealed record OneKeyword(KeywordBody Keyword);

/// <summary>One category.</summary>
internal sealed record OneCategory(CategoryBody Category);
