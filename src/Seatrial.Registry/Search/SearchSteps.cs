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
    // Behind the columns of CrateBody.
    private const int IdColumn = 12;
    private const int RankColumn = 13;

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
        var total = await sql.Number(SearchStatement.Total(query), attempt.Cancel);
        var found = await sql.Query(SearchStatement.Page(query), row => (Crate: CrateBody.Read(row) with
        {
            ExactMatch = CrateName.Canonicalize(row.GetString(0)) == query.Canonical,
        }, Id: row.GetInt64(IdColumn), Rank: row.GetInt32(RankColumn)), attempt.Cancel);
        var page = found.Take(query.Paging.PerPage).ToArray();
        var key = page is [.., var last] ? KeyOf(query.Sort, last.Rank, last.Crate, last.Id).ToString() : "";
        attempt.Found = new CratesBody([.. page.Select(one => one.Crate)],
            new PageMeta(total, query.Paging.Next(attempt.Parameters, found.Count > page.Length, key)));
        return null;
    }

    private static SearchKey KeyOf(SearchSort sort, int rank, CrateBody crate, long id) => sort switch
    {
        SearchSort.New => new(sort, 0, crate.CreatedAt.ToUnixTimeMilliseconds(), id, ""),
        SearchSort.RecentUpdates => new(sort, 0, crate.UpdatedAt.ToUnixTimeMilliseconds(), id, ""),
        SearchSort.Alpha => new(sort, 0, 0, id, CrateName.Canonicalize(crate.Name)),
        _ => new(sort, rank, crate.Downloads, id, ""),
    };
}
