namespace Seatrial.Registry.Jobs;

/// <summary>What waits in the outbox, for administrators.</summary>
internal static class JobsReport
{
    private const int MaxListed = 100;

    public static async Task<JobsBody> Read(Reading reading)
    {
        var (sql, cancel, now) = (reading.Session, reading.Cancel, reading.Site.Clock.Milliseconds());
        var counts = await sql.Find($"""
            SELECT COALESCE(SUM(CASE WHEN dead_at IS NULL AND COALESCE(lease_until, 0) <= {now} THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN lease_until > {now} THEN 1 ELSE 0 END), 0),
                COALESCE(SUM(CASE WHEN dead_at IS NOT NULL THEN 1 ELSE 0 END), 0),
                MIN(CASE WHEN dead_at IS NULL THEN created_at END) FROM jobs
            """, row => new JobCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2),
                row.Number(3) is { } oldest ? Math.Max(0, now - oldest) / 1000.0 : 0), cancel);
        var jobs = await sql.Query($"""
            SELECT id, kind, key, attempts, created_at, run_at, dead_at, last_error FROM jobs
            ORDER BY id LIMIT {MaxListed}
            """, row => new JobBody(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.Moment(4),
                row.Moment(5), row.MomentOrNull(6), row.Text(7)), cancel);
        return new JobsBody(counts!, jobs);
    }

    /// <summary>Lets a dead job run again.</summary>
    /// <returns>False when there is no such job.</returns>
    public static async Task<bool> Revive(Site site, long id, CancellationToken cancel)
    {
        var now = site.Clock.Milliseconds();
        var revived = await site.Database.Execute(
            $"UPDATE jobs SET dead_at = NULL, attempts = 0, run_at = {now} WHERE id = {id} AND dead_at IS NOT NULL",
            cancel);
        site.JobSignal.Raise();
        return revived == 1;
    }
}

/// <summary>How many jobs wait, run and are dead, and how long the oldest living one has existed.</summary>
internal sealed record JobCounts(long Queued, long Running, long Dead, double OldestAgeSeconds);

/// <summary>One job.</summary>
internal sealed record JobBody(
    long Id, string Kind, string Key, int Attempts, DateTimeOffset CreatedAt, DateTimeOffset RunAt,
    DateTimeOffset? DeadAt, string? LastError);

/// <summary>The outbox: counts, and its oldest jobs.</summary>
internal sealed record JobsBody(JobCounts Counts, IReadOnlyList<JobBody> Jobs);
