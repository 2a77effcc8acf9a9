using System.Globalization;

namespace Seatrial.Registry.Search;

/// <summary>What a search is narrowed to; null for no such bound.</summary>
internal sealed record SearchFilter(string? Keyword, string? Category, string? Owner, long? UserId)
{
    /// <summary>The filters; null when one makes no sense.</summary>
    public static SearchFilter? Read(IQueryCollection parameters)
    {
        long? user = null;
        if (parameters.TryGetValue("user_id", out var text))
        {
            if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
                return null;
            user = id;
        }

        return new(Text(parameters, "keyword"), Text(parameters, "category"), Text(parameters, "owner"), user);
    }

    public bool IsEmpty => this == Nothing;

    /// <summary>The crates that all filters let through, each once: from what one of them finds, as it comes, so that counting can stop early.</summary>
    public SqlText Chosen => this switch
    {
        { Keyword: { } keyword } => Of(Text($"SELECT k.crate_id FROM keywords k WHERE k.keyword = {keyword}"), this with { Keyword = null }),
        { UserId: { } user } => Of(Text($"SELECT o.crate_id FROM owners o WHERE o.user_id = {user}"), this with { UserId = null }),
        { Owner: { } owner } => Of(Text($"SELECT o.crate_id FROM owners o WHERE o.user_id IN (SELECT w.id FROM users w WHERE w.canonical = {owner})"), this with { Owner = null }),
        // A crate is found in the first of its categories that are asked for.
        _ => Text($"""
            SELECT g.crate_id FROM categories g WHERE {IsIn(Text($"g.category"))}
                AND NOT EXISTS (SELECT 1 FROM categories h WHERE h.crate_id = g.crate_id AND h.category < g.category AND {IsIn(Text($"h.category"))})
            """),
    };

    /// <summary>The condition that all filters let a crate through.</summary>
    public SqlText Passes(SqlText id)
    {
        var all = Text($"1 = 1");
        if (Keyword is not null)
            all = Text($"{all} AND EXISTS (SELECT 1 FROM keywords k WHERE k.crate_id = {id} AND k.keyword = {Keyword})");
        if (UserId is { } user)
            all = Text($"{all} AND EXISTS (SELECT 1 FROM owners u WHERE u.crate_id = {id} AND u.user_id = {user})");
        if (Owner is not null)
            all = Text($"{all} AND EXISTS (SELECT 1 FROM owners u WHERE u.crate_id = {id} AND u.user_id IN (SELECT w.id FROM users w WHERE w.canonical = {Owner}))");
        if (Category is not null)
            all = Text($"{all} AND EXISTS (SELECT 1 FROM categories g WHERE g.crate_id = {id} AND {IsIn(Text($"g.category"))})");
        return all;
    }

    private static SqlText Of(SqlText crates, SearchFilter rest) =>
        rest.IsEmpty ? crates : Text($"SELECT r.crate_id FROM ({crates}) r WHERE {rest.Passes(Text($"r.crate_id"))}");

    // With all that is below it.
    private SqlText IsIn(SqlText category) =>
        Text($@"({category} = {Category!} OR {category} LIKE {SearchText.Beginning(Category! + "::")} ESCAPE '\')");

    private static SearchFilter Nothing { get; } = new(null, null, null, null);

    private static SqlText Text(SqlText sql) => sql;

    private static string? Text(IQueryCollection parameters, string name) =>
        parameters[name].ToString() is { Length: > 0 } text ? SearchText.Fold(text) : null;
}
