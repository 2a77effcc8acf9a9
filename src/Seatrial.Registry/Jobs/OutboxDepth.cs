namespace Seatrial.Registry.Jobs;

/// <summary>How much waits in the outbox, and for how long, at a cost that does not grow with it.</summary>
/// <param name="Waiting">Living jobs, those that run included; counted up to <see cref="Most"/>.</param>
/// <param name="Dead">Counted up to <see cref="Most"/>.</param>
/// <param name="OldestSeconds">The age of the oldest living job; 0 when there is none.</param>
internal sealed record OutboxDepth(long Waiting, long Dead, double OldestSeconds)
{
    /// <summary>More than this is the same alarm.</summary>
    public const int Most = 10_000;

    public static async Task<OutboxDepth> Read(Site site, CancellationToken cancel)
    {
        var now = site.Clock.Milliseconds();
        return (await site.Database.Find($"""
            SELECT (SELECT COUNT(*) FROM (SELECT 1 FROM jobs WHERE dead_at IS NULL LIMIT {Most}) living),
                (SELECT COUNT(*) FROM (SELECT 1 FROM jobs WHERE dead_at IS NOT NULL LIMIT {Most}) dead),
                (SELECT created_at FROM jobs WHERE dead_at IS NULL ORDER BY id LIMIT 1)
            """, row => new OutboxDepth(row.GetInt64(0), row.GetInt64(1),
                row.Number(2) is { } oldest ? Math.Max(0, now - oldest) / 1000.0 : 0), cancel))!;
    }
}
