namespace Seatrial.Registry.Download;

/// <summary>Writes counted downloads once a second, and a last time at the end.</summary>
internal sealed class CountFlusher(Site site, Wiring wiring) : BackgroundService
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>How long the last flush may hold up the shutdown.</summary>
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, site.Clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await Flush(stoppingToken);
        }
        catch (OperationCanceledException)
        {
            // Stopping: what is left is written in StopAsync, after the server has answered its last request.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var farewell = new CancellationTokenSource(Farewell, site.Clock);
        // Twice: a batch that was under way, and what came after it.
        await Flush(farewell.Token);
        await Flush(farewell.Token);
    }

    /// <summary>Writes what is counted. A failure keeps the batch for the next time.</summary>
    internal async Task Flush(CancellationToken cancel)
    {
        if (site.DownloadCounter.Take() is not { } batch)
            return;
        try
        {
            await using var attempt = new CountAttempt(site, batch, cancel);
            if (await wiring.FlushCounts.Run(attempt) is null)
                site.DownloadCounter.Done();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            site.Log.LogBug("counting", failure);
        }
    }
}
