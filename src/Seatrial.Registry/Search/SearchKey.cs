using System.Globalization;

namespace Seatrial.Registry.Search;

/// <summary>The place of one crate in an order, from which the next page goes on.</summary>
/// <remarks>
/// Crates that are added, removed or changed elsewhere move nothing: only a crate that itself moves across the place between two pages
/// can be met twice or not at all.
/// </remarks>
/// <param name="Part">The list of the order that it is in.</param>
/// <param name="Value">What is ordered by: a count or a moment; 0 in the order of names.</param>
internal sealed record SearchKey(SearchSort Sort, SearchPart Part, long Value, long CrateId, string Canonical)
{
    private const char Separator = '|';
    private const int Parts = 5;

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{(int)Sort}{Separator}{(int)Part}{Separator}{Value}{Separator}{CrateId}{Separator}{Canonical}");

    /// <summary>Reads what <see cref="ToString"/> wrote for this order; null for everything else.</summary>
    public static SearchKey? Read(string? text, SearchSort sort)
    {
        if (text?.Split(Separator) is not { Length: Parts } parts || parts[0] != ((int)sort).ToString(CultureInfo.InvariantCulture))
            return null;
        return int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var part)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && long.TryParse(parts[3], NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new(sort, (SearchPart)part, value, id, parts[4])
            : null;
    }
}
