using Seatrial.Registry.Audit;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Users;

/// <summary>One creation of a user.</summary>
internal sealed class UserAttempt(Site site, NewUser? request, CancellationToken cancel) : Attempt(site, cancel)
{
    public NewUser? Request => request;

    public long Id { get; set; }

    /// <summary>The user's first token.</summary>
    public string Secret { get; set; } = "";
}

/// <summary>The workflow <c>create-user</c>: for administrators, who hand the first token on.</summary>
internal static class UserSteps
{
    private const string FirstToken = "first";
    private const int MaxNameLength = 200;

    public static Workflow<UserAttempt> Create { get; } = new("create-user",
    [
        Authenticate.Step<UserAttempt>(),
        RequireAdmin.Step<UserAttempt>(),
        new("validate-request", Validate),
        new("record", Record),
        Commit.Step<UserAttempt>(),
    ]);

    private static Refusal? Validate(UserAttempt attempt) =>
        attempt.Request is { } user && UserRecord.IsLogin(user.Login) && (user.Name?.Length ?? 0) <= MaxNameLength
            ? null
            : Refusal.Invalid($"a login has 1 to {UserRecord.MaxLoginLength} letters, digits, `-`, `_` or `.`");

    private static async Task<Refusal?> Record(UserAttempt attempt)
    {
        var (site, user, cancel, now) = (attempt.Site, attempt.Request!, attempt.Cancel, attempt.Site.Clock.Milliseconds());
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.User(UserRecord.Canonical(user.Login!)), cancel);
        if (await UserRecord.Find(sql, user.Login!, cancel) is not null)
            return Refusal.Conflict($"there is a user `{user.Login}` already");
        attempt.Id = await UserRecord.Add(sql, user.Login!, user.Name, admin: false, user.Service == true, now, cancel);
        attempt.Secret = TokenText.New();
        await TokenRecord.Add(sql, attempt.Id, FirstToken, attempt.Secret, TokenLimits.None, now, cancel);
        await AuditLog.Write(sql, now, attempt.Caller.Login, "create-user", subject: user.Login, cancel: cancel);
        return null;
    }
}
