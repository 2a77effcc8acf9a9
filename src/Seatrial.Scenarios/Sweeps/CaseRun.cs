using Seatrial.Faults;
using Seatrial.Faults.Kinds;
using Seatrial.Record;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>
/// One case: prepare, arm, do, prove that the fault fired, heal, let it settle, look; then the same again as the user would, and
/// look once more.
/// </summary>
internal sealed class CaseRun(Lane lane, SweepCase planned, string name)
{
    /// <summary>How long a process stands still: longer than any pause between two looks at a queue, shorter than the user's patience.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1.5);

    /// <summary>How long a fault that stays is left in the way of what follows by itself: a few retries of a job.</summary>
    private static readonly TimeSpan Staying = TimeSpan.FromMilliseconds(700);

    /// <summary>How long after the answer a fault may still be waited for, once the queue is empty.</summary>
    private static readonly TimeSpan Belated = TimeSpan.FromMilliseconds(300);

    /// <summary>How long a late write may hold up what follows before it arrives: longer than the registry's first retries of it.</summary>
    private static readonly TimeSpan Underway = TimeSpan.FromSeconds(1);

    /// <summary>How long something may be open before it counts as left behind: a statement of the registry's own may run so long.</summary>
    private static readonly TimeSpan LeftBehind = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    /// <summary>The whole of a case: two answers at their limits, two times settling, a restart.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly TimeProvider _clock = lane.Watch.Clock;
    private readonly Look _meanwhile = new("meanwhile"), _afterFault = new("after the fault"), _afterRetry = new("after the retry");
    private readonly List<CaseCrossing> _sequence = [];
    private IReadOnlyList<Holding> _before = [], _afterwards = [];
    private double _settled;

    /// <summary>The crossings of the attempt under the fault.</summary>
    public IReadOnlyList<Crossing> Crossings { get; private set; } = [];

    /// <summary>Runs it.</summary>
    public async Task<CaseFinished> RunAsync(CancellationToken cancelled)
    {
        var start = _clock.GetTimestamp();
        using var timed = new CancellationTokenSource(Limit, _clock);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(timed.Token, cancelled);
        lane.WasKilled = false;
        var faults = new List<ArmedFault>();
        CaseFinished finished;
        try
        {
            finished = await RunAsync(faults, limit.Token);
        }
        catch (Exception problem) when (problem is LaneBroken || (problem is OperationCanceledException && !cancelled.IsCancellationRequested))
        {
            finished = Finished(faults, null, null, [], CaseOutcome.HarnessError) with
            {
                Problem = problem is LaneBroken ? problem.Message : $"the case did not end within {Limit.TotalMinutes:0} min",
            };
        }
        finally
        {
            foreach (var fault in faults)
                fault.Heal();
        }

        return finished with { Milliseconds = _clock.GetElapsedTime(start).TotalMilliseconds };
    }

    private async Task<CaseFinished> RunAsync(List<ArmedFault> faults, CancellationToken cancelled)
    {
        var use = await planned.Workflow.PrepareAsync(lane, name);
        if (await Settling.WaitAsync(lane, use, cancelled) is { } restless)
            throw new LaneBroken($"the registry does not come to rest before the case: {restless}");
        _before = await Invariants.ReadAsync(lane, use, cancelled);
        var recording = lane.Watch.Record(use.Names);
        if (planned.After is { } first)
            faults.Add(lane.Watch.Arm(first.Fault));
        var armed = lane.Watch.Arm(planned.Fault);
        faults.Add(armed);

        Answer told;
        IReadOnlyList<Holding> held;
        string? unsettled;
        await using (Onlooker.Begin(lane, use, _meanwhile))
        {
            told = await UnderFaultAsync(use, armed, cancelled);
            if (planned.Kind is not LateDelivery)
                foreach (var fault in faults)
                    fault.Heal();
            // A write on its way may hold up all that follows; then it arrives before the user's retry, and after the registry's own.
            if (planned.Kind is LateDelivery && await Settling.WaitAsync(lane, use, Underway, cancelled) is not null)
            {
                armed.Heal();
                await armed.Ended.WaitAsync(cancelled);
            }

            unsettled = await SettleAsync(use, cancelled);
        }

        Crossings = recording.Crossings;
        Sequence(Crossings, again: false);
        held = await Invariants.ReadAsync(lane, use, cancelled);
        if (armed.Times == 0)
            return Finished(faults, told, null, held, CaseOutcome.Unreached) with { Problem = "the fault did not fire: the crossing was not reached" };
        var state = await CheckAsync(use, [told], held, retried: false, unsettled, _afterFault, cancelled);
        var orphans = state is not null && Invariants.HasOrphans(held, state);

        recording = lane.Watch.Record(use.Names);
        var again = await use.ActAsync();
        Sequence(recording.Crossings, again: true);
        // What was cut off before the retry arrives now.
        foreach (var fault in faults)
            fault.Heal();
        await armed.Ended.WaitAsync(cancelled);
        if (planned.Kind is LateDelivery)
            _sequence.Add(Crossed(planned.Crossing) with { Fault = planned.FaultName, Delivered = true });
        unsettled = await SettleAsync(use, cancelled);
        // A COMMIT that is under way for so long keeps its locks, and the retry may have waited for them in vain.
        if (planned.Kind is LateDelivery && again is { IsSuccess: false, Status: 0 or >= 500 })
        {
            again = await use.ActAsync();
            unsettled = await SettleAsync(use, cancelled);
        }

        _afterwards = await Invariants.ReadAsync(lane, use, cancelled);
        var ended = await CheckAsync(use, [told, again], _afterwards, retried: true, unsettled, _afterRetry, cancelled);
        // What arrives late may have done it before the retry did.
        var recovered = again.IsSuccess || (use.SaysDoneBefore(again) && (state == use.After || ended == use.After));
        _afterRetry.That("I6", "doing the same again succeeds", recovered, "success, or the word that there is nothing left to do", again.ToString());
        return Finished(faults, told, again, held, Outcome(use, told, state, orphans, recovered));
    }

    // The user's attempt, with all that has to happen beside it.
    private async Task<Answer> UnderFaultAsync(Use use, ArmedFault armed, CancellationToken cancelled)
    {
        var beside = BesideAsync(armed, cancelled);
        var told = await use.ActAsync();
        var answered = _clock.GetTimestamp();
        while (armed.Times == 0 && (_clock.GetElapsedTime(answered) < Belated || !await Settling.IsQuietAsync(lane, cancelled) || !await use.IsSettledAsync(cancelled)))
        {
            if (_clock.GetElapsedTime(answered) > Settling.Limit)
                break;
            await Task.Delay(Glance, _clock, cancelled);
        }

        if (armed.Times > 0 && planned.Sticky)
            await Task.Delay(Staying, _clock, cancelled);
        if (armed.Times > 0)
            await beside;
        return told;
    }

    // A paused process is continued after a while, a killed one started again, as whoever watches over it would.
    private async Task BesideAsync(ArmedFault armed, CancellationToken cancelled)
    {
        if (!planned.Kind.StopsProcess)
            return;
        var exchange = await armed.Fired.WaitAsync(cancelled);
        if (planned.Kind is Pause)
        {
            await Task.Delay(Pause, _clock, cancelled);
            armed.Heal();
            return;
        }

        await armed.Ended.WaitAsync(cancelled);
        await lane.RestartAsync(exchange.Tap, cancelled);
    }

    private async Task<string?> SettleAsync(Use use, CancellationToken cancelled)
    {
        var start = _clock.GetTimestamp();
        var unsettled = await Settling.WaitAsync(lane, use, cancelled);
        _settled = Math.Max(_settled, _clock.GetElapsedTime(start).TotalMilliseconds);
        return unsettled;
    }

    private async Task<CrateState?> CheckAsync(
        Use use, IReadOnlyList<Answer> answers, IReadOnlyList<Holding> held, bool retried, string? unsettled, Look look, CancellationToken cancelled)
    {
        var last = answers[^1];
        look.That("I12", "the queue drains once faults have stopped", unsettled is null, $"nothing left within {Settling.Limit.TotalSeconds:0} s", unsettled ?? "");
        if (lane.Database is { Statements.Dead: { } dead })
            look.Equal("I12", "jobs that have failed for ever", 0, await lane.Database.NumberAsync(dead, cancelled) ?? -1);
        // What is to arrive late holds its transaction until it does.
        if (lane.Database is { Statements.IdleInTransaction: { } idle } && (retried || planned.Kind is not LateDelivery))
            look.Equal("I16", "connections that hold a transaction open", 0, await LeastAsync(idle, cancelled));
        // A failing dependency says nothing about the request: 4xx would be a lie, and cargo would not try again.
        look.That("I7", "the answer is honest", last.IsSuccess || last.Status is 0 or >= 500 || (retried && use.SaysDoneBefore(last)),
            "success, 5xx, or no answer", last.ToString());
        // What a gateway before the registry says is its own affair, and here the proxy's.
        if (last is { Status: >= 500, HasErrors: false } && planned.Crossing.Side is not ("client" or "edge"))
            look.That("I7", "an error is told in the contract's words (API-GEN-02)", false, "{\"errors\":[{\"detail\"}]}", last.ToString());
        if (last.IsSuccess)
            look.That("I7", "the answer holds what was asked for", use.Wrong(last) is null, "what was asked for", use.Wrong(last) ?? "");
        var state = Invariants.Check(use, held, answers.Any(answer => answer.IsSuccess), retried, look);
        await use.CheckAsync(answers, look, cancelled);
        return state;
    }

    // The registry may be at something of its own at the very moment; what stays is left behind.
    private async Task<long> LeastAsync(string statement, CancellationToken cancelled)
    {
        var start = _clock.GetTimestamp();
        var least = long.MaxValue;
        while (least > 0 && _clock.GetElapsedTime(start) < LeftBehind)
        {
            least = Math.Min(least, await lane.Database!.NumberAsync(statement, cancelled) ?? long.MaxValue);
            await Task.Delay(Glance, _clock, cancelled);
        }

        return least;
    }

    private CaseOutcome Outcome(Use use, Answer told, CrateState? state, bool orphans, bool recovered)
    {
        if (told.IsSuccess && state is not null && state != use.After)
            return CaseOutcome.Lost;
        if (!recovered)
            return CaseOutcome.Stuck;
        if (state is null || _afterRetry.Broken.Count > 0)
            return CaseOutcome.Corrupt;
        if (_afterFault.Broken.Count > 0 || orphans)
            return CaseOutcome.Recoverable;
        if (told.IsSuccess)
            return CaseOutcome.Done;
        return state == use.After && use.After != use.Before ? CaseOutcome.DoneThoughToldOtherwise : CaseOutcome.NotDone;
    }

    private CaseFinished Finished(List<ArmedFault> faults, Answer? told, Answer? again, IReadOnlyList<Holding> held, CaseOutcome outcome) => new()
    {
        Case = planned.Id,
        Workflow = planned.Workflow.Name,
        Crossing = planned.Crossing.Id,
        Boundary = planned.Crossing.Boundary,
        Fault = planned.FaultName,
        After = planned.After?.Id,
        Fired = faults.Count == 0 ? 0 : faults[^1].Times,
        Told = told is null ? "" : Words(told),
        ToldAgain = again is null ? "" : Words(again),
        HeldBefore = [.. _before.Select(store => store.ToString())],
        Held = [.. held.Select(store => store.ToString())],
        HeldAfterRetry = [.. _afterwards.Select(store => store.ToString())],
        Sequence = IsPlain(outcome) ? [] : _sequence,
        Outcome = outcome,
        Violations = [.. _meanwhile.Broken, .. _afterFault.Broken, .. _afterRetry.Broken],
        Checks = _meanwhile.Checks + _afterFault.Checks + _afterRetry.Checks,
        Milliseconds = 0,
        SettledMilliseconds = _settled,
    };

    // There are thousands of those in which nothing happened that is worth a picture.
    private bool IsPlain(CaseOutcome outcome) => outcome is CaseOutcome.Done or CaseOutcome.NotDone
        && _meanwhile.Broken.Count + _afterFault.Broken.Count + _afterRetry.Broken.Count == 0;

    private void Sequence(IReadOnlyList<Crossing> crossings, bool again) => _sequence.AddRange(crossings
        .Where(crossing => !crossing.Traits.HasFlag(Traits.Waits))
        .Select(crossing => Crossed(crossing) with
        {
            Again = again,
            Fault = again ? null : crossing.Is(planned.Crossing) ? planned.FaultName : planned.After is { } first && crossing.Is(first.Crossing) ? first.FaultName : null,
        }));

    private static CaseCrossing Crossed(Crossing crossing) => new(crossing.Boundary, crossing.Side, crossing.Operation);

    /// <summary>What a user was told, in a few words.</summary>
    internal static string Words(Answer answer)
    {
        if (answer.Error is not null)
            return $"no answer: {answer.Error}";
        if (answer.HasErrors && answer.Json("errors.0.detail")?.ToString() is { } detail)
            return $"{answer.Status}: {detail}";
        return $"{answer.Status}";
    }
}
