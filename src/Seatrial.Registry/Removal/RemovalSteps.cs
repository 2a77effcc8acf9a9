using Seatrial.Registry.Audit;
using Seatrial.Registry.Crates;
using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Storage;
using Seatrial.Registry.Tokens;
using Seatrial.Registry.Yank;

namespace Seatrial.Registry.Removal;

/// <summary>The workflow <c>remove-version</c>, and that of the job <c>withdraw-archive</c>, which it leaves behind.</summary>
/// <remarks>
/// The version's row moves to those that were removed, where its number stays taken for good. The archive itself is not deleted: a
/// tombstone beside it makes the storage's readers answer 410, also without the database, and the edge is purged after that.
/// </remarks>
internal static class RemovalSteps
{
    public static Workflow<YankAttempt> Remove { get; } = new("remove-version",
    [
        Authenticate.Step<YankAttempt>(),
        RequireAdmin.Step<YankAttempt>(),
        new("look-up", LookUp),
        new("record", Record),
        Commit.Step<YankAttempt>(),
    ]);

    public static Workflow<JobAttempt> Withdraw { get; } = new("withdraw-archive",
        [new("write-tombstone", WriteTombstone)]);

    private static async Task<Refusal?> LookUp(YankAttempt attempt)
    {
        await using var sql = await attempt.Site.Database.BeginRead(attempt.Cancel);
        return await LookUp(sql, attempt);
    }

    private static async Task<Refusal?> LookUp(SqlSession sql, YankAttempt attempt)
    {
        if (await CrateRecord.Find(sql, attempt.CrateText, attempt.Cancel) is not { } crate)
            return Refusal.NoCrate(attempt.CrateText);
        if (await VersionRecord.Find(sql, crate.Id, attempt.VersionText, attempt.Cancel) is not { } version)
            return await RemovedVersion.Missing(sql, crate, attempt.VersionText, attempt.Cancel);
        (attempt.Crate, attempt.Version) = (crate, version);
        return null;
    }

    private static async Task<Refusal?> Record(YankAttempt attempt)
    {
        var (site, cancel, now) = (attempt.Site, attempt.Cancel, attempt.Site.Clock.Milliseconds());
        var canonical = CrateName.Canonicalize(attempt.Crate.Name);
        var sql = attempt.Transaction = await site.Database.BeginWrite(LockKeys.Crate(canonical), cancel);
        // Again, now that nobody else can change it.
        if (await LookUp(sql, attempt) is { } refused)
            return refused;
        await Move(sql, attempt.Version.Id, now, cancel);
        await MaxVersion.Update(sql, attempt.Crate.Id, now, cancel);
        await AuditLog.Write(sql, now, attempt.Caller.Login, "remove", canonical, attempt.Version.Num, cancel: cancel);
        await Outbox.Add(sql, JobKinds.UpdateIndex, canonical, now, cancel);
        await Outbox.Add(sql, JobKinds.WithdrawArchive, StorageKeys.Tombstone(canonical, attempt.Version.Num), now, cancel);
        site.KnownVersions.Remove(attempt.Crate.Name, attempt.Version.Num);
        return null;
    }

    private static async Task Move(Transaction sql, long id, long now, CancellationToken cancel)
    {
        await sql.Execute($"""
            INSERT INTO removed_versions (crate_id, num, num_no_build, checksum, removed_at)
            SELECT crate_id, num, num_no_build, checksum, {now} FROM versions WHERE id = {id}
            """, cancel);
        // A changed key makes whoever counts a download of the version wait, who would otherwise refer to it again before it goes.
        await sql.Execute($"UPDATE versions SET num_no_build = num_no_build || '+removed' WHERE id = {id}", cancel);
        await sql.Execute($"DELETE FROM dependencies WHERE version_id = {id}", cancel);
        await sql.Execute($"DELETE FROM version_downloads WHERE version_id = {id}", cancel);
        await sql.Execute($"DELETE FROM downloads WHERE version_id = {id}", cancel);
        await sql.Execute($"DELETE FROM versions WHERE id = {id}", cancel);
    }

    private static async Task<Refusal?> WriteTombstone(JobAttempt attempt)
    {
        await attempt.Site.Storage.Put(attempt.Job.Key, "removed\n"u8.ToArray(), "text/plain", attempt.Cancel);
        attempt.Then(JobKinds.PurgeEdge, SurrogateKeys.OfArchives(StorageKeys.CrateOfTombstone(attempt.Job.Key)));
        return null;
    }
}
