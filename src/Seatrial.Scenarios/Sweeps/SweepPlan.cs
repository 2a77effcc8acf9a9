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
    private readonly HashSet<(Record.Boundary, string, string, string)> _resting;
    private readonly HashSet<string> _known = [];
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
        _resting = [.. atRest.Crossings.Select(Place)];
        var (firsts, seconds) = (first.Crossings, second.Crossings);
        var (inFirst, inSecond) = (firsts.Select(one => one.Id).ToHashSet(), seconds.Select(one => one.Id).ToHashSet());
        Crossings =
        [
            .. firsts.Select(crossing => (crossing, Unstable(crossing, inSecond.Contains(crossing.Id)))),
            .. seconds.Where(crossing => !inFirst.Contains(crossing.Id)).Select(crossing => (crossing, Unstable(crossing, false))),
        ];
        foreach (var (crossing, unstable) in Crossings)
        {
            _known.Add(crossing.Id);
            if (unstable is null)
                Plan(crossing, _kinds, null);
        }
    }

    /// <summary>The crossings in their order, each with the reason why it is not swept; null when it is.</summary>
    public IReadOnlyList<(Crossing Crossing, string? Unstable)> Crossings { get; }

    /// <summary>The cases, in the order of the crossings and kinds.</summary>
    public IReadOnlyList<SweepCase> Cases => _cases;

    /// <summary>What was left out, and why.</summary>
    public IReadOnlyList<(Crossing Crossing, string Fault, string Reason)> Pruned => _pruned;

    /// <summary>Adds the cases of a crossing that was seen only under the fault of a case.</summary>
    /// <returns>The cases; null when the crossing is known, comes and goes with time, or is one too many.</returns>
    public IReadOnlyList<SweepCase>? Discover(Crossing crossing, SweepCase under)
    {
        // A third fault would be needed to reach what appears under two; and what the first fault stays on for, no second one gets.
        if (under.After is not null || (under.Sticky && crossing.IsLike(under.Crossing)) || _resting.Contains(Place(crossing)) || !_known.Add(crossing.Id) || _new >= MostNew)
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
        _resting.Contains(Place(crossing)) || crossing.Traits.HasFlag(Traits.Waits) ? "the registry does it at rest too, so it comes and goes with time and not with the workflow"
        : kind.StopsProcess && !_killable(crossing) ? "the process that asks is not ours to kill or to pause"
        : kind.Excludes(crossing);

    private string? Unstable(Crossing crossing, bool agreed) =>
        // What the registry does at rest too is left out by a rule of its own.
        agreed || _resting.Contains(Place(crossing)) ? null : "it was seen in one of two recordings only";

    // At rest the numbers of the occurrences mean nothing. The transaction does: some background work commits too, and is no reason to
    // leave out the COMMIT of all others.
    private static (Record.Boundary, string, string, string) Place(Crossing crossing) =>
        (crossing.Boundary, crossing.Side, crossing.Operation, crossing.Transaction);
}
