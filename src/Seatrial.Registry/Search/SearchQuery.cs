namespace Seatrial.Registry.Search;

/// <summary>A search as it was asked for, within its bounds.</summary>
/// <param name="Words">What all must be found, canonical.</param>
internal sealed record SearchQuery(IReadOnlyList<string> Words, SearchFilter Filter, SearchSort Sort, Paging Paging, SearchKey? After)
{
    private const int MaxLength = 1000;
    private const int MaxWords = 10;

    // Parameters with text in them.
    private static readonly string[] Texts = ["q", "keyword", "category", "owner"];

    /// <summary>The canonical name that may have been searched for; null when it was several words, none, or no name can have it.</summary>
    public string? Name => Words.Count == 1 && Words[0].All(c => char.IsAsciiLetterOrDigit(c) || c == '_') ? Words[0] : null;

    /// <summary>Whether the database has the number of matches ready: of all crates, and of a keyword's.</summary>
    public bool HasCounter => Words.Count == 0 && Filter is { Category: null, Owner: null, UserId: null };

    /// <summary>Reads the query string; unknown parameters are ignored (API-GEN-07).</summary>
    public static (SearchQuery? Query, Refusal? Refusal) Read(IQueryCollection parameters)
    {
        var (paging, refusal) = Paging.Read(parameters);
        if (paging is null)
            return (null, refusal);
        if (Texts.Select(name => parameters[name].ToString()).Any(text => text.Length > MaxLength || text.Contains('\0', StringComparison.Ordinal)))
            return (null, Refusal.Invalid($"`q` and the filters have at most {MaxLength} characters, none of them NUL"));
        if (SortOf(parameters["sort"].ToString()) is not { } sort)
            return (null, Refusal.Invalid("`sort` must be relevance, downloads, new, recent-updates or alpha"));
        if (SearchFilter.Read(parameters) is not { } filter)
            return (null, Refusal.Invalid("`user_id` must be the id of a user"));
        var words = SearchText.Canonicalize(parameters["q"].ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        // Without words nothing is more relevant than anything else.
        if (words.Length == 0 && sort == SearchSort.Relevance)
            sort = SearchSort.Downloads;
        var after = SearchKey.Read(paging.Seek, sort);
        return paging.Seek is not null && after is null
            ? (null, Paging.BadSeek)
            : (new SearchQuery([.. words.Take(MaxWords)], filter, sort, paging, after), null);
    }

    private static SearchSort? SortOf(string text) => text switch
    {
        "" or "relevance" => SearchSort.Relevance,
        "downloads" => SearchSort.Downloads,
        "new" => SearchSort.New,
        "recent-updates" => SearchSort.RecentUpdates,
        "alpha" => SearchSort.Alpha,
        _ => null,
    };
}

/// <summary>The orders of a search; each ends with the crate, so that pages never overlap (invariant I13).</summary>
internal enum SearchSort
{
    Relevance,
    Downloads,
    New,
    RecentUpdates,
    Alpha,
}
