using Seatrial.Registry.Audit;
using Seatrial.Registry.Users;

namespace Seatrial.Registry.Tokens;

/// <summary>The workflows on tokens: a user's own, and those that an administrator issues.</summary>
internal static class TokenSteps
{
    public static Workflow<TokenAttempt> Create { get; } = new("create-token",
        [Authenticate.Step<TokenAttempt>(), new("authorize", Authorize), new("validate-request", Validate),
            new("record", RecordNew), Commit.Step<TokenAttempt>()]);

    public static Workflow<TokenAttempt> Revoke { get; } = new("revoke-token",
        [Authenticate.Step<TokenAttempt>(), new("authorize", AuthorizeRevoke), new("record", RecordRevoked),
            Commit.Step<TokenAttempt>()]);

    private static Refusal? Authorize(TokenAttempt attempt)
    {
        var caller = attempt.Caller;
        if (attempt.Login is not null && !caller.IsAdmin)
            return Refusal.Forbidden("only administrators issue tokens for others");
        if (attempt.Login is null && caller.IsService)
            return Refusal.Forbidden("the tokens of a service account come from administrators");
        return caller.Limits.CheckUnlimited();
    }

    private static Refusal? AuthorizeRevoke(TokenAttempt attempt) =>
        attempt.Login is null ? attempt.Caller.Limits.CheckUnlimited() : RequireAdmin.Check(attempt.Caller);

    private static Refusal? Validate(TokenAttempt attempt)
    {
        if (attempt.Request?.Name is not { Length: > 0 and <= TokenRecord.MaxNameLength })
            return Refusal.Invalid($"the token's name must have 1 to {TokenRecord.MaxNameLength} characters");
        var (limits, own) = (attempt.Request.Limits, attempt.Caller.Limits);
        // A token that ends must not leave an heir.
        if (own.Until is { } end && (limits.Until is null || limits.Until > end))
            return Refusal.Forbidden("a token that expires cannot make one that lives longer");
        return limits.Wrong(attempt.Site.Clock.GetUtcNow());
    }

    private static async Task<Refusal?> RecordNew(TokenAttempt attempt)
    {
        var (site, caller, now) = (attempt.Site, attempt.Caller, attempt.Site.Clock.Milliseconds());
        var login = attempt.Login ?? caller.Login;
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.User(UserRecord.Canonical(login)), attempt.Cancel);
        if (await UserRecord.Find(sql, login, attempt.Cancel) is not { } user)
            return UserRecord.Unknown;
        if ((await TokenRecord.Of(sql, user.Id, now, attempt.Cancel)).Count >= TokenRecord.MaxPerUser)
            return Refusal.Invalid($"a user has at most {TokenRecord.MaxPerUser} tokens");
        attempt.Secret = TokenText.New();
        attempt.Id = await TokenRecord.Add(sql, user.Id, attempt.Request!.Name!, attempt.Secret, attempt.Request.Limits, now,
            attempt.Cancel);
        await AuditLog.Write(sql, now, caller.Login, "create-token",
            subject: attempt.Login is null ? Subject(attempt.Id) : $"{Subject(attempt.Id)} of {user.Login}", cancel: attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> RecordRevoked(TokenAttempt attempt)
    {
        var (site, caller, now) = (attempt.Site, attempt.Caller, attempt.Site.Clock.Milliseconds());
        var login = attempt.Login ?? caller.Login;
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.User(UserRecord.Canonical(login)), attempt.Cancel);
        if (await UserRecord.Find(sql, login, attempt.Cancel) is not { } user)
            return UserRecord.Unknown;
        var revoked = await TokenRecord.Revoke(sql, user.Id, attempt.Id, now, attempt.Cancel);
        if (revoked is null)
            return Refusal.NotFound(attempt.Login is null ? "you have no such token" : $"`{user.Login}` has no such token");
        if (revoked.Value)
            await AuditLog.Write(sql, now, caller.Login, "revoke-token",
                subject: attempt.Login is null ? Subject(attempt.Id) : $"{Subject(attempt.Id)} of {user.Login}", cancel: attempt.Cancel);
        return null;
    }

    private static string Subject(long id) => $"token {id}";
}
