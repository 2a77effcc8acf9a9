using Seatrial.Faults;
using Seatrial.Faults.Kinds;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>
/// What a sweep tries: each crossing of the workflow with each fault, but for what is left out by a stated rule. Made of two
/// recordings without a fault, and one of the registry at rest.
/// </summary>
internal sealed class SweepPlan
{
    /// <summary>How many crossings that appear only under a fault are swept themselves.</summary>
    private const int MostNew = 24;

    /// <summary>The kinds that are tried at crossings that appear only under a fault: enough to see what a second failure does.</summary>
    private static readonly string[] KindsUnderFault = ["error", "cut-before", "cut-after"];

    private readonly Workflow _workflow;
    private readonly IReadOnlyList<FaultKind> _kinds;
    private readonly Func<Crossing, bool> _killable;
    private readonly SteadyCrossings _steady;
    private readonly HashSet<string> _known = [], _unstable = [], _givenUp = [];
    private readonly List<SweepCase> _cases = [];
    private readonly List<(Crossing Crossing, string Fault, string Reason)> _pruned = [];
    private int _new;

    /// <param name="workflow">The workflow.</param>
    /// <param name="first">A recording of it.</param>
    /// <param name="second">Another one.</param>
    /// <param name="atRest">A recording of the registry with nothing to do.</param>
    /// <param name="kinds">The kinds that are tried.</param>
    /// <param name="killable">Whether the process that asks is ours to kill and to pause.</param>
    public SweepPlan(Workflow workflow, Recording first, Recording second, Recording atRest, IReadOnlyList<FaultKind> kinds, Func<Crossing, bool> killable)
    {
        (_workflow, _kinds, _killable) = (workflow, kinds, killable);
        _steady = new SteadyCrossings(first, second, atRest);
        foreach (var (crossing, unstable) in Crossings)
        {
            _known.Add(crossing.Id);
            if (unstable is not null)
                _unstable.Add(crossing.Id);
            Plan(crossing, _kinds, null);
        }
    }

    /// <summary>The crossings in their order, each with the reason why a case need not reach it; null when each must.</summary>
    public IReadOnlyList<(Crossing Crossing, string? Unstable)> Crossings => _steady.All;

    /// <summary>The cases, in the order of the crossings and kinds.</summary>
    public IReadOnlyList<SweepCase> Cases => _cases;

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<(Crossing Crossing, string Fault, string Reason)> Pruned => _pruned;

    /// <summary>Whether a case can be left out, as its crossing comes and goes and another case has waited for it in vain.</summary>
    public bool IsGivenUp(SweepCase one) => _givenUp.Contains(one.Crossing.Id);

    /// <summary>
    /// Leaves out a case whose crossing was not reached, where it need not be: two recordings have not agreed on it either, or it was
    /// seen under a fault alone. A crossing of both recordings that is not reached stays a case, and the sweep is no pass.
    /// </summary>
    /// <returns>Whether it was left out.</returns>
    public bool GiveUp(SweepCase unreached)
    {
        if (unreached.After is null && !_unstable.Contains(unreached.Crossing.Id))
            return false;
        if (unreached.After is null)
            _givenUp.Add(unreached.Crossing.Id);
        _pruned.Add((unreached.Crossing, unreached.FaultName, unreached.After is null
            ? "the crossing comes and goes: it was in one of two recordings, and then a case waited for it in vain"
            : "the crossing appeared under another case's fault, and did not when that was done again"));
        return true;
    }

    /// <summary>Adds the cases of a crossing that was seen only under the fault of a case.</summary>
    /// <returns>The cases; null when the crossing is known, comes and goes with time, or is one too many.</returns>
    public IReadOnlyList<SweepCase>? Discover(Crossing crossing, SweepCase under)
    {
        // A third fault would be needed to reach what appears under two; and what the first fault stays on for, no second one gets.
        if (under.After is not null || (under.Sticky && crossing.IsLike(under.Crossing)) || _steady.Rests(crossing) || !_known.Add(crossing.Id) || _new >= MostNew)
            return null;
        _new++;
        var before = _cases.Count;
        Plan(crossing, [.. _kinds.Where(kind => KindsUnderFault.Contains(kind.Name))], under);
        return [.. _cases.Skip(before)];
    }

    private void Plan(Crossing crossing, IReadOnlyList<FaultKind> kinds, SweepCase? under)
    {
        foreach (var kind in kinds)
        {
            if (Excludes(crossing, kind) is { } reason)
            {
                _pruned.Add((crossing, kind.Name, reason));
                continue;
            }

            _cases.Add(new SweepCase(_workflow, crossing, kind, Sticky: false, under));
            if (kind.HasSticky && crossing.Traits.HasFlag(Traits.Retried))
                _cases.Add(new SweepCase(_workflow, crossing, kind, Sticky: true, under));
        }
    }

    private string? Excludes(Crossing crossing, FaultKind kind) =>
        _steady.ComesWithTime(crossing) is { } reason ? reason
        : kind.StopsProcess && !_killable(crossing) ? "the process that asks is not ours to kill or to pause"
        : kind.Excludes(crossing);
}
