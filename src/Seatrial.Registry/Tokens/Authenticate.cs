namespace Seatrial.Registry.Tokens;

/// <summary>
/// The step that finds out who acts; it asks the database every time, so a revoked token ends at once on every replica.
/// </summary>
internal static class Authenticate
{
    public const string Name = "authenticate";

    public static Step<TAttempt> Step<TAttempt>() where TAttempt : Attempt => new(Name, Run);

    public static async Task<Refusal?> Run(Attempt attempt)
    {
        var (caller, refusal) = await Find(attempt.Site, attempt.Site.Database, attempt.Authorization, attempt.Cancel);
        if (caller is not null)
            attempt.Caller = caller;
        return refusal;
    }

    /// <summary>Who the header's token belongs to, or why it is nobody.</summary>
    public static async Task<(Caller? Caller, Refusal? Refusal)> Find(Site site, SqlSession sql, string? header,
        CancellationToken cancel)
    {
        var (token, refusal) = AuthorizationHeader.Read(header);
        if (token is null)
            return (null, refusal);
        var found = await sql.Find($"""
            SELECT u.id, u.login, u.is_admin, t.id, u.is_service, {TokenLimits.Columns}, t.last_used_at, u.locked_at, u.lock_reason
            FROM tokens t JOIN users u ON u.id = t.user_id
            WHERE t.hash = {TokenText.Hash(token)} AND t.revoked_at IS NULL
            """, Read, cancel);
        var now = site.Clock.GetUtcNow();
        if (found is null)
            return (null, Refusal.Forbidden("authentication failed: the token is not known or was revoked"));
        if (found.Caller.Limits.Until <= now)
            return (null, Refusal.Forbidden("authentication failed: the token has expired"));
        if (found.Locked)
            return (null, Refusal.Forbidden($"the account `{found.Caller.Login}` is locked: {found.Why ?? "no reason was given"}"));
        site.TokenUses.Add(found.Caller.TokenId, found.LastUse, now);
        return (found.Caller, null);
    }

    private static Found Read(System.Data.Common.DbDataReader row) => new(
        new Caller(row.GetInt64(0), row.GetString(1), row.GetBoolean(2), row.GetInt64(3), row.GetBoolean(4), TokenLimits.Read(row, 5)),
        row.MomentOrNull(8), !row.IsDBNull(9), row.Text(10));

    private sealed record Found(Caller Caller, DateTimeOffset? LastUse, bool Locked, string? Why);
}

/// <summary>The step that lets only administrators pass, and of their tokens only those without limits.</summary>
internal static class RequireAdmin
{
    public static Step<TAttempt> Step<TAttempt>() where TAttempt : Attempt => new("require-admin", attempt => Check(attempt.Caller));

    public static Refusal? Check(Caller caller) => caller.IsAdmin
        ? caller.Limits.CheckUnlimited()
        : Refusal.Forbidden("this action is for administrators");
}
