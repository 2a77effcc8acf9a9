using System.Data.Common;
using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Search;

/// <summary>Finds the crates of one page, by the way that looks at few crates (docs/decisions/0009).</summary>
/// <remarks>
/// Words are counted up to <see cref="MostCounted"/>. Of fewer crates all are fetched and sorted. Of more, the page is filled in order: so common a
/// word is met again soon. Where it is not, because the crates next in order are the ones without it, all are fetched after all.
/// </remarks>
internal sealed class SearchPages(SqlSession sql, SearchQuery query, SearchStatement statement, CancellationToken cancel)
{
    /// <summary>How far crates with words are counted; crates.io ranks no more either.</summary>
    public const int MostCounted = 1_000;

    // A word in one of a hundred crates fills a page within this.
    private const int WindowPerCrate = 100;
    private const int LargestWindow = 4_000;

    // Behind the columns of CrateBody's own.
    private const int IdColumn = 12;

    /// <summary>How many crates match, and whether that is only as far as was counted.</summary>
    public async Task<(long Total, bool Capped)> Total()
    {
        var counted = await sql.Number(statement.Total(MostCounted), cancel);
        return query.Words.Count > 0 && counted > MostCounted ? (MostCounted, true) : (counted, false);
    }

    /// <summary>The crates of the page, and one more when there is a next page.</summary>
    /// <param name="common">Whether more crates match than are counted.</param>
    public async Task<List<FoundCrate>> Page(bool common)
    {
        var (found, offset) = (new List<FoundCrate>(), query.Paging.Offset);
        foreach (var part in Parts().Where(part => query.After is null || part >= query.After.Part))
        {
            var missing = query.Paging.PerPage + 1 - found.Count;
            if (missing == 0)
                break;
            found.AddRange(await Page(part, query.After?.Part == part ? query.After : null, offset, missing, common));
            // A page by number goes on in the next part, behind what this one had.
            if (offset > 0 && part is SearchPart.Name or SearchPart.NamesWithIt)
                offset = found.Count > 0 ? 0 : offset - await sql.Number(statement.Count(part), cancel);
        }

        return found;
    }

    private SearchPart[] Parts() => query is { Sort: SearchSort.Relevance, Name: not null }
        ? [SearchPart.Name, SearchPart.NamesWithIt, SearchPart.Others]
        : [SearchPart.All];

    private async Task<List<FoundCrate>> Page(SearchPart part, SearchKey? after, long offset, int limit, bool common)
    {
        if (query.Words.Count == 0 && query.Filter.IsEmpty)
            return await Read(part, statement.Everything(after, offset, limit));
        var window = Math.Min((offset + limit) * WindowPerCrate, LargestWindow);
        if (common && query.Filter.IsEmpty && part != SearchPart.Name && offset + limit < window)
        {
            var found = await Read(part, statement.InOrder(part, after, offset, limit, (int)window));
            if (found.Count == limit)
                return found;
        }

        return await Read(part, statement.FromAll(part, after, offset, limit));
    }

    private Task<List<FoundCrate>> Read(SearchPart part, SqlText page) => sql.Query(page, row => FoundCrate.Read(row, part, query.Name), cancel);

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
