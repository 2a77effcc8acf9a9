namespace Seatrial.Registry.Download;

/// <summary>One writing of counted downloads.</summary>
internal sealed class CountAttempt(Site site, CountBatch batch, CancellationToken cancel) : Attempt(site, cancel)
{
    public CountBatch Batch => batch;

    public override bool AddsJobs => false;
}

/// <summary>The workflow <c>flush-counts</c>.</summary>
internal static class CountSteps
{
    // A batch is repeated within seconds or, after a long outage, hours; never after a day.
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(1);

    public static Workflow<CountAttempt> Flush { get; } = new("flush-counts",
        [new("write-counts", Write), Commit.Step<CountAttempt>()]);

    private static async Task<Refusal?> Write(CountAttempt attempt)
    {
        var now = attempt.Site.Clock.Milliseconds();
        var sql = attempt.Transaction = await attempt.Site.Database.BeginWrite("", attempt.Cancel);
        await sql.Execute($"DELETE FROM count_batches WHERE applied_at < {now - (long)Remembered.TotalMilliseconds}", attempt.Cancel);
        if (await sql.Execute(
            $"INSERT INTO count_batches (id, applied_at) VALUES ({attempt.Batch.Id}, {now}) ON CONFLICT DO NOTHING",
            attempt.Cancel) == 0)
            return null;
        // In one order everywhere, so that two writers cannot wait for each other (incident 32).
        var (day, written) = (Crates.DownloadHistory.Day(attempt.Site.Clock.GetUtcNow()), 0L);
        foreach (var ((crate, version), count) in attempt.Batch.Counts
            .OrderBy(one => one.Key.Crate, StringComparer.Ordinal)
            .ThenBy(one => one.Key.Version, StringComparer.Ordinal))
        {
            var known = await sql.Execute($"""
                INSERT INTO downloads (version_id, total)
                SELECT v.id, {count} FROM versions v JOIN crates c ON c.id = v.crate_id
                WHERE c.canonical = {crate} AND v.num = {version}
                ON CONFLICT (version_id) DO UPDATE SET total = downloads.total + excluded.total
                """, attempt.Cancel);
            await sql.Execute($"""
                INSERT INTO version_downloads (version_id, day, total)
                SELECT v.id, {day}, {count} FROM versions v JOIN crates c ON c.id = v.crate_id
                WHERE c.canonical = {crate} AND v.num = {version}
                ON CONFLICT (version_id, day) DO UPDATE SET total = version_downloads.total + excluded.total
                """, attempt.Cancel);
            written += known * count;
        }

        // Last, so that two writers meet here with nothing left to wait for.
        await sql.Execute($"UPDATE download_total SET total = total + {written}", attempt.Cancel);
        return null;
    }
}
