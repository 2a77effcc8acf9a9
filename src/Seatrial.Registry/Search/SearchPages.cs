using System.Data.Common;
using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Search;

/// <summary>Finds the crates of one page, by the way that looks at few crates (docs/decisions/0011).</summary>
/// <remarks>
/// Matches are counted up to <see cref="MostCounted"/>. Of fewer crates all are fetched and sorted. Of more, the page is filled in order: so common
/// a word, keyword, category or owner is met again soon. Where it is not, because the crates next in order are the ones without it, all are fetched
/// after all.
/// </remarks>
internal sealed class SearchPages
{
    /// <summary>How far crates are counted; crates.io ranks no more either.</summary>
    public const int MostCounted = 1_000;

    // Above this the index of words finds fewer crates than the filter, unless the word is common, and then counting stops soon.
    private const int MostRead = 5_000;

    // A word in one of a hundred crates fills a page within this.
    private const int WindowPerCrate = 100;
    private const int LargestWindow = 4_000;

    // Behind the columns of CrateBody's own.
    private const int IdColumn = 12;
    private const int PartColumn = 13;

    private readonly SqlSession _sql;
    private readonly SearchQuery _query;
    private readonly SearchStatement _statement;
    private readonly CancellationToken _cancel;
    private readonly long _counted;

    private SearchPages(SqlSession sql, SearchQuery query, SearchStatement statement, long counted, CancellationToken cancel) =>
        (_sql, _query, _statement, _counted, _cancel) = (sql, query, statement, counted, cancel);

    /// <summary>How many crates match, or how many were counted.</summary>
    public long Total => IsCapped ? MostCounted : _counted;

    /// <summary>Whether there are more than the total says.</summary>
    public bool IsCapped => _counted > MostCounted && !_query.HasCounter;

    /// <summary>Counts what matches.</summary>
    public static async Task<SearchPages> Count(SqlSession sql, SearchQuery query, Dialect dialect, CancellationToken cancel)
    {
        var filterLeads = query is { Words.Count: > 0, Filter.IsEmpty: false }
            && await sql.Number(new SearchStatement(query with { Words = [] }, dialect, filterLeads: true).Total(MostRead), cancel) <= MostRead;
        var statement = new SearchStatement(query, dialect, filterLeads);
        return new(sql, query, statement, await sql.Number(statement.Total(MostCounted), cancel), cancel);
    }

    /// <summary>The crates of the page, and one more when there is a next page.</summary>
    public async Task<List<FoundCrate>> Page()
    {
        var (found, offset) = (new List<FoundCrate>(), _query.Paging.Offset);
        if (_query.Words.Count > 0 && _counted <= MostCounted && Parts().Length > 1)
            return await _sql.Query(_statement.FromFew(_query.After, offset, _query.Paging.PerPage + 1),
                row => FoundCrate.Read(row, (SearchPart)row.GetInt32(PartColumn), _query.Name), _cancel);
        foreach (var part in Parts().Where(part => _query.After is null || part >= _query.After.Part))
        {
            var missing = _query.Paging.PerPage + 1 - found.Count;
            if (missing == 0)
                break;
            found.AddRange(await Page(part, _query.After?.Part == part ? _query.After : null, offset, missing));
            // A page by number goes on in the next part, behind what this one had.
            if (offset > 0 && part is SearchPart.Name or SearchPart.NamesWithIt)
                offset = found.Count > 0 ? 0 : offset - await _sql.Number(_statement.Count(part), _cancel);
        }

        return found;
    }

    private SearchPart[] Parts() => _query is { Sort: SearchSort.Relevance, Name: not null }
        ? [SearchPart.Name, SearchPart.NamesWithIt, SearchPart.Others]
        : [SearchPart.All];

    private async Task<List<FoundCrate>> Page(SearchPart part, SearchKey? after, long offset, int limit)
    {
        if (_query.Words.Count == 0 && _query.Filter.IsEmpty)
            return await Read(part, _statement.Everything(after, offset, limit));
        var window = Math.Min((offset + limit) * WindowPerCrate, LargestWindow);
        if (_counted > MostCounted && part != SearchPart.Name && offset + limit < window)
        {
            var found = await Read(part, _statement.InOrder(part, after, offset, limit, (int)window));
            if (found.Count == limit)
                return found;
        }

        return await Read(part, _statement.FromAll(part, after, offset, limit));
    }

    private Task<List<FoundCrate>> Read(SearchPart part, SqlText page) => _sql.Query(page, row => FoundCrate.Read(row, part, _query.Name), _cancel);

    /// <summary>A crate and the list that it was found in.</summary>
    internal sealed record FoundCrate(CrateBody Crate, long Id, SearchPart Part)
    {
        public static FoundCrate Read(DbDataReader row, SearchPart part, string? name)
        {
            var crate = CrateBody.Read(row);
            return new(crate with { ExactMatch = CrateName.Canonicalize(crate.Name) == name }, row.GetInt64(IdColumn), part);
        }

        public SearchKey Key(SearchSort sort) => sort switch
        {
            SearchSort.New => new(sort, Part, Crate.CreatedAt.ToUnixTimeMilliseconds(), Id, ""),
            SearchSort.RecentUpdates => new(sort, Part, Crate.UpdatedAt.ToUnixTimeMilliseconds(), Id, ""),
            SearchSort.Alpha => new(sort, Part, 0, Id, CrateName.Canonicalize(Crate.Name)),
            _ => new(sort, Part, Crate.Downloads, Id, ""),
        };
    }
}
