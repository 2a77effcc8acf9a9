namespace Seatrial.Registry.Tokens;

/// <summary>What a token may be used for; null for no limit.</summary>
/// <param name="Endpoints">Of <see cref="Scope"/>.</param>
/// <param name="Crates">Of <see cref="CratePattern"/>; they limit changes and the audit log, not what can be read.</param>
/// <param name="Until">When it ends.</param>
internal sealed record TokenLimits(IReadOnlyList<string>? Endpoints, IReadOnlyList<string>? Crates, DateTimeOffset? Until)
{
    // More is a mistake, and every check reads them all.
    private const int MaxCrates = 100;

    public static TokenLimits None { get; } = new(null, null, null);

    /// <summary>The columns, for <see cref="Read"/>; the token is <c>t</c>.</summary>
    public static SqlText Columns => Text($"t.endpoint_scopes, t.crate_scopes, t.expired_at");

    public static TokenLimits Read(System.Data.Common.DbDataReader row, int first) =>
        new(Words(row.Text(first)), Words(row.Text(first + 1)), row.MomentOrNull(first + 2));

    /// <summary>Refuses what the token was not made for.</summary>
    /// <param name="scope">Of <see cref="Scope"/>.</param>
    /// <param name="canonical">The crate that is acted on; null when it is none.</param>
    public Refusal? Check(string scope, string? canonical = null)
    {
        if (Endpoints is not null && !Endpoints.Contains(scope))
            return Refusal.Forbidden($"this token was not made for `{scope}`: it lacks that scope");
        return canonical is null || Crates is null || Crates.Any(pattern => CratePattern.Matches(pattern, canonical))
            ? null
            : Refusal.Forbidden("this token was made for other crates");
    }

    /// <summary>Refuses whoever could get around limits by making another token.</summary>
    public Refusal? CheckUnlimited() => Endpoints is null && Crates is null
        ? null
        : Refusal.Forbidden("a token with limits cannot deal with tokens or users");

    /// <summary>What is wrong with limits that somebody asks for.</summary>
    public Refusal? Wrong(DateTimeOffset now)
    {
        if (Endpoints is { Count: 0 } || Endpoints?.All(Scope.All.Contains) == false)
            return Refusal.Invalid($"`endpoint_scopes` must be null for all, or some of {string.Join(", ", Scope.All)}");
        if (Crates is { Count: 0 or > MaxCrates } || Crates?.All(CratePattern.IsPattern) == false)
            return Refusal.Invalid(
                $"`crate_scopes` must be null for all, or up to {MaxCrates} crate names, each with a `*` at its end at most");
        return Until <= now ? Refusal.Invalid("`expired_at` must be in the future") : null;
    }

    public string? EndpointText => Endpoints is null ? null : string.Join(' ', Endpoints);

    public string? CrateText => Crates is null ? null : string.Join(' ', Crates);

    private static string[]? Words(string? text) => text?.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static SqlText Text(SqlText sql) => sql;
}
