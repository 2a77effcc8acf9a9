using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Extensions;

namespace Seatrial.Registry.Http;

/// <summary>Which page of a list is asked for: by number, or from where the page before it ended.</summary>
/// <param name="Page">1 for the first; null when the list is read by <paramref name="Seek"/>, or from its beginning.</param>
/// <param name="Seek">Where the page before ended, as the list itself wrote it; null at the beginning.</param>
internal sealed record Paging(int? Page, int PerPage, string? Seek)
{
    // The numbers of crates.io, which cargo knows (API-SRCH-01).
    private const int DefaultPerPage = 10;
    private const int MaxPerPage = 100;

    // An offset makes the database walk; nobody reads page 10 000.
    private const int MaxPage = 10_000;

    // Far above every key that a list writes.
    private const int MaxSeekLength = 400;

    public long Offset => (long)((Page ?? 1) - 1) * PerPage;

    /// <summary>Reads the query string; what makes no sense is refused.</summary>
    public static (Paging? Paging, Refusal? Refusal) Read(IQueryCollection parameters)
    {
        if (!Number(parameters, "page", 1, MaxPage, out var page))
            return (null, Refusal.Invalid($"`page` must be a number from 1 to {MaxPage}"));
        if (!Number(parameters, "per_page", DefaultPerPage, MaxPerPage, out var perPage))
            return (null, Refusal.Invalid($"`per_page` must be a number from 1 to {MaxPerPage}"));
        if (!parameters.TryGetValue("seek", out var seek))
            return (new Paging(parameters.ContainsKey("page") ? page : null, perPage, null), null);
        if (parameters.ContainsKey("page"))
            return (null, Refusal.Invalid("`page` and `seek` exclude each other"));
        return Decode(seek.ToString()) is { } key ? (new Paging(null, perPage, key), null) : (null, BadSeek);
    }

    /// <summary>The refusal of a <c>seek</c> that this list has not written.</summary>
    public static Refusal BadSeek { get; } =
        Refusal.Invalid("`seek` must be taken from `next_page` of the page before, with the same query");

    /// <summary>The query string of the next page, ready to be used; null when this page is the last.</summary>
    /// <param name="more">Whether there is anything behind this page.</param>
    /// <param name="key">Where this page ended.</param>
    public string? Next(IQueryCollection parameters, bool more, string key)
    {
        if (!more || Page >= MaxPage)
            return null;
        var query = new QueryBuilder();
        foreach (var (name, values) in parameters)
            if (name is not ("page" or "seek"))
                query.Add(name, values.Select(value => value ?? ""));
        if (Page is { } page)
            query.Add("page", (page + 1).ToString(CultureInfo.InvariantCulture));
        else
            query.Add("seek", Encode(key));
        return query.ToString();
    }

    private static string Encode(string key) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(key));

    private static string? Decode(string text)
    {
        if (text.Length is 0 or > MaxSeekLength || !System.Buffers.Text.Base64Url.IsValid(text))
            return null;
        var key = Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(text));
        return key.Contains('\0', StringComparison.Ordinal) ? null : key;
    }

    private static bool Number(IQueryCollection parameters, string name, int whenAbsent, int max, out int number)
    {
        number = whenAbsent;
        return !parameters.TryGetValue(name, out var text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= max);
    }
}

/// <summary>What a page says about the whole list.</summary>
/// <param name="Total">How many there are on all pages.</param>
/// <param name="NextPage">The query string of the next page; null on the last.</param>
internal sealed record PageMeta(long Total, string? NextPage = null)
{
    /// <summary>There are more than the total says, which is as far as was counted. Absent when the total is the number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool TotalIsCapped { get; init; }

    /// <summary>In crates.io's shape; always null, since seeking goes forward only.</summary>
    public string? PrevPage { get; }
}
