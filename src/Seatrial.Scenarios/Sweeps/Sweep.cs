using System.Collections.Concurrent;
using System.Globalization;
using Seatrial.Faults;
using Seatrial.Faults.Kinds;
using Seatrial.Record;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>How a sweep is made.</summary>
public sealed record SweepOptions
{
    /// <summary>How many registries are swept at once.</summary>
    public required int Lanes { get; init; }

    /// <summary>The seed that orders the cases, and chooses them when not all are run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What every name begins with.</summary>
    public required string Namespace { get; init; }

    /// <summary>The names of the fault kinds that are tried; all when empty.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Whether cases that wait for the registry's own time limits are left out.</summary>
    public bool FastOnly { get; init; }

    /// <summary>The only case that is run; all when absent.</summary>
    public string? Only { get; init; }

    /// <summary>How many cases are run at most; the seed chooses them. All when absent.</summary>
    public int? MostCases { get; init; }
}

/// <summary>A sweep: a workflow run again once for each of its crossings and each fault.</summary>
public sealed class Sweep(Func<CancellationToken, Task<(LaneFacts? Lane, string? Problem)>> startLane, SweepOptions options, FoundCargo? cargo, RecordWriter record, Secrets secrets, TimeProvider clock)
{
    /// <summary>How long the registry is watched at rest: longer than any pause of its background work that matters to a case.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2.5);

    /// <summary>How often a case is begun whose crossing is not reached.</summary>
    private const int Attempts = 4;

    private int _names;
    private double _clean;

    /// <summary>The workflows that can be swept, each with what the user does in it.</summary>
    public static IReadOnlyList<(string Name, string Story)> Workflows => [.. Workflow.All.Select(workflow => (workflow.Name, workflow.Story))];

    /// <summary>Sweeps workflows, one after the other, over the same lanes.</summary>
    /// <returns>Why it could not be done; null when it was.</returns>
    public async Task<string?> RunAsync(IReadOnlyList<string> workflows, CancellationToken cancelled)
    {
        var lanes = new ConcurrentBag<Lane>();
        try
        {
            var problems = await Task.WhenAll(Enumerable.Range(0, options.Lanes).Select(_ => OpenAsync(lanes, cancelled)));
            if (problems.OfType<string>().FirstOrDefault() is { } problem)
                return Impossible(workflows, problem);
            var atRest = await AtRestAsync(lanes.First(), cancelled);
            foreach (var workflow in workflows.Select(name => Workflow.Named(name)!))
            {
                // Of several, one that cannot be done stands in the report under what is not looked at.
                if (workflow.Impossible(lanes.First()) is not { } impossible)
                    await SweepAsync(workflow, lanes, atRest, cancelled);
                else if (workflows.Count == 1)
                    throw new LaneBroken(impossible);
            }

            if (options.Only is null)
                foreach (var lane in lanes)
                    await Closing.CheckAsync(lane, options.Namespace, secrets, cargo, record.Write, clock, cancelled);
            return null;
        }
        catch (LaneBroken broken)
        {
            return Impossible(workflows, broken.Message);
        }
        catch (OperationCanceledException) when (cancelled.IsCancellationRequested)
        {
            // The user has had enough: the record holds what was done, and says by its end that it is not all.
            return null;
        }
        finally
        {
            foreach (var lane in lanes)
                await lane.DisposeAsync();
        }
    }

    // In the record too: a sweep that was asked for and not made must not look as if there had been none.
    private string Impossible(IReadOnlyList<string> workflows, string problem)
    {
        record.Write(new SweepStarted { Workflow = workflows[0], Story = Workflow.Named(workflows[0])!.Story, Lanes = 0, Problem = problem });
        return problem;
    }

    private async Task<string?> OpenAsync(ConcurrentBag<Lane> lanes, CancellationToken cancelled)
    {
        var (lane, problem) = await Lane.StartAsync(startLane, secrets, clock, cancelled);
        if (lane is not null)
            lanes.Add(lane);
        return problem;
    }

    // What the registry does by itself while somebody only looks.
    private Task<Recording> AtRestAsync(Lane lane, CancellationToken cancelled) => AtRestAsync(lane, Name(), clock, cancelled);

    /// <summary>What a registry does by itself while somebody only looks at a crate that there is not.</summary>
    internal static async Task<Recording> AtRestAsync(Lane lane, string name, TimeProvider clock, CancellationToken cancelled)
    {
        var use = await Workflow.All[0].PrepareAsync(lane, name);
        var recording = lane.Watch.Record(use.Names);
        await using (Onlooker.Begin(lane, use, new Look("")))
            await Task.Delay(Rest, clock, cancelled);
        // Where there is no queue to watch, settling looks through the registry, and what that crosses is no part of a workflow.
        if (lane.Database is not { Statements.Waiting: not null })
            await Invariants.ReadAsync(lane, use, cancelled);
        // Here it ends: what is prepared next is no rest.
        lane.Watch.Record(Names.None);
        return recording;
    }

    private async Task SweepAsync(Workflow workflow, ConcurrentBag<Lane> lanes, Recording atRest, CancellationToken cancelled)
    {
        var start = clock.GetTimestamp();
        var any = lanes.First();
        FaultKind[] kinds = [.. FaultKind.All.Where(kind => (options.Faults.Count == 0 || options.Faults.Contains(kind.Name)) && !(options.FastOnly && (kind.IsSlow || kind.StopsProcess)))];
        record.Write(new SweepStarted
        {
            Workflow = workflow.Name,
            Story = workflow.Story,
            Lanes = lanes.Count,
            Stores = [.. any.Stores.Select(store => store.Name)],
            NotChecked = any.NotChecked,
            Faults = [.. kinds.Select(kind => new FaultFacts(kind.Name, kind.Meaning))],
            Only = options.Only is { } one ? $"the one case {one}"
                : options.MostCases is { } most ? $"{most} cases, chosen by the seed"
                : options.FastOnly || options.Faults.Count > 0 ? $"the faults {string.Join(", ", kinds.Select(kind => kind.Name))}" : null,
        });
        var first = await RecordAsync(any, workflow, cancelled);
        var second = await RecordAsync(any, workflow, cancelled);
        var plan = new SweepPlan(workflow, first, second, atRest, kinds, crossing => any.Processes.Count > 0 && crossing.Side is not ("client" or "edge"));
        foreach (var (place, (crossing, unstable)) in plan.Crossings.Index())
            record.Write(Found(workflow, crossing, place + 1, unstable, null));
        Prune(workflow, plan.Pruned);
        await RunCasesAsync(workflow, plan, lanes, cancelled);
        record.Write(new SweepFinished { Workflow = workflow.Name, Milliseconds = clock.GetElapsedTime(start).TotalMilliseconds, CleanMilliseconds = _clean });
    }

    // The workflow without a fault; its invariants must hold, or nothing that is found later means anything.
    private async Task<Recording> RecordAsync(Lane lane, Workflow workflow, CancellationToken cancelled)
    {
        var use = await workflow.PrepareAsync(lane, Name());
        if (await Settling.WaitAsync(lane, use, cancelled) is { } restless)
            throw new LaneBroken($"the registry does not come to rest: {restless}");
        var start = clock.GetTimestamp();
        var recording = lane.Watch.Record(use.Names);
        var look = new Look("without a fault");
        Answer told;
        string? unsettled;
        await using (Onlooker.Begin(lane, use, look))
        {
            told = await use.ActAsync();
            unsettled = await Settling.WaitAsync(lane, use, cancelled);
        }

        lane.Watch.Record(Names.None);
        if (!told.IsSuccess || use.Wrong(told) is not null || unsettled is not null)
            throw new LaneBroken($"the workflow {workflow.Name} does not work without a fault: {unsettled ?? use.Wrong(told) ?? told.ToString()}");
        Invariants.Check(use, await Invariants.ReadAsync(lane, use, cancelled), mustBeDone: true, retried: true, look);
        await use.CheckAsync([told], look, cancelled);
        _clean = clock.GetElapsedTime(start).TotalMilliseconds;
        if (look.Broken.Count > 0)
            throw new LaneBroken($"the workflow {workflow.Name} breaks {look.Broken[0].Invariant} without a fault: expected {look.Broken[0].Expected}; {look.Broken[0].Actual}");
        return recording;
    }

    private async Task RunCasesAsync(Workflow workflow, SweepPlan plan, ConcurrentBag<Lane> lanes, CancellationToken cancelled)
    {
        var waiting = new ConcurrentQueue<SweepCase>(Chosen(plan.Cases));
        var running = 0;
        await Parallel.ForEachAsync(lanes, new ParallelOptions { MaxDegreeOfParallelism = lanes.Count, CancellationToken = cancelled }, async (lane, _) =>
        {
            // A case that runs may still add others.
            while (!waiting.IsEmpty || Volatile.Read(ref running) > 0)
            {
                if (!waiting.TryDequeue(out var next))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(20), clock, cancelled);
                    continue;
                }

                Interlocked.Increment(ref running);
                try
                {
                    if (!Leave(workflow, plan, next, finished: null))
                    {
                        var (run, finished) = await RunAsync(lane, next, cancelled);
                        if (!Leave(workflow, plan, next, finished))
                            record.Write(finished);
                        if (options.Only is null && options.MostCases is null)
                            Discover(workflow, plan, next, run.Crossings, waiting);
                    }
                }
                finally
                {
                    Interlocked.Decrement(ref running);
                }
            }
        });
    }

    // What was seen once under a fault need not come again at once: who takes a job is a matter of time.
    private async Task<(CaseRun Run, CaseFinished Finished)> RunAsync(Lane lane, SweepCase planned, CancellationToken cancelled)
    {
        for (var attempt = 1; ; attempt++)
        {
            var run = new CaseRun(lane, planned, Name());
            var finished = await run.RunAsync(cancelled);
            if (finished.Outcome != CaseOutcome.Unreached || attempt == Attempts)
                return (run, finished);
        }
    }

    // Whether a case is left out, before it is run or after, since its crossing comes and goes.
    private bool Leave(Workflow workflow, SweepPlan plan, SweepCase planned, CaseFinished? finished)
    {
        lock (plan)
        {
            var told = plan.Pruned.Count;
            if (options.Only is not null || !(finished is null ? plan.IsGivenUp(planned) : finished.Outcome == CaseOutcome.Unreached) || !plan.GiveUp(planned))
                return false;
            Prune(workflow, plan.Pruned.Skip(told));
            return true;
        }
    }

    private void Discover(Workflow workflow, SweepPlan plan, SweepCase under, IReadOnlyList<Crossing> crossings, ConcurrentQueue<SweepCase> waiting)
    {
        lock (plan)
        {
            var told = plan.Pruned.Count;
            foreach (var crossing in crossings)
                if (plan.Discover(crossing, under) is { } cases)
                {
                    record.Write(Found(workflow, crossing, 0, null, under.Id));
                    foreach (var one in cases)
                        waiting.Enqueue(one);
                }

            Prune(workflow, plan.Pruned.Skip(told));
        }
    }

    private void Prune(Workflow workflow, IEnumerable<(Crossing Crossing, string Fault, string Reason)> pruned)
    {
        foreach (var (crossing, fault, reason) in pruned)
            record.Write(new CasePruned { Workflow = workflow.Name, Crossing = crossing.Id, Fault = fault, Reason = reason });
    }

    private SweepCase[] Chosen(IReadOnlyList<SweepCase> cases)
    {
        if (options.Only is { } only)
            return [.. cases.Where(one => one.Id == only)];
        // By a draw of each case for itself: a crossing that comes and goes must not change which of the others are chosen.
        var ordered = cases.OrderBy(one => Seeds.For(options.Seed, one.Id)).ThenBy(one => one.Id, StringComparer.Ordinal);
        // What stops a process or waits takes longest: begun first, it does not become a tail for one lane.
        return [.. ordered.Take(options.MostCases ?? int.MaxValue).OrderByDescending(one => one.Kind.IsSlow).ThenByDescending(one => one.Kind.StopsProcess)];
    }

    private static CrossingFound Found(Workflow workflow, Crossing crossing, int place, string? unstable, string? under) => new()
    {
        Workflow = workflow.Name,
        Crossing = crossing.Id,
        Boundary = crossing.Boundary,
        Side = crossing.Side,
        Operation = crossing.Operation,
        Transaction = crossing.Transaction,
        Occurrence = crossing.Occurrence,
        Detail = crossing.Detail,
        Place = place,
        Unstable = unstable,
        Under = under,
    };

    // Without a hyphen, so that every spelling of the name is the same one; the last letter, so that no name begins with another.
    private string Name() => string.Create(CultureInfo.InvariantCulture, $"{options.Namespace}s{Interlocked.Increment(ref _names)}x");
}
