namespace Seatrial.Scenarios.Sweeps;

/// <summary>Waits until a registry has done all that follows by itself: by watching its queue, not by sleeping.</summary>
internal static class Settling
{
    /// <summary>A lease of a worker that died lasts 15 s in the reference registry; a few retries with their pauses come after it.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(45);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    /// <summary>Waits.</summary>
    /// <returns>Why it has not settled within <see cref="Limit"/>; null when it has.</returns>
    public static Task<string?> WaitAsync(Lane lane, Use use, CancellationToken cancelled) => WaitAsync(lane, use, Limit, cancelled);

    /// <summary>Waits so long and no longer.</summary>
    public static Task<string?> WaitAsync(Lane lane, Use use, TimeSpan limit, CancellationToken cancelled) =>
        WaitAsync(lane, token => IsSettledAsync(lane, use, token), limit, cancelled);

    /// <summary>Waits.</summary>
    /// <param name="lane">The registry.</param>
    /// <param name="ask">Whether all has been done, and what has not.</param>
    /// <param name="cancelled">Ends the wait.</param>
    /// <returns>Why it has not settled within <see cref="Limit"/>; null when it has.</returns>
    public static Task<string?> WaitAsync(Lane lane, Func<CancellationToken, Task<(bool Settled, string Why)>> ask, CancellationToken cancelled) =>
        WaitAsync(lane, ask, Limit, cancelled);

    private static async Task<string?> WaitAsync(Lane lane, Func<CancellationToken, Task<(bool Settled, string Why)>> ask, TimeSpan limit, CancellationToken cancelled)
    {
        var clock = lane.Watch.Clock;
        var start = clock.GetTimestamp();
        for (var calm = 0; ;)
        {
            var (settled, why) = await ask(cancelled);
            // Twice, since a job that ends may have added the next one in between the two questions.
            calm = settled ? calm + 1 : 0;
            if (calm == 2)
                return null;
            if (clock.GetElapsedTime(start) > limit)
                return why;
            await Task.Delay(Look, clock, cancelled);
        }
    }

    /// <summary>Whether nothing waits in the registry's queue; true when there is none to look at.</summary>
    public static async Task<bool> IsQuietAsync(Lane lane, CancellationToken cancelled) =>
        lane.Database is not { Statements.Waiting: { } waiting } || await lane.Database.NumberAsync(waiting, cancelled) == 0;

    private static async Task<(bool, string)> IsSettledAsync(Lane lane, Use use, CancellationToken cancelled)
    {
        if (lane.Database is not { Statements.Waiting: not null })
        {
            // A queue that cannot be looked into has settled when all stores say the same.
            var look = new Look("");
            var held = await Invariants.ReadAsync(lane, use, cancelled);
            Invariants.Check(use, held, mustBeDone: false, retried: false, look);
            return (look.Broken.Count == 0 && await use.IsSettledAsync(cancelled), look.Broken.Count == 0 ? "the workflow's own work is not done" : look.Broken[0].Actual);
        }

        if (!await IsQuietAsync(lane, cancelled))
            return (false, "jobs still wait in the queue");
        return (await use.IsSettledAsync(cancelled), "the queue is empty, and the workflow's own work is not done");
    }
}
