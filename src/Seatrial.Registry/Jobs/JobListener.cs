using System.Data.Common;
using Npgsql;

namespace Seatrial.Registry.Jobs;

/// <summary>Hears from PostgreSQL that some process has committed new jobs, and wakes the runners of this one.</summary>
/// <remarks>A word that is lost while the connection is down costs one poll at most: see <see cref="JobTiming.Poll"/>.</remarks>
internal sealed class JobListener(DbDataSource source, Site site) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await Listen(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure) when (failure is DbException or IOException or TimeoutException)
            {
                site.Log.LogWarning("jobs: not listening: {Reason}", Outage.Reason(failure));
                await Pause(stoppingToken);
            }
        }
    }

    private async Task Listen(CancellationToken stopping)
    {
        await using var connection = await source.OpenConnectionAsync(stopping);
        // What decorates the source from outside may wrap its connections; then only the poll is left.
        if (connection is not NpgsqlConnection listening)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, stopping);
            return;
        }

        listening.Notification += (_, _) => site.JobSignal.Hear();
        await using (var command = listening.CreateCommand())
        {
            command.CommandText = $"LISTEN {Dialect.JobsChannel}";
            await command.ExecuteNonQueryAsync(stopping);
        }

        while (true)
            await listening.WaitAsync(stopping);
    }

    private async Task Pause(CancellationToken stopping)
    {
        try
        {
            await Task.Delay(JobTiming.Poll, site.Clock, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
    }
}
