using Seatrial.Registry.Audit;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Limits;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Yank;

/// <summary>The workflows <c>yank</c> and <c>unyank</c>.</summary>
/// <remarks>
/// A repeat changes nothing and is no action, but queues the index job again: a retry heals what may have been lost
/// (incident 8).
/// </remarks>
internal static class YankSteps
{
    public const string Record = "record";

    public static Workflow<YankAttempt> Yank { get; } = Workflow("yank", yanked: true);

    public static Workflow<YankAttempt> Unyank { get; } = Workflow("unyank", yanked: false);

    private static Workflow<YankAttempt> Workflow(string action, bool yanked) => new(action,
    [
        Authenticate.Step<YankAttempt>(),
        new("look-up", LookUp),
        new(Record, attempt => Write(attempt, action, yanked)),
        Commit.Step<YankAttempt>(),
    ]);

    private static async Task<Refusal?> LookUp(YankAttempt attempt)
    {
        await using var sql = await attempt.Site.Database.BeginRead(attempt.Cancel);
        return await LookUp(sql, attempt);
    }

    private static async Task<Refusal?> LookUp(SqlSession sql, YankAttempt attempt)
    {
        if (attempt.Caller.Limits.Check(Scope.Yank, CrateName.Canonicalize(attempt.CrateText)) is { } limited)
            return limited;
        if (await CrateRecord.Find(sql, attempt.CrateText, attempt.Cancel) is not { } crate)
            return Refusal.NoCrate(attempt.CrateText);
        if (await crate.RequireOwner(sql, attempt.Caller, attempt.Cancel) is { } stranger)
            return stranger;
        if (await VersionRecord.Find(sql, crate.Id, attempt.VersionText, attempt.Cancel) is not { } version)
            return await Removal.RemovedVersion.Missing(sql, crate, attempt.VersionText, attempt.Cancel);
        (attempt.Crate, attempt.Version) = (crate, version);
        return null;
    }

    private static async Task<Refusal?> Write(YankAttempt attempt, string action, bool yanked)
    {
        var (site, cancel, now) = (attempt.Site, attempt.Cancel, attempt.Site.Clock.Milliseconds());
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.Crate(CrateName.Canonicalize(attempt.Crate.Name)), cancel);
        // Again, now that nobody else can change it.
        if (await LookUp(sql, attempt) is { } refused)
            return refused;
        var canonical = CrateName.Canonicalize(attempt.Crate.Name);
        if (attempt.Version.Yanked != yanked)
        {
            await sql.Execute(
                $"UPDATE versions SET yanked = {yanked}, updated_at = {now} WHERE id = {attempt.Version.Id}", cancel);
            await MaxVersion.Update(sql, attempt.Crate.Id, now, cancel);
            await AuditLog.Write(sql, now, attempt.Caller.Login, action, canonical, attempt.Version.Num,
                cancel: cancel);
        }

        await Outbox.Add(sql, JobKinds.UpdateIndex, canonical, now, cancel);
        return await site.RateLimits.Take(sql, attempt.Caller.Login, LimitedActions.Yank, now, cancel);
    }
}
