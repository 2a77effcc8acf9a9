using System.Globalization;

namespace Seatrial.Registry.Search;

/// <summary>A search as it was asked for, within its bounds.</summary>
internal sealed record SearchQuery(IReadOnlyList<string> Words, string Canonical, string? Keyword, SearchSort Sort,
    int Page, int PerPage)
{
    // The numbers of crates.io, which cargo knows (API-SRCH-01).
    private const int DefaultPerPage = 10;
    private const int MaxPerPage = 100;

    // An offset makes the database walk; nobody reads page 10 000.
    private const int MaxPage = 10_000;
    private const int MaxLength = 1000;
    private const int MaxWords = 10;

    /// <summary>Reads the query string; unknown parameters are ignored (API-GEN-07).</summary>
    public static (SearchQuery? Query, Refusal? Refusal) Read(IQueryCollection parameters)
    {
        var (q, keyword) = (parameters["q"].ToString(), parameters["keyword"].ToString());
        if (!Number(parameters, "page", 1, MaxPage, out var page))
            return (null, Refusal.Invalid($"`page` must be a number from 1 to {MaxPage}"));
        if (!Number(parameters, "per_page", DefaultPerPage, MaxPerPage, out var perPage))
            return (null, Refusal.Invalid($"`per_page` must be a number from 1 to {MaxPerPage}"));
        if (q.Length > MaxLength || keyword.Length > MaxLength
            || (q + keyword).Contains('\0', StringComparison.Ordinal))
            return (null, Refusal.Invalid($"`q` and `keyword` have at most {MaxLength} characters, none of them NUL"));
        if (SortOf(parameters["sort"].ToString()) is not { } sort)
            return (null, Refusal.Invalid("`sort` must be relevance, downloads, new, recent-updates or alpha"));
        var words = SearchText.Fold(q).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var wanted = keyword.Length == 0 ? null : SearchText.Fold(keyword);
        var name = CrateName.Canonicalize(q.Trim());
        return (new SearchQuery([.. words.Take(MaxWords)], name, wanted, sort, page, perPage), null);
    }

    private static bool Number(IQueryCollection parameters, string name, int whenAbsent, int max, out int number)
    {
        number = whenAbsent;
        return !parameters.TryGetValue(name, out var text)
            || (int.TryParse(text, NumberStyles.None, null, out number) && number >= 1 && number <= max);
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

/// <summary>The orders of a search; each ends with the name, so that pages never overlap (invariant I13).</summary>
internal enum SearchSort
{
    Relevance,
    Downloads,
    New,
    RecentUpdates,
    Alpha,
}
