namespace Seatrial.Registry.Search;

/// <summary>The SQL of a search: which crates, in which order, from where.</summary>
/// <remarks>
/// What a word matches is decided by the text in <c>crate_texts</c>. There are two ways to the crates: all that match, from the index of
/// parts of words or from the filters, then sorted; or in order, asking each crate in turn whether it matches, until the page is full.
/// </remarks>
/// <param name="query">What is searched for.</param>
/// <param name="dialect">The database's.</param>
/// <param name="filterLeads">Whether the filters let so few crates through that their texts are read, instead of asking those that hold the words.</param>
internal sealed class SearchStatement(SearchQuery query, Dialect dialect, bool filterLeads)
{
    /// <summary>How many crates there are on all pages, from a counter where there is one; else up to this many and one more.</summary>
    public SqlText Total(int most) => query switch
    {
        { Words.Count: 0, Filter.IsEmpty: true } => Text($"SELECT CAST(SUM(crates) AS BIGINT) FROM crate_counts"),
        { Words.Count: 0, Filter: { Keyword: { } keyword, Category: null, Owner: null, UserId: null } } =>
            Text($"SELECT COALESCE(MAX(crates), 0) FROM keyword_counts WHERE keyword = {keyword}"),
        { Words.Count: 0 } => Text($"SELECT COUNT(*) FROM (SELECT 1 FROM ({query.Filter.Chosen}) c LIMIT {most + 1}) f"),
        // Planned as if all were wanted, which is what makes PostgreSQL use the index, and stopped early all the same.
        _ => Text($"""
            WITH found AS {dialect.Stopping} ({Found(SearchPart.All, Indexed(SearchPart.All))})
            SELECT COUNT(*) FROM (SELECT 1 FROM found LIMIT {most + 1}) f
            """),
    };

    /// <summary>How many crates a part has.</summary>
    public SqlText Count(SearchPart part) => Text($"SELECT COUNT(*) FROM ({Found(part, Indexed(part))}) f");

    /// <summary>A page from all crates of a part.</summary>
    public SqlText FromAll(SearchPart part, SearchKey? after, long offset, int limit) => Text($"""
        WITH found AS MATERIALIZED ({Found(part, Indexed(part))})
        {Crates(Text($"""
            SELECT {Id} AS id, {Value} AS value FROM found f JOIN {Source} ON {Id} = f.crate_id WHERE {Behind(after)}
            ORDER BY {Order(Value, Id)} LIMIT {limit} OFFSET {offset}
            """))}
        """);

    /// <summary>
    /// A page of all parts, one after the other, each crate with its part behind its own columns: where few match, so that finding them is what
    /// costs, and is done once.
    /// </summary>
    public SqlText FromFew(SearchKey? after, long offset, int limit)
    {
        var behind = after is null ? Text($"1 = 1") : Text($"(f.part > {(int)after.Part} OR (f.part = {(int)after.Part} AND {Behind(after)}))");
        return Text($$"""
            WITH found AS MATERIALIZED ({{Found(SearchPart.All, Indexed(SearchPart.All))}}), parted AS (
                SELECT t.crate_id, CASE WHEN t.canonical = {{query.Name}} THEN {{(int)SearchPart.Name}}
                    WHEN t.canonical LIKE {{InName}} ESCAPE '\' THEN {{(int)SearchPart.NamesWithIt}} ELSE {{(int)SearchPart.Others}} END AS part
                FROM found JOIN crate_texts t ON t.crate_id = found.crate_id)
            SELECT {{Registry.Crates.CrateBody.Fields}}, p.part FROM (
                SELECT {{Id}} AS id, {{Value}} AS value, f.part FROM parted f JOIN {{Source}} ON {{Id}} = f.crate_id WHERE {{behind}}
                ORDER BY f.part, {{Order(Value, Id)}} LIMIT {{limit}} OFFSET {{offset}}) p
            JOIN crates c ON c.id = p.id JOIN crate_downloads cd ON cd.crate_id = c.id
            ORDER BY p.part, {{Order(Text($"p.value"), Text($"p.id"))}}
            """);
    }

    /// <summary>A page from those of the next <paramref name="window"/> crates in order that are of a part.</summary>
    public SqlText InOrder(SearchPart part, SearchKey? after, long offset, int limit, int window) => Crates(Text($"""
        SELECT w.id, w.value FROM
            (SELECT {Id} AS id, {Value} AS value FROM {Source} WHERE {Behind(after)} ORDER BY {Order(Value, Id)} LIMIT {window}) w
        WHERE {query.Filter.Passes(Text($"w.id"))} AND {MatchesInOrder(part)}
        ORDER BY {Order(Text($"w.value"), Text($"w.id"))} LIMIT {limit} OFFSET {offset}
        """));

    /// <summary>A page of all crates that there are.</summary>
    public SqlText Everything(SearchKey? after, long offset, int limit) => Crates(Text($"""
        SELECT {Id} AS id, {Value} AS value FROM {Source} WHERE {Behind(after)} ORDER BY {Order(Value, Id)} LIMIT {limit} OFFSET {offset}
        """));

    private SqlText Crates(SqlText page) => Text($"""
        SELECT {Registry.Crates.CrateBody.Fields} FROM ({page}) p JOIN crates c ON c.id = p.id JOIN crate_downloads cd ON cd.crate_id = c.id
        ORDER BY {Order(Text($"p.value"), Text($"p.id"))}
        """);

    private SqlText Found(SearchPart part, SqlText? indexed = null)
    {
        if (query.Words.Count == 0)
            return query.Filter.Chosen;
        var condition = indexed is null ? Matches(part) : Text($"{indexed} AND {Matches(part)}");
        // Scalar subqueries: PostgreSQL would join, from all texts or with all crates of the filter, as it cannot know how many hold a word.
        return filterLeads
            ? Text($"SELECT f.crate_id FROM ({query.Filter.Chosen}) f WHERE (SELECT {Matches(part)} FROM crate_texts t WHERE t.crate_id = f.crate_id)")
            : query.Filter.IsEmpty ? Text($"SELECT t.crate_id FROM crate_texts t WHERE {condition}")
            : Text($"SELECT t.crate_id FROM crate_texts t WHERE {condition} AND (SELECT {query.Filter.Passes(Text($"t.crate_id"))})");
    }

    private SqlText? Indexed(SearchPart part) => part switch
    {
        _ when filterLeads => null,
        SearchPart.Name => null,
        SearchPart.NamesWithIt => dialect.HasNamePart(query.Name!),
        _ => dialect.HasPart(query.Words),
    };

    private SqlText MatchesInOrder(SearchPart part) => query.Words.Count == 0
        ? Text($"1 = 1")
        : Text($"(SELECT {Matches(part)} FROM crate_texts t WHERE t.crate_id = w.id)");

    // Whoever's name holds the only word matches it: the text begins with the name.
    private SqlText Matches(SearchPart part)
    {
        if (part == SearchPart.Name)
            return Text($"t.crate_id = (SELECT id FROM crates WHERE canonical = {query.Name})");
        if (part == SearchPart.NamesWithIt)
            return Text($@"(t.canonical <> {query.Name} AND {Column(query.Name!, Text($"t.canonical"))} LIKE {InName} ESCAPE '\')");
        var condition = Text($"1 = 1");
        foreach (var word in query.Words)
            condition = Text($"{condition} AND {Holds(word)}");
        return part == SearchPart.All ? condition : Text($@"({condition} AND t.canonical NOT LIKE {InName} ESCAPE '\')");
    }

    private string InName => SearchText.IsShort(query.Name!) ? SearchText.Beginning(query.Name!) : SearchText.Containing(query.Name!);

    // Without letters in it, PostgreSQL would walk the whole index before it looks at the texts; and what a filter that
    // leads lets through is less than what the index finds. An expression keeps it from the index.
    private SqlText Column(string word, SqlText column) =>
        SearchText.IsIndexed(word) && !filterLeads ? column : Text($"({column} || '')");

    // One or two letters are in every other text: they must begin a word, which the index can find.
    private SqlText Holds(string word) => !SearchText.IsShort(word)
        ? Text($@"{Column(word, Text($"t.text"))} LIKE {SearchText.Containing(word)} ESCAPE '\'")
        : Text($@"({Column(word, Text($"t.text"))} LIKE {SearchText.Beginning(word)} ESCAPE '\' OR {Column(word, Text($"t.text"))} LIKE {"% " + SearchText.Beginning(word)} ESCAPE '\'
            OR {Column(word, Text($"t.text"))} LIKE {@"%\_" + SearchText.Beginning(word)} ESCAPE '\')");

    // Where the order is: a table, what it is ordered by, and the crate, each from one index.
    private SqlText Source => query.Sort is SearchSort.Relevance or SearchSort.Downloads ? Text($"crate_downloads o") : Text($"crates o");

    private SqlText Id => query.Sort is SearchSort.Relevance or SearchSort.Downloads ? Text($"o.crate_id") : Text($"o.id");

    private SqlText Value => query.Sort switch
    {
        SearchSort.New => Text($"o.created_at"),
        SearchSort.RecentUpdates => Text($"o.updated_at"),
        SearchSort.Alpha => Text($"o.canonical"),
        _ => Text($"o.total"),
    };

    private SqlText Order(SqlText value, SqlText id) => query.Sort == SearchSort.Alpha ? value : Text($"{value} DESC, {id} DESC");

    private SqlText Behind(SearchKey? after) =>
        after is null ? Text($"1 = 1")
        : query.Sort == SearchSort.Alpha ? Text($"{Value} > {after.Canonical}")
        : Text($"({Value}, {Id}) < ({after.Value}, {after.CrateId})");

    private static SqlText Text(SqlText sql) => sql;
}

/// <summary>The order of relevance is three lists, one after the other, each by downloads; every other order is one list.</summary>
internal enum SearchPart
{
    /// <summary>The crate whose name was searched for (API-SRCH-04).</summary>
    Name,

    /// <summary>Crates whose names hold what was searched for.</summary>
    NamesWithIt,

    /// <summary>Other crates that match.</summary>
    Others,

    /// <summary>Every crate that matches.</summary>
    All,
}
