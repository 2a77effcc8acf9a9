using Seatrial.Faults;

namespace Seatrial.Scenarios.Sweeps;

/// <summary>The crossings that something makes each time: those of two recordings of it, and which of them come with time and not with it.</summary>
internal sealed class SteadyCrossings
{
    private readonly HashSet<(Record.Boundary, string, string, string)> _resting;

    /// <param name="first">A recording.</param>
    /// <param name="second">Another one of the same.</param>
    /// <param name="atRest">A recording of the registry with nothing to do.</param>
    public SteadyCrossings(Recording first, Recording second, Recording atRest)
    {
        _resting = [.. atRest.Crossings.Select(Place)];
        var (firsts, seconds) = (first.Crossings, second.Crossings);
        var (inFirst, inSecond) = (firsts.Select(one => one.Id).ToHashSet(), seconds.Select(one => one.Id).ToHashSet());
        All =
        [
            .. firsts.Select(crossing => (crossing, Unstable(crossing, inSecond.Contains(crossing.Id)))),
            .. seconds.Where(crossing => !inFirst.Contains(crossing.Id)).Select(crossing => (crossing, Unstable(crossing, false))),
        ];
    }

    /// <summary>All of them in their order, each with the reason why it is not steady; null when it is.</summary>
    public IReadOnlyList<(Crossing Crossing, string? Unstable)> All { get; }

    /// <summary>Whether the registry does it at rest too.</summary>
    public bool Rests(Crossing crossing) => _resting.Contains(Place(crossing));

    /// <summary>Why a crossing cannot be waited for; null when it can.</summary>
    public string? ComesWithTime(Crossing crossing) => Rests(crossing) || crossing.Traits.HasFlag(Traits.Waits)
        ? "the registry does it at rest too, so it comes and goes with time and not with the workflow"
        : null;

    private string? Unstable(Crossing crossing, bool agreed) =>
        // What the registry does at rest too is left out by a rule of its own.
        agreed || Rests(crossing) ? null : "it was seen in one of two recordings only";

    // At rest the numbers of the occurrences mean nothing. The transaction does: some background work commits too, and is no reason to
    // leave out the COMMIT of all others.
    private static (Record.Boundary, string, string, string) Place(Crossing crossing) =>
        (crossing.Boundary, crossing.Side, crossing.Operation, crossing.Transaction);
}
