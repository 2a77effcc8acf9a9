namespace Seatrial.Registry.Tokens;

/// <summary>One creation or revocation of a token.</summary>
internal sealed class TokenAttempt(Site site, CancellationToken cancel) : Attempt(site, cancel)
{
    /// <summary>The request's body, if it could be read.</summary>
    public NewToken? Request { get; init; }

    /// <summary>The token to create or to revoke.</summary>
    public long Id { get; set; }

    /// <summary>The secret, shown once.</summary>
    public string Secret { get; set; } = "";
}

/// <summary>The workflows on tokens.</summary>
internal static class TokenSteps
{
    public static Workflow<TokenAttempt> Create { get; } = new("create-token",
        [Authenticate.Step<TokenAttempt>(), new("validate-request", Validate), new("record", RecordNew),
            Commit.Step<TokenAttempt>()]);

    public static Workflow<TokenAttempt> Revoke { get; } = new("revoke-token",
        [Authenticate.Step<TokenAttempt>(), new("record", RecordRevoked), Commit.Step<TokenAttempt>()]);

    private static Refusal? Validate(TokenAttempt attempt) =>
        attempt.Request?.Name is { Length: > 0 and <= TokenRecord.MaxNameLength }
        ? null
        : Refusal.Invalid($"the token's name must have 1 to {TokenRecord.MaxNameLength} characters");

    private static async Task<Refusal?> RecordNew(TokenAttempt attempt)
    {
        var (site, caller, now) = (attempt.Site, attempt.Caller, attempt.Site.Clock.Milliseconds());
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.User(caller.Login), attempt.Cancel);
        if ((await TokenRecord.Of(sql, caller.UserId, attempt.Cancel)).Count >= TokenRecord.MaxPerUser)
            return Refusal.Invalid($"a user has at most {TokenRecord.MaxPerUser} tokens");
        attempt.Secret = TokenText.New();
        attempt.Id = await TokenRecord.Add(sql, caller.UserId, attempt.Request!.Name!, attempt.Secret, now,
            attempt.Cancel);
        await Audit.AuditLog.Write(sql, now, caller.Login, "create-token", subject: Subject(attempt.Id),
            cancel: attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> RecordRevoked(TokenAttempt attempt)
    {
        var (site, caller, now) = (attempt.Site, attempt.Caller, attempt.Site.Clock.Milliseconds());
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.User(caller.Login), attempt.Cancel);
        var revoked = await TokenRecord.Revoke(sql, caller.UserId, attempt.Id, now, attempt.Cancel);
        if (revoked is null)
            return Refusal.NotFound("you have no such token");
        if (revoked.Value)
            await Audit.AuditLog.Write(sql, now, caller.Login, "revoke-token", subject: Subject(attempt.Id),
                cancel: attempt.Cancel);
        return null;
    }

    private static string Subject(long id) => $"token {id}";
}
