using Seatrial.Registry.Audit;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Limits;
using Seatrial.Registry.Tokens;
using Seatrial.Registry.Users;

namespace Seatrial.Registry.Owners;

/// <summary>The workflows <c>add-owner</c> and <c>remove-owner</c>: all logins of a request, or none.</summary>
internal static class OwnersSteps
{
    // crates.io's number (API-OWN-04).
    private const int MaxPerCall = 10;

    private const string AddOwner = "add-owner";

    public static Workflow<OwnersAttempt> Add { get; } = Workflow(AddOwner, AddOne);

    public static Workflow<OwnersAttempt> Remove { get; } = Workflow("remove-owner", RemoveOne);

    private static Workflow<OwnersAttempt> Workflow(string action, OwnerChange change) => new(action,
    [
        Authenticate.Step<OwnersAttempt>(),
        new("validate-request", Validate),
        new("look-up", LookUp),
        new("record", attempt => Write(attempt, action, change)),
        Commit.Step<OwnersAttempt>(),
    ]);

    private static Refusal? Validate(OwnersAttempt attempt) => attempt.Logins.Count is > 0 and <= MaxPerCall
        ? null
        : Refusal.Invalid($"the body must name 1 to {MaxPerCall} users: {{\"users\":[…]}}");

    private static async Task<Refusal?> LookUp(OwnersAttempt attempt)
    {
        await using var sql = await attempt.Site.Database.BeginRead(attempt.Cancel);
        return await LookUp(sql, attempt);
    }

    private static async Task<Refusal?> LookUp(SqlSession sql, OwnersAttempt attempt)
    {
        if (attempt.Caller.Limits.Check(Scope.ChangeOwners, CrateName.Canonicalize(attempt.CrateText)) is { } limited)
            return limited;
        if (await CrateRecord.Find(sql, attempt.CrateText, attempt.Cancel) is not { } crate)
            return Refusal.NoCrate(attempt.CrateText);
        attempt.Crate = crate;
        return await crate.RequireOwner(sql, attempt.Caller, attempt.Cancel);
    }

    private static async Task<Refusal?> Write(OwnersAttempt attempt, string action, OwnerChange change)
    {
        var (cancel, now) = (attempt.Cancel, attempt.Site.Clock.Milliseconds());
        var sql = attempt.Transaction = await attempt.Site.Database.BeginWrite(LockKeys.Crate(CrateName.Canonicalize(attempt.Crate.Name)), cancel);
        // Again, now that nobody else can change it.
        if (await LookUp(sql, attempt) is { } refused)
            return refused;
        var changed = new List<string>();
        foreach (var login in attempt.Logins)
        {
            if (await UserRecord.Find(sql, login, cancel) is not { } user)
                return Refusal.Invalid($"there is no user `{(UserRecord.IsLogin(login) ? login : "…")}`");
            if (!await change(sql, attempt, user, now))
                continue;
            changed.Add(user.Login);
            await AuditLog.Write(sql, now, attempt.Caller.Login, action, CrateName.Canonicalize(attempt.Crate.Name),
                subject: user.Login, cancel: cancel);
        }

        var verb = action == AddOwner ? "added to" : "removed from";
        attempt.Message = changed.Count == 0
            ? $"the owners of {attempt.Crate.Name} are as asked already"
            : $"{verb} the owners of {attempt.Crate.Name}: {string.Join(", ", changed)}";
        return await KeepsAnOwner(sql, attempt)
            ?? await attempt.Site.RateLimits.Take(sql, attempt.Caller.Login, LimitedActions.ChangeOwners, now, cancel);
    }

    private static async Task<bool> AddOne(SqlSession sql, OwnersAttempt attempt, UserRecord user, long now) =>
        await sql.Execute($"""
            INSERT INTO owners (crate_id, user_id, created_at) VALUES ({attempt.Crate.Id}, {user.Id}, {now})
            ON CONFLICT DO NOTHING
            """, attempt.Cancel) == 1;

    private static async Task<bool> RemoveOne(SqlSession sql, OwnersAttempt attempt, UserRecord user, long now) =>
        await sql.Execute(
            $"DELETE FROM owners WHERE crate_id = {attempt.Crate.Id} AND user_id = {user.Id}", attempt.Cancel) == 1;

    /// <summary>Changes one owner; false when there was nothing to change.</summary>
    private delegate Task<bool> OwnerChange(SqlSession sql, OwnersAttempt attempt, UserRecord user, long now);

    // Invariant I9. Checked after the change, inside the transaction, which is then rolled back.
    private static async Task<Refusal?> KeepsAnOwner(SqlSession sql, OwnersAttempt attempt) =>
        await sql.Number($"SELECT COUNT(*) FROM owners WHERE crate_id = {attempt.Crate.Id}", attempt.Cancel) > 0
            ? null
            : Refusal.Invalid($"`{attempt.Crate.Name}` must keep at least one owner");
}
