using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports;

/// <summary>A record folded once: what every report of the run is made from, and nothing else.</summary>
public sealed record RunView
{
    /// <summary>The run's first event: tool, seed, target, machine, rules.</summary>
    public required RunStarted Start { get; init; }

    /// <summary>Whether the record ends before the run did.</summary>
    public required bool Interrupted { get; init; }

    /// <summary>What was asked of the registry before the scenarios, by name.</summary>
    public required IReadOnlyList<CapabilityProbed> Capabilities { get; init; }

    /// <summary>The scenarios in id order, whatever the order in which they ran.</summary>
    public required IReadOnlyList<ScenarioView> Scenarios { get; init; }

    /// <summary>The sweeps in the order in which they began.</summary>
    public required IReadOnlyList<SweepView> Sweeps { get; init; }

    /// <summary>The races of two clients, in the order in which they ended.</summary>
    public required IReadOnlyList<RaceFinished> Races { get; init; }

    /// <summary>The histories that were checked: each random one, and each position of a race that is no pass.</summary>
    public required IReadOnlyList<HistoryChecked> Histories { get; init; }

    /// <summary>The loads, in the order in which they ended.</summary>
    public required IReadOnlyList<LoadFinished> Loads { get; init; }

    /// <summary>What was recorded outside of all scenarios.</summary>
    public required StepView Outside { get; init; }

    /// <summary>The rules of the contract and how far the run supports each, by id.</summary>
    public required IReadOnlyList<RuleView> Rules { get; init; }

    /// <summary>
    /// The failed checks, in the order of <see cref="Scenarios"/>, and the cases that broke a promise, in the order of
    /// <see cref="Sweeps"/>, and the <see cref="Histories"/> that no order explains; failed checks of the whole run come last.
    /// </summary>
    public required IReadOnlyList<Finding> Findings { get; init; }

    /// <summary>How long the run took; when it was interrupted, the time until its last event.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>What the run came to: pass, fail, hollow or harness-error.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>
    /// Why the run is no pass, as far as no scenario and no case says so: it was interrupted, no scenario ran, a check outside
    /// of all scenarios failed, or a sweep fell short as a whole. Formats that only know test cases need one more case for it, or they look green.
    /// </summary>
    public required IReadOnlyList<string> Shortfalls { get; init; }

    /// <summary>How many scenarios came to <paramref name="verdict"/>.</summary>
    public int Count(Verdict verdict) => Scenarios.Count(scenario => scenario.Verdict == verdict);

    /// <summary>How many rules are in <paramref name="state"/>.</summary>
    public int Count(RuleState state) => Rules.Count(rule => rule.State == state);

    /// <summary>Folds the events of a record.</summary>
    /// <param name="events">The events in the order of the record, as <see cref="RecordReader"/> gives them.</param>
    /// <exception cref="ArgumentException">
    /// The events do not begin with <see cref="RunStarted"/>: the reader reports such a record as damaged.
    /// </exception>
    public static RunView From(IReadOnlyList<RecordEvent> events)
    {
        if (events is not [RunStarted, ..])
            throw new ArgumentException("A record begins with the event run-started.", nameof(events));
        var fold = new Fold();
        foreach (var recorded in events)
            fold.Add(recorded);
        return fold.ToView();
    }
}
