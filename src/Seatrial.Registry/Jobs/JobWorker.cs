using Seatrial.Registry.Edge;
using Seatrial.Registry.Index;

namespace Seatrial.Registry.Jobs;

/// <summary>Drains the outbox: a few runners that claim, run and give back.</summary>
internal sealed class JobWorker(Site site, Wiring wiring) : BackgroundService
{
    // Jobs wait for HTTP most of the time; four keep a burst of publishes moving (incident 15) and load SQLite little.
    private const int Runners = 4;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Enumerable.Range(0, Runners).Select(_ => Run(stoppingToken)));

    private async Task Run(CancellationToken stopping)
    {
        // The host waits for the synchronous part of a service's start.
        await Task.Yield();
        while (!stopping.IsCancellationRequested)
        {
            var (signal, asked) = (site.JobSignal.Next, site.Clock.Milliseconds());
            try
            {
                if (!await RunOne(stopping))
                    await Idle(signal, asked, stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception failure)
            {
                // Whatever it was, the job's lease ends and it is claimed again; a worker that died would lose all of
                // them.
                site.Log.LogWarning("jobs: {Reason}", Outage.Reason(failure));
                await Pause(JobTiming.Poll, stopping);
            }
        }
    }

    /// <summary>Runs one job that is due, if there is one.</summary>
    internal async Task<bool> RunOne(CancellationToken stopping)
    {
        if (await Outbox.Claim(site.Database, site.Clock, stopping) is not { } job)
            return false;
        using var deadline = new CancellationTokenSource(JobTiming.MaxRun, site.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
        var refusal = await Run(job, limit.Token, stopping);
        if (refusal is not null)
        {
            site.Log.LogWarning("job {Id} {Kind} {Key}, attempt {Attempt}: {Detail}", job.Id, job.Kind, job.Key,
                job.Attempts, refusal.Detail);
            await Outbox.GiveBack(site.Database, job, refusal, site.Clock, stopping);
        }

        return true;
    }

    private async Task<Refusal?> Run(Job job, CancellationToken limit, CancellationToken stopping)
    {
        try
        {
            switch (job.Kind)
            {
                case JobKinds.UpdateIndex:
                    await using (var attempt = new IndexAttempt(site, job, limit))
                        return await wiring.UpdateIndex.Run(attempt);
                case JobKinds.PurgeEdge:
                    await using (var attempt = new PurgeAttempt(site, job, limit))
                        return await wiring.PurgeEdge.Run(attempt);
                case JobKinds.WithdrawArchive:
                    await using (var attempt = new Removal.WithdrawalAttempt(site, job, limit))
                        return await wiring.WithdrawArchive.Run(attempt);
                default:
                    return new Refusal(StatusCodes.Status500InternalServerError,
                        $"nobody knows jobs of kind {job.Kind}");
            }
        }
        catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
        {
            return new Refusal(StatusCodes.Status503ServiceUnavailable, "the time for the job was over");
        }
        catch (Exception bug) when (bug is not OperationCanceledException)
        {
            site.Log.LogBug($"job {job.Id} {job.Kind} {job.Key}", bug);
            return new Refusal(StatusCodes.Status500InternalServerError, Outage.Reason(bug));
        }
    }

    // After the moment at which work was looked for, not after now: a job that fell due between the two is not missed.
    private async Task Idle(Task signal, long asked, CancellationToken stopping)
    {
        var due = await Outbox.NextDue(site.Database, asked, stopping);
        var wait = due is { } at && at - site.Clock.Milliseconds() is var left && left < JobTiming.Poll.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(Math.Max(0, left))
            : JobTiming.Poll;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(signal, Task.Delay(wait, site.Clock, over.Token));
        await over.CancelAsync();
    }

    private async Task Pause(TimeSpan time, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(time, site.Clock, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
    }
}
