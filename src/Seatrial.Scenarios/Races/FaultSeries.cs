using Seatrial.Faults;
using Seatrial.Faults.Kinds;
using Seatrial.Record;
using Seatrial.Scenarios.Histories;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Scenarios.Races;

/// <summary>One fault after the other while a history goes on: each is armed, done, kept for a moment and healed.</summary>
/// <param name="lane">The registry.</param>
/// <param name="recorder">Takes when each fault was at work.</param>
/// <param name="names">What is named anew.</param>
/// <param name="seen">The crossings of everything that clients do.</param>
/// <param name="seed">Which faults, where, and for how long.</param>
internal sealed class FaultSeries(Lane lane, HistoryRecorder recorder, Names names, Recording seen, int seed)
{
    /// <summary>How long a fault is waited for whose crossing does not come.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(400);

    /// <summary>How long what a fault holds may take to end once it is healed, before the next one comes.</summary>
    private static readonly TimeSpan Ending = TimeSpan.FromSeconds(2);

    /// <summary>How long all of them may take to end after the last: a hang ends with the registry's own time limits.</summary>
    private static readonly TimeSpan LastEnding = TimeSpan.FromSeconds(40);

    // One of so many that were drawn: in the time of one restart many other faults are done, and nothing else is done by anybody.
    private const int StopsDrawn = 4;

    private const int MostOccurrences = 2, LongestKept = 300;

    private readonly List<ArmedFault> _done = [];

    /// <summary>How many faults were done.</summary>
    public int Done => _done.Count;

    /// <summary>All that can be done, in an order of their own: the same seed chooses the same.</summary>
    private readonly (Crossing Crossing, FaultKind Kind)[] _possible =
    [
        .. seen.Crossings.Where(crossing => !crossing.Traits.HasFlag(Traits.Waits) && !IsRepeatedByClient(crossing))
            .DistinctBy(crossing => (crossing.Boundary, crossing.Side, crossing.Operation, crossing.Transaction))
            .OrderBy(crossing => crossing.Id, StringComparer.Ordinal)
            .SelectMany(crossing => FaultKind.All.Where(kind => kind.Excludes(crossing) is null && (!kind.StopsProcess || CanStop(lane, crossing))).Select(kind => (crossing, kind))),
    ];

    /// <summary>Does faults until it is told to end; all are healed then.</summary>
    /// <exception cref="LaneBroken">A process that was killed does not come back.</exception>
    public async Task RunAsync(Func<bool> ends, CancellationToken cancelled)
    {
        var chance = new Random(seed);
        while (!ends() && _possible.Length > 0)
        {
            var (crossing, kind) = _possible[chance.Next(_possible.Length)];
            var stops = chance.Next(StopsDrawn) == 0;
            var (occurrence, sticky, kept) = (1 + chance.Next(MostOccurrences), chance.Next(3) == 0, TimeSpan.FromMilliseconds(chance.Next(LongestKept)));
            if (kind.StopsProcess && kind is not Pause && !stops)
                continue;
            await DoAsync(new Fault(kind, crossing with { Occurrence = occurrence }) { Sticky = sticky && kind.HasSticky && crossing.Traits.HasFlag(Traits.Retried) }, kept, cancelled);
        }

        await Task.WhenAny(Task.WhenAll(_done.Select(fault => fault.Ended)), Task.Delay(LastEnding, lane.Watch.Clock, cancelled));
    }

    private async Task DoAsync(Fault fault, TimeSpan kept, CancellationToken cancelled)
    {
        // Occurrences count from one again.
        lane.Watch.Record(names);
        using var armed = lane.Watch.Arm(fault);
        await Task.WhenAny(armed.Fired, Task.Delay(Patience, lane.Watch.Clock, cancelled));
        cancelled.ThrowIfCancellationRequested();
        if (!armed.Fired.IsCompleted || armed.NotDone is not null)
            return;
        _done.Add(armed);
        using var mark = recorder.Mark($"{fault.Name} at {fault.Crossing.Id}");
        if (fault.Kind.StopsProcess && fault.Kind is not Pause)
        {
            await armed.Ended.WaitAsync(cancelled);
            armed.Heal();
            await lane.RestartAsync((await armed.Fired).Tap, cancelled);
            return;
        }

        await Task.Delay(kept, lane.Watch.Clock, cancelled);
        armed.Heal();
        await Task.WhenAny(armed.Ended, Task.Delay(Ending, lane.Watch.Clock, cancelled));
    }

    // Our own HTTP client may silently repeat what has no body, and would be told twice what the history has once.
    private static bool IsRepeatedByClient(Crossing crossing) => crossing.Boundary == Boundary.ClientRegistry && !crossing.Operation.StartsWith("PUT", StringComparison.Ordinal);

    private static bool CanStop(Lane lane, Crossing crossing) => lane.Processes.Count > 0 && crossing.Side is not ("client" or "edge");
}
