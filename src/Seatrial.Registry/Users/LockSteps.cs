using Seatrial.Registry.Audit;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Users;

/// <summary>One locking or unlocking of a user.</summary>
internal sealed class LockAttempt(Site site, string login, LockRequest? request, CancellationToken cancel) : Attempt(site, cancel)
{
    public string Login => login;

    public LockRequest? Request => request;
}

/// <summary>Why a user is locked; the user is told.</summary>
internal sealed record LockRequest(string? Reason);

/// <summary>The workflows <c>lock-user</c> and <c>unlock-user</c>: a locked user's tokens do nothing until it is unlocked.</summary>
internal static class LockSteps
{
    private const int MaxReasonLength = 500;

    public static Workflow<LockAttempt> Lock { get; } = new("lock-user",
    [
        Authenticate.Step<LockAttempt>(),
        RequireAdmin.Step<LockAttempt>(),
        new("validate-request", Validate),
        new("record", attempt => Record(attempt, "lock-user", attempt.Site.Clock.Milliseconds(), attempt.Request!.Reason)),
        Commit.Step<LockAttempt>(),
    ]);

    public static Workflow<LockAttempt> Unlock { get; } = new("unlock-user",
    [
        Authenticate.Step<LockAttempt>(),
        RequireAdmin.Step<LockAttempt>(),
        new("record", attempt => Record(attempt, "unlock-user", null, null)),
        Commit.Step<LockAttempt>(),
    ]);

    private static Refusal? Validate(LockAttempt attempt)
    {
        if (attempt.Request?.Reason is not { Length: > 0 and <= MaxReasonLength })
            return Refusal.Invalid($"the body must give a reason of 1 to {MaxReasonLength} characters: {{\"reason\":\"…\"}}");
        // The only account that could undo it.
        return UserRecord.Canonical(attempt.Login) == UserRecord.Canonical(attempt.Caller.Login)
            ? Refusal.Invalid("nobody can lock their own account")
            : null;
    }

    private static async Task<Refusal?> Record(LockAttempt attempt, string action, long? at, string? reason)
    {
        var (site, cancel, now) = (attempt.Site, attempt.Cancel, attempt.Site.Clock.Milliseconds());
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.User(UserRecord.Canonical(attempt.Login)), cancel);
        if (await UserRecord.Find(sql, attempt.Login, cancel) is not { } user)
            return Refusal.NotFound("there is no such user");
        var changed = at is null
            ? await sql.Execute($"UPDATE users SET locked_at = NULL, lock_reason = NULL WHERE id = {user.Id} AND locked_at IS NOT NULL", cancel)
            : await sql.Execute($"UPDATE users SET locked_at = {at}, lock_reason = {reason} WHERE id = {user.Id} AND locked_at IS NULL", cancel);
        if (changed == 1)
            await AuditLog.Write(sql, now, attempt.Caller.Login, action, subject: user.Login, cancel: cancel);
        return null;
    }
}
