using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports;

/// <summary>
/// A run as the formats see it that only know test cases: one for each scenario, each case of a sweep, each race and each history, and one for the run
/// itself when it fell short in a way that none of these shows. Without that one, an interrupted run would look green.
/// </summary>
/// <param name="Group">The suite it belongs to.</param>
/// <param name="Id">The scenario's or the case's id, or <see cref="Finding.WholeRun"/>.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Verdict">What it came to.</param>
/// <param name="Message">Why it is no pass; absent for a pass.</param>
/// <param name="Findings">Its findings.</param>
/// <param name="Scenario">The scenario; absent for anything else.</param>
internal sealed record TestCase(
    string Group, string Id, string Title, Verdict Verdict, string? Message, IReadOnlyList<Finding> Findings, ScenarioView? Scenario)
{
    /// <summary>The case of a sweep; absent for anything else.</summary>
    public CaseView? Case { get; init; }

    /// <summary>Id and title: the first part is the same in every version of a scenario, the second one tells what it is.</summary>
    public string Name => Title == Id ? Id : $"{Id}: {Title}";

    /// <summary>The race; absent for anything else.</summary>
    public RaceFinished? Race { get; init; }

    public TimeSpan Duration => Scenario?.Duration ?? TimeSpan.FromMilliseconds(Case?.Case.Milliseconds ?? Race?.Milliseconds ?? 0);

    /// <summary>What it came to as one word: a case that proved nothing says why.</summary>
    public string Word => Case is { Verdict: not (Verdict.Pass or Verdict.Fail) } ? Case.Word : Verdict.Word;

    /// <summary>The findings in full, and how to see each again.</summary>
    public string Trace => string.Join("\n", Findings.Select(finding => $"""
        {finding.Id}
        {finding.Title}
        boundary: {finding.Boundary.Word}
        rules: {string.Join(", ", finding.Rules)}
        expected: {finding.Expected}
        actual: {finding.Actual}
        replay: {finding.Replay}

        """));

    public static IReadOnlyList<TestCase> Of(RunView run)
    {
        var findings = run.Findings.ToLookup(finding => finding.Scenario);
        var scenarios = run.Scenarios.Select(scenario => Of(scenario, [.. findings[scenario.Id]]));
        var cases = run.Sweeps.SelectMany(sweep => sweep.Cases).Select(Of);
        var races = run.Races.Select(race => Of(race, [.. findings[Finding.InRace(race.Race)]]));
        var histories = run.Histories.Where(history => history.Position is null).Select(history => Of(history, [.. findings[Finding.InRace(history.Race)]]));
        TestCase[] all = [.. scenarios, .. cases, .. races, .. histories];
        return run.Shortfalls.Count == 0 ? all : [.. all, Of(run, [.. findings[Finding.WholeRun]])];
    }

    private static TestCase Of(ScenarioView scenario, Finding[] findings)
    {
        var message = findings is [var first, ..] ? first.Title : scenario.Reason;
        var more = findings.Length > 1 ? $" (and {findings.Length - 1} more)" : "";
        var shown = scenario.Verdict == Verdict.Pass ? null : (message ?? scenario.Verdict.Word) + more;
        return new TestCase(scenario.Group, scenario.Id, scenario.Title, scenario.Verdict, shown, findings, scenario);
    }

    private static TestCase Of(CaseView view)
    {
        var recorded = view.Case;
        Finding[] findings = view.Finding is null ? [] : [view.Finding];
        var broken = string.Join(", ", findings.SelectMany(finding => finding.Rules));
        var shown = view.Verdict switch
        {
            Verdict.Pass => null,
            Verdict.Fail when broken.Length > 0 => $"{view.Word}, broken: {broken}. {view.Reason}",
            _ => $"{view.Word}. {view.Reason}",
        };
        return new TestCase($"sweep.{recorded.Workflow}", recorded.Case, view.Title, view.Verdict, shown, findings, null) { Case = view };
    }

    private static TestCase Of(RaceFinished race, Finding[] findings) =>
        new("race", race.Race, race.Story, race.Verdict, race.Verdict == Verdict.Pass ? null : race.Sentence, findings, null) { Race = race };

    private static TestCase Of(HistoryChecked history, Finding[] findings) => new(
        "history", $"{history.Race}-{history.Seed}", $"{history.Clients} clients at once, under {Wording.Count(history.Faults, "fault")}",
        history.Verdict, history.Verdict == Verdict.Pass ? null : history.Sentence, findings, null);

    private static TestCase Of(RunView run, Finding[] findings) => new(
        Finding.WholeRun, Finding.WholeRun, "The run itself", run.Verdict, string.Join(" ", run.Shortfalls), findings, null);
}
