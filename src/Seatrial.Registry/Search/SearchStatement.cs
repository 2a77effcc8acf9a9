namespace Seatrial.Registry.Search;

/// <summary>The SQL of a search: which crates, in which order, from where.</summary>
internal static class SearchStatement
{
    /// <summary>One page and one crate more, which tells whether there is a next page. Behind a crate's fields: its rank.</summary>
    public static SqlText Page(SearchQuery query) => Text($"""
        SELECT {Crates.CrateBody.Fields}, {Rank(query)} {Crates.CrateBody.Source} WHERE {Matches(query)} AND {Behind(query)}
        ORDER BY {Order(query)} LIMIT {query.Paging.PerPage + 1} OFFSET {query.Paging.Offset}
        """);

    /// <summary>How many crates there are on all pages, from a counter where there is one.</summary>
    public static SqlText Total(SearchQuery query) => query switch
    {
        { Words.Count: 0, Filter.IsEmpty: true } => Text($"SELECT CAST(SUM(crates) AS BIGINT) FROM crate_counts"),
        { Words.Count: 0, Filter: { Keyword: { } keyword, Category: null, Owner: null, UserId: null } } =>
            Text($"SELECT COALESCE(MAX(crates), 0) FROM keyword_counts WHERE keyword = {keyword}"),
        _ => Text($"SELECT COUNT(*) FROM crates c WHERE {Matches(query)}"),
    };

    private static SqlText Matches(SearchQuery query)
    {
        var (condition, filter) = (Text($"1 = 1"), query.Filter);
        foreach (var word in query.Words)
            condition = Text($"{condition} AND {Holds(word)}");
        if (filter.Keyword is { } keyword)
            condition = Text($"{condition} AND c.id IN (SELECT k.crate_id FROM keywords k WHERE k.keyword = {keyword})");
        // With all that is below it.
        if (filter.Category is { } category)
            condition = Text($@"{condition} AND c.id IN (SELECT g.crate_id FROM categories g
                WHERE g.category = {category} OR g.category LIKE {SearchText.Beginning(category + "::")} ESCAPE '\')");
        if (filter.UserId is { } user)
            condition = Text($"{condition} AND c.id IN (SELECT o.crate_id FROM owners o WHERE o.user_id = {user})");
        return filter.Owner is not { } owner ? condition : Text($"""
            {condition} AND c.id IN (SELECT o.crate_id FROM owners o JOIN users w ON w.id = o.user_id WHERE w.canonical = {owner})
            """);
    }

    // One or two letters are in every other text: they must begin a word, which the trigram index can find.
    private static SqlText Holds(string word) => word.Length >= SearchText.ShortestPart || !word.All(char.IsAsciiLetterOrDigit)
        ? Text($@"c.search_text LIKE {SearchText.Containing(word)} ESCAPE '\'")
        : Text($@"(c.search_text LIKE {SearchText.Beginning(word)} ESCAPE '\' OR c.search_text LIKE {"% " + SearchText.Beginning(word)} ESCAPE '\'
            OR c.search_text LIKE {"%-" + SearchText.Beginning(word)} ESCAPE '\')");

    private static SqlText Behind(SearchQuery query) => query.After is not { } after ? Text($"1 = 1") : query.Sort switch
    {
        SearchSort.Downloads => Text($"(cd.total, cd.crate_id) < ({after.Value}, {after.CrateId})"),
        SearchSort.New => Text($"(c.created_at, c.id) < ({after.Value}, {after.CrateId})"),
        SearchSort.RecentUpdates => Text($"(c.updated_at, c.id) < ({after.Value}, {after.CrateId})"),
        SearchSort.Alpha => Text($"c.canonical > {after.Canonical}"),
        _ => Text($"""
            ({Rank(query)} > {after.Rank}
                OR ({Rank(query)} = {after.Rank} AND (cd.total, c.id) < ({after.Value}, {after.CrateId})))
            """),
    };

    private static SqlText Order(SearchQuery query) => query.Sort switch
    {
        SearchSort.Downloads => Text($"cd.total DESC, cd.crate_id DESC"),
        SearchSort.New => Text($"c.created_at DESC, c.id DESC"),
        SearchSort.RecentUpdates => Text($"c.updated_at DESC, c.id DESC"),
        SearchSort.Alpha => Text($"c.canonical"),
        _ => Text($"{Rank(query)}, cd.total DESC, c.id DESC"),
    };

    // The exact name first (API-SRCH-04), then names that contain it, then the rest; within each the most used.
    private static SqlText Rank(SearchQuery query) => query.Sort != SearchSort.Relevance ? Text($"0") : Text($"""
        CASE WHEN c.canonical = {query.Canonical} THEN 0
            WHEN c.canonical LIKE {SearchText.Containing(SearchText.Fold(query.Canonical))} ESCAPE '\' THEN 1 ELSE 2 END
        """);

    private static SqlText Text(SqlText sql) => sql;
}
