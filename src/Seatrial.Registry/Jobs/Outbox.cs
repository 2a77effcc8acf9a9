using System.Security.Cryptography;

namespace Seatrial.Registry.Jobs;

/// <summary>
/// The outbox table: jobs are added in the transaction that needs them, claimed with a lease, deleted when done.
/// </summary>
internal static class Outbox
{
    private const int LeaseBytes = 16;
    private const int MaxErrorLength = 500;

    // So many rows are looked at for each job that is wanted: some may be of one key.
    private const int LookedAt = 4;

    /// <param name="sql">The transaction of the action that needs the job.</param>
    /// <param name="kind">One of <see cref="JobKinds"/>.</param>
    /// <param name="key">What it is about.</param>
    /// <param name="now">When it is added, in Unix milliseconds.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="delay">How long it must not run yet.</param>
    public static Task Add(
        SqlSession sql, string kind, string key, long now, CancellationToken cancel, TimeSpan delay = default) =>
        sql.Execute(Insert(kind, key, now, delay), cancel);

    /// <summary>The same as a part of a batch.</summary>
    public static void Add(SqlBatch batch, string kind, string key, long now) =>
        batch.Execute(Insert(kind, key, now, TimeSpan.Zero));

    private static SqlText Insert(string kind, string key, long now, TimeSpan delay) => Text($"""
        INSERT INTO jobs (kind, key, created_at, run_at)
        VALUES ({kind}, {key}, {now}, {now + (long)delay.TotalMilliseconds})
        """);

    /// <summary>A job that follows from another one, as a part of a batch.</summary>
    public static void Add(SqlBatch batch, NextJob next, long now) =>
        batch.Execute(Insert(next.Kind, next.Key, now, next.Delay));

    /// <summary>A lease that nobody can guess or has had.</summary>
    public static string NewLease() => RandomNumberGenerator.GetHexString(2 * LeaseBytes, lowercase: true);

    /// <summary>Takes the oldest jobs that are due and whose keys nobody works on, one of each key.</summary>
    /// <param name="database">Where they are.</param>
    /// <param name="clock">The registry's clock.</param>
    /// <param name="most">How many.</param>
    /// <param name="lease">What proves that they are ours: a new one of <see cref="NewLease"/> each time.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="isBusy">There will be some, as far as one knows: else a look without the lock comes first, so that idle workers
    /// do not wait for each other.</param>
    public static async Task<IReadOnlyList<Job>> Claim(
        Database database, TimeProvider clock, int most, string lease, CancellationToken cancel, bool isBusy = false)
    {
        var now = clock.Milliseconds();
        if (!isBusy && await database.Find(Due(now, 1), row => row.GetInt64(0).ToString(), cancel) is null)
            return [];
        var (batch, until) = (new SqlBatch(), now + (long)JobTiming.Lease.TotalMilliseconds);
        var jobs = batch.Query($"""
            UPDATE jobs SET lease = {lease}, lease_until = {until}, attempts = attempts + 1
            WHERE id IN (SELECT MIN(d.id) FROM ({Due(now, LookedAt * most)}) d GROUP BY d.kind, d.key ORDER BY MIN(d.id) LIMIT {most})
            RETURNING id, kind, key, attempts,
                (SELECT MAX(o.id) FROM jobs o WHERE o.kind = jobs.kind AND o.key = jobs.key AND o.run_at <= {now})
            """,
            row => new Job(
                row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetInt64(4), lease));
        await using var sql = await database.BeginWrite(LockKeys.Jobs, batch, cancel);
        await sql.Commit();
        return [.. jobs.OrderBy(job => job.Id)];
    }

    /// <summary>Deletes a job that is done, with the older ones that its run covered.</summary>
    /// <returns>To be called when the batch has run: false when the lease has been lost, so that somebody else does the same work.</returns>
    public static Func<bool> Finish(SqlBatch batch, Job job)
    {
        var deleted = batch.Query($"""
            DELETE FROM jobs WHERE kind = {job.Kind} AND key = {job.Key}
                AND (id = {job.Id} OR (id <= {job.UpTo} AND lease IS NULL))
                AND EXISTS (SELECT 1 FROM jobs o WHERE o.id = {job.Id} AND o.lease = {job.Lease})
            RETURNING id
            """, row => row.GetInt64(0));
        return () => deleted.Count > 0;
    }

    /// <summary>
    /// Gives a job back, to be tried again later; or never, when it has failed too often for a reason of its own.
    /// </summary>
    public static Task GiveBack(Database database, Job job, Refusal reason, TimeProvider clock,
        CancellationToken cancel)
    {
        var now = clock.Milliseconds();
        long? dead = !reason.IsOutage && job.Attempts >= JobTiming.MaxAttempts ? now : null;
        var runAt = now + (long)JobTiming.Pause(job.Attempts).TotalMilliseconds;
        var error = reason.Detail.Length <= MaxErrorLength ? reason.Detail : reason.Detail[..MaxErrorLength];
        return database.Execute($"""
            UPDATE jobs SET lease = NULL, lease_until = NULL, run_at = {runAt}, last_error = {error}, dead_at = {dead}
            WHERE id = {job.Id} AND lease = {job.Lease}
            """, cancel);
    }

    /// <summary>Gives back what a claim took whose answer never came.</summary>
    public static Task Release(Database database, string lease, CancellationToken cancel) =>
        database.Execute($"UPDATE jobs SET lease = NULL, lease_until = NULL WHERE lease = {lease}", cancel);

    /// <summary>When the next job that is not due yet will be; null when there is none.</summary>
    public static async Task<long?> NextDue(Database database, long now, CancellationToken cancel) =>
        (await database.Query(
            $"SELECT MIN(run_at) FROM jobs WHERE run_at > {now} AND dead_at IS NULL", row => row.Number(0), cancel))[0];

    /// <summary>Drops the leases of a process that was killed; only where no other process can hold one.</summary>
    public static Task ReleaseAll(Database database, CancellationToken cancel) =>
        database.Execute($"UPDATE jobs SET lease = NULL, lease_until = NULL WHERE lease IS NOT NULL", cancel);

    private static SqlText Due(long now, int most) => Text($"""
        SELECT j.id, j.kind, j.key FROM jobs j
        WHERE j.run_at <= {now} AND j.dead_at IS NULL AND (j.lease_until IS NULL OR j.lease_until <= {now})
        AND NOT EXISTS (SELECT 1 FROM jobs o WHERE o.kind = j.kind AND o.key = j.key AND o.lease_until > {now})
        ORDER BY j.id LIMIT {most}
        """);

    private static SqlText Text(SqlText sql) => sql;
}
