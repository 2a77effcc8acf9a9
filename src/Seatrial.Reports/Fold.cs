using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports;

/// <summary>Gathers the events of a record, one after the other, into the view of its run.</summary>
internal sealed class Fold
{
    private readonly List<RunStarted> _starts = [];
    private readonly List<RunFinished> _ends = [];
    private readonly List<CapabilityProbed> _capabilities = [];
    private readonly SortedDictionary<string, ScenarioDraft> _scenarios = new(StringComparer.Ordinal);
    private readonly OrderedDictionary<string, SweepDraft> _sweeps = new(StringComparer.Ordinal);
    private readonly List<RaceFinished> _races = [];
    private readonly List<HistoryChecked> _histories = [];
    private readonly List<LoadFinished> _loads = [];
    private readonly StepDraft _outside = new(0, "Outside of all scenarios");
    private DateTimeOffset _last;

    public void Add(RecordEvent recorded)
    {
        // A clock can be set back while a run goes on; its length is never negative.
        _last = recorded.At > _last ? recorded.At : _last;
        switch (recorded)
        {
            case RunStarted start: _starts.Add(start); break;
            case RunFinished end: _ends.Add(end); break;
            case CapabilityProbed probed: _capabilities.Add(probed); break;
            case ScenarioStarted start: Scenario(start.Scenario).Add(start); break;
            case ScenarioFinished end: Scenario(end.Scenario).Add(end); break;
            case SweepStarted start: Sweep(start.Workflow).Add(start); break;
            case CrossingFound found: Sweep(found.Workflow).Add(found); break;
            case CasePruned pruned: Sweep(pruned.Workflow).Add(pruned); break;
            case CaseFinished end: Sweep(end.Workflow).Add(end); break;
            case SweepFinished end: Sweep(end.Workflow).Add(end); break;
            case RaceFinished end: _races.Add(end); break;
            case HistoryChecked end: _histories.Add(end); break;
            case LoadFinished end: _loads.Add(end); break;
            case StepEvent { Scenario: { } id } inside: Scenario(id).Add(inside); break;
            case StepEvent outside: _outside.Add(outside); break;
        }
    }

    public RunView ToView()
    {
        var start = _starts[0];
        var outside = _outside.ToView();
        ScenarioView[] scenarios = [.. _scenarios.Values.Select(draft => draft.ToView())];
        SweepView[] sweeps = [.. _sweeps.Values.Select(draft => draft.ToView(start))];
        // A record merged from shards has a beginning and an end for each of them.
        var interrupted = _ends.Count < _starts.Count;
        return new RunView
        {
            Start = start,
            Interrupted = interrupted,
            Capabilities = [.. _capabilities.OrderBy(probed => probed.Capability, StringComparer.Ordinal)],
            Scenarios = scenarios,
            Sweeps = sweeps,
            Races = _races,
            Histories = _histories,
            Loads = _loads,
            Outside = outside,
            Rules = RuleLedger.Of(_starts.SelectMany(each => each.Rules), scenarios, outside.Checks),
            Findings =
            [
                .. scenarios.SelectMany(scenario => Finding.Among(scenario.Checks, scenario.Id, start)),
                .. sweeps.SelectMany(sweep => sweep.Cases).Select(each => each.Finding).OfType<Finding>(),
                .. _histories.Where(history => history.Verdict == Verdict.Fail).Select(history => Finding.Of(history, start)),
                .. Finding.Among(outside.Checks, Finding.WholeRun, start),
            ],
            Duration = interrupted ? _last - start.At : _ends.Max(end => TimeSpan.FromMilliseconds(end.Milliseconds)),
            Verdict = RunVerdict.Of(Verdicts(scenarios, sweeps, outside), interrupted),
            Shortfalls = [.. ShortfallsOf(scenarios, sweeps, outside, interrupted)],
        };
    }

    private IEnumerable<Verdict> Verdicts(IEnumerable<ScenarioView> scenarios, SweepView[] sweeps, StepView outside)
    {
        // A sweep without a case has come to nothing by itself, so its own pass must not count as one.
        var verdicts = scenarios.Select(scenario => scenario.Verdict)
            .Concat(sweeps.SelectMany(sweep => sweep.Cases, (_, each) => each.Verdict))
            .Concat(sweeps.Select(sweep => sweep.Verdict).Where(verdict => verdict != Verdict.Pass))
            .Concat(_races.Select(race => race.Verdict))
            .Concat(_histories.Select(history => history.Verdict))
            .Concat(_loads.Select(load => load.Verdict));
        return AllHeld(outside) ? verdicts : verdicts.Append(Verdict.Fail);
    }

    private IEnumerable<string> ShortfallsOf(ScenarioView[] scenarios, SweepView[] sweeps, StepView outside, bool interrupted)
    {
        if (interrupted)
            yield return "The record ends before the run did: what came after is unknown.";
        if (!AllHeld(outside))
            yield return "A check outside of all scenarios failed.";
        foreach (var shortfall in sweeps.SelectMany(sweep => sweep.Shortfalls))
            yield return shortfall;
        foreach (var load in _loads.Where(load => load.Verdict != Verdict.Pass))
            yield return $"Load {load.Load}: {load.Sentence}";
        if (sweeps.Length + _races.Count + _histories.Count + _loads.Count == 0 && scenarios.All(scenario => scenario.Verdict is Verdict.Inapplicable or Verdict.Disabled))
            yield return "No scenario ran, so nothing was proved.";
    }

    private static bool AllHeld(StepView outside) => outside.Checks.All(check => check.Passed);

    private SweepDraft Sweep(string workflow)
    {
        if (!_sweeps.TryGetValue(workflow, out var draft))
            _sweeps.Add(workflow, draft = new SweepDraft(workflow));
        return draft;
    }

    private ScenarioDraft Scenario(string id)
    {
        if (!_scenarios.TryGetValue(id, out var draft))
            _scenarios.Add(id, draft = new ScenarioDraft(id));
        return draft;
    }
}
