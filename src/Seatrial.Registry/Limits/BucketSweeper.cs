namespace Seatrial.Registry.Limits;

/// <summary>Removes full buckets, which say no more than none: one per address would fill the database.</summary>
internal sealed class BucketSweeper(Site site) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, site.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Sweep(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the next process goes on.
        }
        catch (Exception bug)
        {
            site.Log.LogBug("rate limits", bug);
        }
    }

    internal async Task Sweep(CancellationToken cancel)
    {
        try
        {
            // One at a time, so that two sweepers cannot wait for each other's rows.
            await using var sql = await site.Database.BeginWrite(LockKeys.RateLimits, cancel);
            await sql.Execute($"DELETE FROM rate_limits WHERE full_at <= {site.Clock.Milliseconds()}", cancel);
            await sql.Commit();
        }
        catch (Exception failure) when (Outage.Of(failure, cancel) is not null)
        {
            site.Log.LogDebug("full buckets were not removed: {Reason}", Outage.Reason(failure));
        }
    }
}
