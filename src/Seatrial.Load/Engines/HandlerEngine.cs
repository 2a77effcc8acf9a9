using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>
/// The engine for all that <see cref="SocketEngine"/> does not speak: TLS, HTTP/2, and systems other than Linux. Requests go through
/// SocketsHttpHandler, at several times the cost; when they are due is kept as exactly, by a thread that does nothing else.
/// </summary>
/// <param name="workload">Makes what arrivals do.</param>
/// <param name="operations">How many kinds of requests it has.</param>
/// <param name="limits">The bounds of the load.</param>
/// <param name="handler">The handler; it stays the caller's. Its own limits of connections are its affair.</param>
/// <param name="version">The version of HTTP that is asked for; a lower one is taken.</param>
public sealed class HandlerEngine(Func<Workload> workload, int operations, LoadLimits limits, HttpMessageHandler handler, Version version)
    : Engine(workload, operations, limits)
{
    /// <inheritdoc/>
    public override async Task<LoadResult> RunAsync(LoadModel model, CancellationToken cancelled)
    {
        var collector = new Collector(Operations, 1, Told);
        var used = Environment.CpuUsage.TotalTime;
        using var run = new HandlerRun(NewWorkload(), Limits, new Recorder(collector), handler, version, isOpen: model is OpenModel);
        var pace = Task.Factory.StartNew(() => Pace(model, run, cancelled), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        var collected = collector.RunAsync();
        LoadEnd end;
        try
        {
            end = await pace;
            await run.DrainAsync(end == LoadEnd.Cancelled ? Limits.DrainWhenCancelled : Limits.Drain, cancelled);
        }
        finally
        {
            run.Finish();
        }

        await collected;
        return new LoadResult(collector.Whole, TimeSpan.FromTicks(run.Now / 100), cancelled.IsCancellationRequested ? LoadEnd.Cancelled : end, Environment.CpuUsage.TotalTime - used);
    }

    private static LoadEnd Pace(LoadModel model, HandlerRun run, CancellationToken cancelled)
    {
        if (model is ClosedModel closed)
            return PaceClosed(closed, run, cancelled);
        var cursor = ((OpenModel)model).Plan.Begin(((OpenModel)model).Shard);
        using var clock = new Pacemaker();
        while (!run.IsFull && cursor.TryNext(out var arrival))
        {
            while (arrival.Nanoseconds - run.Now is > 0 and var early)
            {
                if (cancelled.IsCancellationRequested)
                    return LoadEnd.Cancelled;
                clock.Wait(Math.Min(early, 50_000_000));
                run.Tick();
            }

            if (cancelled.IsCancellationRequested)
                return LoadEnd.Cancelled;
            run.Begin(arrival.Ordinal, arrival.Nanoseconds);
        }

        return run.IsFull ? LoadEnd.Requests : LoadEnd.Done;
    }

    private static LoadEnd PaceClosed(ClosedModel closed, HandlerRun run, CancellationToken cancelled)
    {
        run.ComeAgain(closed.Clients, closed.Duration.Ticks * 100);
        using var clock = new Pacemaker();
        while (!run.IsFull && run.Now < closed.Duration.Ticks * 100 && !cancelled.IsCancellationRequested)
        {
            clock.Wait(Math.Clamp((closed.Duration.Ticks * 100) - run.Now, 0, 50_000_000));
            run.Tick();
        }

        return cancelled.IsCancellationRequested ? LoadEnd.Cancelled : run.IsFull ? LoadEnd.Requests : LoadEnd.Done;
    }
}
