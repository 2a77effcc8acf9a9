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
        var pages = await SearchPages.Count(sql, query, attempt.Site.Database.Dialect, attempt.Cancel);
        var found = await pages.Page();
        var page = found.Take(query.Paging.PerPage).ToArray();
        var key = page is [.., var last] ? last.Key(query.Sort).ToString() : "";
        attempt.Found = new CratesBody([.. page.Select(one => one.Crate)],
            new PageMeta(pages.Total, query.Paging.Next(attempt.Parameters, found.Count > page.Length, key)) { TotalIsCapped = pages.IsCapped });
        return null;
    }
}
