using System.Text.Json.Nodes;
using Seatrial.Record;
using Seatrial.Reports.Sweeps;
using static Seatrial.Reports.JsonText;

namespace Seatrial.Reports;

/// <summary>
/// Writes <c>summary.json</c>. Its shape is stable: members are added, never renamed. The seed is a JSON number, since
/// a seed that a run picks itself fits the 53 bits that every JSON reader keeps.
/// </summary>
internal static class SummaryReport
{
    public static string Of(RunView run) => Write(new JsonObject
    {
        ["verdict"] = run.Verdict.Word,
        ["interrupted"] = run.Interrupted,
        ["seed"] = run.Start.Seed,
        ["seconds"] = Math.Round(run.Duration.TotalSeconds, 3),
        ["tool"] = run.Start.Tool,
        ["registry"] = run.Start.Target.Index,
        ["topology"] = run.Start.Target.Topology,
        ["scenarios"] = Scenarios(run),
        ["sweeps"] = ArrayOf(run.Sweeps, Sweep),
        ["races"] = ArrayOf(run.Races, Race),
        ["histories"] = ArrayOf(run.Histories.Where(history => history.Position is null), History),
        ["load"] = ArrayOf(run.Loads, Load),
        ["rules"] = Rules(run),
        ["findings"] = ArrayOf(run.Findings, Finding),
    });

    private static JsonObject Scenarios(RunView run) => new()
    {
        ["total"] = run.Scenarios.Count,
        ["pass"] = run.Count(Verdict.Pass),
        ["fail"] = run.Count(Verdict.Fail),
        ["inapplicable"] = run.Count(Verdict.Inapplicable),
        ["disabled"] = run.Count(Verdict.Disabled),
        ["hollow"] = run.Count(Verdict.Hollow),
        ["harness-error"] = run.Count(Verdict.HarnessError),
        ["unstable"] = run.Count(Verdict.Unstable),
        // How many of the above never reached their end; not a verdict of its own.
        ["unfinished"] = run.Scenarios.Count(scenario => !scenario.Finished),
    };

    private static JsonObject Sweep(SweepView sweep) => new()
    {
        ["workflow"] = sweep.Workflow,
        ["crossings"] = sweep.Crossings.Count,
        ["cases"] = sweep.Cases.Count,
        ["fired"] = sweep.Fired,
        ["violations"] = sweep.Count(Verdict.Fail),
        ["unreached"] = sweep.Unreached,
        ["hollow"] = sweep.Count(Verdict.Hollow) - sweep.Unreached,
        ["harness-error"] = sweep.Count(Verdict.HarnessError),
        ["pruned"] = sweep.Pruned.Count,
        ["unstable"] = sweep.Unstable,
        ["seconds"] = Math.Round(sweep.Duration.TotalSeconds, 3),
        ["clean_milliseconds"] = Math.Round(sweep.Clean.TotalMilliseconds, 3),
        // Among the cases that kept every promise.
        ["kept"] = Kept(sweep),
    };

    private static JsonObject Kept(SweepView sweep) =>
        [.. sweep.Cases.Where(each => each.Verdict == Verdict.Pass).GroupBy(each => each.Case.Outcome).OrderBy(group => group.Key)
            .Select(group => KeyValuePair.Create(group.Key.Word, (JsonNode?)group.Count()))];

    private static JsonObject Race(RaceFinished race) => new()
    {
        ["race"] = race.Race,
        ["verdict"] = race.Verdict.Word,
        ["crossings"] = race.Crossings,
        ["positions"] = race.Positions,
        ["reached"] = race.Reached,
        ["waited"] = race.Waited,
        ["violations"] = race.Broken,
        ["sentence"] = race.Sentence,
        ["seconds"] = Math.Round(race.Milliseconds / 1000, 3),
    };

    private static JsonObject History(HistoryChecked history) => new()
    {
        ["history"] = history.Race,
        ["verdict"] = history.Verdict.Word,
        ["seed"] = history.Seed,
        ["clients"] = history.Clients,
        ["operations"] = history.Operations,
        ["faults"] = history.Faults,
        ["objects"] = history.Objects.Sum(kind => kind.Held + kind.Broken + kind.Vacuous + kind.NotDecided),
        ["sentence"] = history.Sentence,
    };

    private static JsonObject Load(LoadFinished load) => new()
    {
        ["load"] = load.Load,
        ["verdict"] = load.Verdict.Word,
        ["sentence"] = load.Sentence,
        ["end"] = load.End,
        ["seconds"] = Math.Round(load.Milliseconds / 1000, 3),
        ["goodput"] = Math.Round(load.Goodput, 3),
        ["cpu_seconds"] = Math.Round(load.Cpu, 3),
        ["lag_ms"] = Times(load.Lag),
        ["all"] = Figures(load.All),
        ["operations"] = ArrayOf(load.Operations, Figures),
        ["objectives"] = ArrayOf(load.Objectives, objective => new JsonObject
        {
            ["objective"] = objective.Name,
            ["expected"] = objective.Expected,
            ["actual"] = objective.Actual,
            ["held"] = objective.Held,
        }),
    };

    private static JsonObject Figures(LoadFigures figures) => new()
    {
        ["operation"] = figures.Operation,
        ["ended"] = figures.Ended,
        ["good"] = figures.Good,
        ["endings"] = new JsonObject(figures.Endings.Select(ending => KeyValuePair.Create(ending.Key, (JsonNode?)ending.Value))),
        ["bytes"] = figures.Bytes,
        ["retried"] = figures.Retried,
        ["latency_ms"] = Times(figures.Latency),
        ["uncorrected_ms"] = Times(figures.Uncorrected),
    };

    private static JsonObject Times(LoadTimes times) => new()
    {
        ["p50"] = times.P50,
        ["p95"] = times.P95,
        ["p99"] = times.P99,
        ["p99.9"] = times.P999,
        ["max"] = times.Max,
        ["mean"] = times.Mean,
    };

    private static JsonObject Rules(RunView run) => new()
    {
        ["total"] = run.Rules.Count,
        ["proven"] = run.Count(RuleState.Proven),
        ["asserted"] = run.Count(RuleState.Asserted),
        ["broken"] = run.Count(RuleState.Broken),
        ["untested"] = run.Count(RuleState.Untested),
        ["untestable"] = run.Count(RuleState.Untestable),
        ["states"] = new JsonObject([.. run.Rules.Select(rule => KeyValuePair.Create(rule.Rule.Id, (JsonNode?)Wording.Word(rule.State)))]),
    };

    private static JsonObject Finding(Finding finding) => new()
    {
        ["id"] = finding.Id,
        ["title"] = finding.Title,
        ["scenario"] = finding.Scenario,
        ["boundary"] = finding.Boundary.Word,
        ["invariant"] = finding.Invariant,
        ["rules"] = ArrayOf(finding.Rules, rule => rule),
        ["expected"] = finding.Expected,
        ["actual"] = finding.Actual,
        ["replay"] = finding.Replay,
    };
}
