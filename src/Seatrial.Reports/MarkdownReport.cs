using System.Text;
using Seatrial.Record;
using Seatrial.Reports.Loads;
using Seatrial.Reports.Page;
using Seatrial.Reports.Sweeps;
using static Seatrial.Reports.MarkdownText;

namespace Seatrial.Reports;

/// <summary>Writes <c>report.md</c>: what matters of a run, for a comment on a pull request or a terminal.</summary>
internal sealed class MarkdownReport
{
    // GitHub refuses a comment above 65,536 characters. Each section may fill the page up to its mark; what does not fit
    // any more is counted, and stands in report.html.
    private const int MatricesEnd = 14_000;
    private const int CasesEnd = 28_000;
    private const int RacesEnd = 32_000;
    private const int FindingsEnd = 36_000;
    private const int ScenariosEnd = 50_000;
    private const int NotTestedEnd = 60_000;

    // What a reader of a comment takes in; the rest of a longer text is evidence, and belongs into report.html.
    private const int MaxSentence = 200;
    private const int MaxBlock = 600;
    private const int MaxTimeline = 4000;

    private readonly StringBuilder _page = new();

    public static string Of(RunView run)
    {
        var report = new MarkdownReport();
        report.Head(run);
        report.Sweeps(run);
        report.Races(run);
        report.Loads(run);
        report.Findings(run);
        report.Scenarios(run);
        report.NotTested(run);
        return report._page.ToString();
    }

    private void Head(RunView run)
    {
        Add($"# {run.Verdict.Sign} {run.Verdict.Word}: {run.Headline}");
        Add();
        foreach (var shortfall in run.Shortfalls)
            Add($"> {Line(shortfall, MaxSentence)}\n");
        Add(run.Tallies);
        Add();
        Add($"- Registry: {Code(run.Start.Target.Index, MaxSentence)} ({Line(run.Start.Target.Topology, MaxSentence)})");
        Add($"- Seed: `{run.Start.Seed}`, duration: {Wording.Time(run.Duration)}, {Line(run.Start.Tool, MaxSentence)}");
        var machine = run.Start.Machine;
        var cargo = machine.Cargo ?? "no cargo was found";
        Add($"- Machine: {Line(machine.System, MaxSentence)}, {Wording.Count(machine.Cores, "core")}, {Line(cargo, MaxSentence)}");
        Add();
    }

    private void Sweeps(RunView run)
    {
        if (run.Sweeps.Count == 0)
            return;
        Add("## Sweeps");
        Add();
        foreach (var sweep in run.Sweeps)
        {
            Add(SweepMarkdown.Head(sweep));
            AddUpTo(MatricesEnd, "crossing", SweepMarkdown.Rows(sweep));
        }

        CaseView[] news = [.. run.Sweeps.SelectMany(sweep => sweep.Cases).Where(each => each.Verdict != Verdict.Pass).OrderBy(each => each.Verdict)];
        if (news.Length == 0)
            return;
        Add("### Cases that need a reader");
        Add();
        AddUpTo(CasesEnd, "case", news.Select(SweepMarkdown.Case));
    }

    private void Races(RunView run)
    {
        if (!run.HasRaces)
            return;
        Add("## Races and histories");
        Add();
        AddUpTo(RacesEnd, "race", run.Races.Select(race =>
            $"- {race.Verdict.Sign} {race.Verdict.Word}: **{Line(race.Race, MaxSentence)}**, held at {race.Reached} of {Wording.Count(race.Positions, "position")}. {Line(race.Sentence, MaxBlock)}"));
        AddUpTo(RacesEnd, "history", run.Histories.Where(history => history.Position is null).Select(history =>
            $"- {history.Verdict.Sign} {history.Verdict.Word}: **{Line(history.Race, MaxSentence)} history** of {Wording.Count(history.Operations, "operation")} by {Wording.Count(history.Clients, "client")} under {Wording.Count(history.Faults, "fault")}. {Line(history.Sentence, MaxBlock)}"));
        AddUpTo(RacesEnd, "counterexample", run.Histories.Where(history => history.Verdict == Verdict.Fail).Select(history => $"""
            ### {history.Verdict.Sign} {Line(history.Position ?? history.Race, MaxSentence)}

            {Line(history.Sentence, MaxBlock)}

            {Block(TimelineText.Of(history), "text", MaxTimeline)}
            Replay: {Code(Replay.Of(run.Start, history), MaxSentence)}

            """));
    }

    private void Loads(RunView run)
    {
        if (run.Loads.Count == 0)
            return;
        Add("## Loads");
        Add();
        AddUpTo(RacesEnd, "load", run.Loads.Select(load => $"""
            ### {load.Verdict.Sign} {load.Verdict.Word}: {Line(load.Load, MaxSentence)}

            {Line(load.Sentence, MaxBlock)} {LoadTable.Summary(load)} Times in milliseconds, from when requests were due.

            | {string.Join(" | ", LoadTable.Heads)} |
            |{string.Concat(Enumerable.Repeat("---|", LoadTable.Heads.Count))}
            {string.Join('\n', LoadTable.Rows(load).Select(row => $"| {string.Join(" | ", row)} |"))}

            """));
    }

    private void Findings(RunView run)
    {
        // A case of a sweep stands with its matrix, and what a race found with the races.
        Finding[] findings = [.. run.Findings.Where(finding => !finding.IsOfRace && run.Sweeps.All(sweep => finding.Scenario != $"sweep/{sweep.Workflow}"))];
        if (findings.Length == 0)
            return;
        Add("## Findings");
        Add();
        var rules = run.Rules.ToDictionary(rule => rule.Rule.Id, rule => rule.Rule);
        AddUpTo(FindingsEnd, "finding", findings.Select((finding, index) => Finding(index + 1, finding, rules)));
    }

    private static string Finding(int number, Finding finding, Dictionary<string, RuleFacts> rules) => $"""
        ### {number}. {Line(finding.Title, MaxSentence)}

        - Finding: {Code(finding.Id, MaxSentence)}
        - Boundary: {finding.Boundary.Sides}
        {Rule(finding, rules)}
        Expected:

        {Block(finding.Expected, "text", MaxBlock)}
        Actual:

        {Block(finding.Actual, "text", MaxBlock)}
        Replay:

        {Block(finding.Replay, "sh", MaxBlock)}
        """;

    private static string Rule(Finding finding, Dictionary<string, RuleFacts> rules) => finding.Invariant is not { } id ? "" :
        $"- Rule: {Code(id, MaxSentence)} {Line(rules[id].Level, MaxSentence)} {Line(rules[id].Text, MaxBlock)}\n";

    private void Scenarios(RunView run)
    {
        if (run.Scenarios.Count == 0)
            return;
        Add("## Scenarios");
        Add();
        Add("| verdict | scenario | what it shows | time |");
        Add("| --- | --- | --- | ---: |");
        // What is no pass comes first: if the page is full, good news is left out.
        AddUpTo(ScenariosEnd, "scenario", run.Scenarios.OrderBy(scenario => scenario.Verdict == Verdict.Pass).Select(Row));
    }

    private static string Row(ScenarioView scenario)
    {
        // A bar ends a cell even inside code.
        var id = Code(scenario.Id, MaxSentence).Replace("|", "\\|", StringComparison.Ordinal);
        var title = Line(scenario.Title, MaxSentence);
        return $"| {scenario.Verdict.Sign} {scenario.Verdict.Word} | {id} | {title} | {Wording.Time(scenario.Duration)} |";
    }

    private void NotTested(RunView run)
    {
        var scenarios = run.Scenarios.Where(scenario => scenario.Verdict is not (Verdict.Pass or Verdict.Fail))
            .Select(scenario => $"- {Code(scenario.Id, MaxSentence)}: {scenario.Verdict.Word}. {Line(scenario.Reason ?? "", MaxSentence)}");
        var lacking = run.Capabilities.Where(probed => !probed.Available)
            .Select(probed => $"- The registry lacks {Line(probed.Capability, MaxSentence)}: {Code(probed.Evidence, MaxSentence)}");
        string[] lines = [.. scenarios, .. lacking, .. Untested(run)];
        if (lines.Length == 0)
            return;
        Add("## Not tested, and why");
        Add();
        AddUpTo(NotTestedEnd, "line", lines);
    }

    // A run of few scenarios is about few rules, and what it is not about is only counted.
    private static IEnumerable<string> Untested(RunView run)
    {
        var untested = run.Rules.Where(rule => rule.State == RuleState.Untested).ToLookup(rule => rule.Scenarios.Count > 0, rule => rule.Rule.Id);
        if (untested[true].Any())
            yield return $"- {Wording.Count(untested[true].Count(), "rule")} that no check looked at: {Line(string.Join(", ", untested[true]), MaxBlock)}";
        if (untested[false].Any())
            yield return $"- {Wording.Count(untested[false].Count(), "rule")} that no scenario of the run is about: see report.html.";
    }

    private void AddUpTo(int end, string noun, IEnumerable<string> items)
    {
        var left = 0;
        foreach (var item in items)
        {
            if (left > 0 || _page.Length + item.Length > end)
                left++;
            else
                Add(item);
        }

        Add();
        if (left > 0)
            Add($"{Wording.Count(left, $"more {noun}")}: see report.html.\n");
    }

    private void Add(string line = "") => _page.Append(line).Append('\n');
}
