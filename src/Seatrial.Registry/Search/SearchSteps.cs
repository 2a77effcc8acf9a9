using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Search;

/// <summary>One search.</summary>
internal sealed class SearchAttempt(Site site, IQueryCollection parameters, CancellationToken cancel) : Attempt(site,
    cancel)
{
    public IQueryCollection Parameters => parameters;

    public SearchQuery Query
    {
        get => field ?? throw new InvalidOperationException("The query has not been read.");
        set;
    }

    public CratesBody? Found { get; set; }
}

/// <summary>The workflow <c>search</c>.</summary>
internal static class SearchSteps
{
    public static Workflow<SearchAttempt> Search { get; } = new("search",
        [new("read-query", ReadQuery), new("search", Find)]);

    private static Refusal? ReadQuery(SearchAttempt attempt)
    {
        var (query, refusal) = SearchQuery.Read(attempt.Parameters);
        if (query is not null)
            attempt.Query = query;
        return refusal;
    }

    private static async Task<Refusal?> Find(SearchAttempt attempt)
    {
        var query = attempt.Query;
        await using var sql = await attempt.Site.Database.BeginRead(attempt.Cancel);
        var total = await sql.Number($"SELECT COUNT(*) FROM crates c WHERE {Matches(query)}", attempt.Cancel);
        var crates = await sql.Query($"""
            {CrateBody.Columns} WHERE {Matches(query)} ORDER BY {Order(query)}
            LIMIT {query.PerPage} OFFSET {(long)(query.Page - 1) * query.PerPage}
            """, CrateBody.Read, attempt.Cancel);
        attempt.Found = new CratesBody(crates, new CratesMeta(total));
        return null;
    }

    private static SqlText Matches(SearchQuery query)
    {
        SqlText condition = Text($"1 = 1");
        foreach (var word in query.Words)
            condition = Text($@"{condition} AND c.search_text LIKE {SearchText.Containing(word)} ESCAPE '\'");
        return query.Keyword is not { } keyword ? condition : Text($"""
            {condition} AND EXISTS (SELECT 1 FROM keywords k WHERE k.crate_id = c.id AND k.keyword = {keyword})
            """);
    }

    private static SqlText Order(SearchQuery query) => query.Sort switch
    {
        SearchSort.Downloads => Text($"downloads DESC, c.name"),
        SearchSort.New => Text($"c.created_at DESC, c.name"),
        SearchSort.RecentUpdates => Text($"c.updated_at DESC, c.name"),
        SearchSort.Alpha => Text($"c.canonical, c.name"),
        // The exact name first (API-SRCH-04), then names that contain it, then the rest; within each the most used.
        _ => Text($"""
            CASE WHEN c.canonical = {query.Canonical} THEN 0
                WHEN c.canonical LIKE {SearchText.Containing(SearchText.Fold(query.Canonical))} ESCAPE '\' THEN 1
                ELSE 2 END, downloads DESC, c.name
            """),
    };

    private static SqlText Text(SqlText sql) => sql;
}
