using System.Collections.Concurrent;
using Seatrial.Registry.Edge;
using Seatrial.Registry.Index;

namespace Seatrial.Registry.Jobs;

/// <summary>Drains the outbox: claims as many jobs as it has room for, runs them side by side, and ends together those that are done.</summary>
internal sealed class JobWorker : BackgroundService
{
    // Jobs wait for HTTP most of the time; so many keep a burst of publishes moving (incident 15) and load SQLite little.
    private const int Room = 16;

    private readonly Site _site;
    private readonly Wiring _wiring;
    private readonly SemaphoreSlim _room = new(Room, Room);
    private readonly Rounds<JobAttempt> _ends;
    private readonly ConcurrentQueue<Owed> _owed = [];
    private CancellationToken _stopping;
    private bool _isBusy;
    private int _failures;

    public JobWorker(Site site, Wiring wiring)
    {
        (_site, _wiring) = (site, wiring);
        _ends = new Rounds<JobAttempt>(Room, End);
    }

    public override void Dispose()
    {
        _room.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _stopping = stoppingToken;
        // The host waits for the synchronous part of a service's start.
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
            await Work(stoppingToken);
        // What runs ends by itself soon: its limit is bound to the same token.
        for (var runner = 0; runner < Room; runner++)
            await _room.WaitAsync(CancellationToken.None);
    }

    private async Task Work(CancellationToken stopping)
    {
        var (signal, asked) = (_site.JobSignal.Next, _site.Clock.Milliseconds());
        try
        {
            await Pay(stopping);
            if (await Start(stopping) == 0)
                await Idle(signal, asked, stopping);
            _failures = 0;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Stopping.
        }
        catch (Exception failure)
        {
            // Whatever it was, the jobs' leases end and they are claimed again; a worker that died would lose all of them.
            _site.Log.LogWarning("jobs: {Reason}", Outage.Reason(failure));
            await Pause(JobTiming.WorkerPause(++_failures), stopping);
        }
    }

    // What was cut off and arrives only after this holds its jobs until their leases end, as if nobody had asked.
    private async Task Pay(CancellationToken stopping)
    {
        while (_owed.TryPeek(out var oldest))
        {
            if (oldest.Until > _site.Clock.Milliseconds())
                await oldest.Tell(stopping);
            _owed.TryDequeue(out _);
        }
    }

    private void Owe(Func<CancellationToken, Task> tell) =>
        _owed.Enqueue(new Owed(tell, _site.Clock.Milliseconds() + (long)JobTiming.Lease.TotalMilliseconds));

    private async Task<IReadOnlyList<Job>> Claim(int room, CancellationToken stopping)
    {
        var lease = Outbox.NewLease();
        try
        {
            return await Outbox.Claim(_site.Database, _site.Clock, room, lease, stopping, _isBusy);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            // It may have been done all the same, and nobody else may have these jobs while the lease lasts.
            Owe(cancel => Outbox.Release(_site.Database, lease, cancel));
            throw;
        }
    }

    /// <summary>Begins jobs that are due, as many as there is room for.</summary>
    /// <returns>How many.</returns>
    private async Task<int> Start(CancellationToken stopping)
    {
        await _room.WaitAsync(stopping);
        var room = 1;
        while (_room.Wait(0, CancellationToken.None))
            room++;
        var started = 0;
        try
        {
            foreach (var job in await Claim(room, stopping))
            {
                _ = RunAndMakeRoom(job, stopping);
                started++;
            }
        }
        finally
        {
            _isBusy = started > 0;
            if (started < room)
                _room.Release(room - started);
        }

        return started;
    }

    private async Task RunAndMakeRoom(Job job, CancellationToken stopping)
    {
        try
        {
            await Run(job, stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            _site.Log.LogWarning("job {Id} {Kind} {Key}: {Reason}", job.Id, job.Kind, job.Key, Outage.Reason(failure));
        }
        catch (OperationCanceledException)
        {
            // Stopping; another worker takes it when its lease ends.
        }
        finally
        {
            _room.Release();
        }
    }

    private async Task Run(Job job, CancellationToken stopping)
    {
        using var deadline = new CancellationTokenSource(JobTiming.MaxRun, _site.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping, deadline.Token);
        if (await Run(job, limit.Token, stopping) is not { } refusal)
            return;
        _site.Log.LogWarning("job {Id} {Kind} {Key}, attempt {Attempt}: {Detail}", job.Id, job.Kind, job.Key,
            job.Attempts, refusal.Detail);
        try
        {
            await Outbox.GiveBack(_site.Database, job, refusal, _site.Clock, stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Owe(cancel => Outbox.GiveBack(_site.Database, job, refusal, _site.Clock, cancel));
            throw;
        }
        finally
        {
            // It falls due before the next look at the queue.
            _site.JobSignal.Hear();
        }
    }

    /// <summary>What the database has perhaps not heard.</summary>
    /// <param name="Tell">Tells it, at any time: it changes nothing when it was heard before.</param>
    /// <param name="Until">When it no longer matters, in Unix milliseconds: the lease that it is about has ended.</param>
    private sealed record Owed(Func<CancellationToken, Task> Tell, long Until);

    private async Task<Refusal?> Run(Job job, CancellationToken limit, CancellationToken stopping)
    {
        try
        {
            switch (job.Kind)
            {
                case JobKinds.UpdateIndex:
                    return await Run(_wiring.UpdateIndex, new IndexAttempt(_site, job, limit));
                case JobKinds.PurgeEdge:
                    return await Run(_wiring.PurgeEdge, new PurgeAttempt(_site, job, limit));
                case JobKinds.WithdrawArchive:
                    return await Run(_wiring.WithdrawArchive, new Removal.WithdrawalAttempt(_site, job, limit));
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
            _site.Log.LogBug($"job {job.Id} {job.Kind} {job.Key}", bug);
            return new Refusal(StatusCodes.Status500InternalServerError, Outage.Reason(bug));
        }
    }

    private async Task<Refusal?> Run<TAttempt>(Workflow<TAttempt> workflow, TAttempt attempt) where TAttempt : JobAttempt
    {
        await using (attempt)
        {
            if (await workflow.Run(attempt) is { } refusal)
                return refusal;
            await _ends.Join(attempt);
            return attempt.Unfinished;
        }
    }

    private async Task<Task> End(IReadOnlyList<JobAttempt> done)
    {
        using var deadline = new CancellationTokenSource(JobTiming.MaxRun, _site.Clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stopping, deadline.Token);
        await using var attempt = new FinishAttempt(_site, done, limit.Token);
        var refusal = await _wiring.FinishJobs.Run(attempt);
        foreach (var one in done)
            one.Unfinished = refusal;
        return Task.CompletedTask;
    }

    // After the moment at which work was looked for, not after now: a job that fell due between the two is not missed.
    private async Task Idle(Task signal, long asked, CancellationToken stopping)
    {
        var due = await Outbox.NextDue(_site.Database, asked, stopping);
        var wait = due is { } at && at - _site.Clock.Milliseconds() is var left && left < JobTiming.Poll.TotalMilliseconds
            ? TimeSpan.FromMilliseconds(Math.Max(0, left))
            : JobTiming.Poll;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(signal, Task.Delay(wait, _site.Clock, over.Token));
        await over.CancelAsync();
    }

    private async Task Pause(TimeSpan time, CancellationToken stopping)
    {
        try
        {
            await Task.Delay(time, _site.Clock, stopping);
        }
        catch (OperationCanceledException)
        {
            // The loop ends by itself.
        }
    }
}
