namespace Seatrial.Registry.Tokens;

/// <summary>
/// The step that finds out who acts; it asks the database every time, so a revoked token ends at once.
/// </summary>
internal static class Authenticate
{
    public const string Name = "authenticate";

    public static Step<TAttempt> Step<TAttempt>() where TAttempt : Attempt => new(Name, Run);

    public static async Task<Refusal?> Run(Attempt attempt)
    {
        var (caller, refusal) = await Find(attempt.Site.Database, attempt.Authorization, attempt.Cancel);
        if (caller is not null)
            attempt.Caller = caller;
        return refusal;
    }

    /// <summary>Who the header's token belongs to, or why it is nobody.</summary>
    public static async Task<(Caller? Caller, Refusal? Refusal)> Find(SqlSession sql, string? header,
        CancellationToken cancel)
    {
        var (token, refusal) = AuthorizationHeader.Read(header);
        if (token is null)
            return (null, refusal);
        var caller = await sql.Find($"""
            SELECT u.id, u.login, u.is_admin, t.id FROM tokens t JOIN users u ON u.id = t.user_id
            WHERE t.hash = {TokenText.Hash(token)} AND t.revoked_at IS NULL
            """, row => new Caller(row.GetInt64(0), row.GetString(1), row.GetBoolean(2), row.GetInt64(3)), cancel);
        return (caller, caller is null
            ? Refusal.Forbidden("authentication failed: the token is not known or was revoked")
            : null);
    }
}

/// <summary>The step that lets only administrators pass.</summary>
internal static class RequireAdmin
{
    public static Step<TAttempt> Step<TAttempt>() where TAttempt : Attempt => new("require-admin", attempt =>
        attempt.Caller.IsAdmin ? null : Refusal.Forbidden("this action is for administrators"));
}
