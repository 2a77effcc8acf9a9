using Seatrial.Record;
using static Seatrial.Reports.MarkdownText;

namespace Seatrial.Reports.Sweeps;

/// <summary>The pieces of <c>report.md</c> that are about sweeps: a matrix for each workflow, and each case that is no pass.</summary>
internal static class SweepMarkdown
{
    // GitHub shows wider tables in a box that scrolls, and a terminal does not; beyond, each crossing is told in counts.
    private const int MaxColumns = 12;

    private const int MaxSentence = 200, MaxBlock = 600, MaxCell = 60;

    /// <summary>What stands above the matrix of a workflow, up to the head of the table.</summary>
    public static string Head(SweepView sweep)
    {
        var columns = Columns(sweep);
        string[] lines =
        [
            $"### {Line(sweep.Workflow, MaxSentence)}: {sweep.Tally}",
            "",
            .. sweep.Only is { } only ? [$"Tried: {Line(only, MaxSentence)}.", ""] : Array.Empty<string>(),
            .. sweep.Shortfalls.SelectMany(shortfall => new[] { $"> {Line(shortfall, MaxSentence)}", "" }),
            .. sweep.Pruned.Count > 0 ? [$"Pruned {sweep.Pruned.Count}: {Reasons(sweep)}.", ""] : Array.Empty<string>(),
            .. sweep.NotChecked.Count > 0 ? [$"Not looked at: {Line(string.Join("; ", sweep.NotChecked), MaxBlock)}.", ""] : Array.Empty<string>(),
            Legend(sweep),
            "",
            $"| crossing | {string.Join(" | ", columns.Select(column => Line(column, MaxSentence)))} |",
            $"| --- |{string.Concat(columns.Select(_ => " :---: |"))}",
        ];
        return string.Join('\n', lines);
    }

    /// <summary>The rows of the matrix of a workflow.</summary>
    public static IEnumerable<string> Rows(SweepView sweep)
    {
        var cases = sweep.Cases.ToLookup(each => each.Case.Crossing);
        var pruned = sweep.Pruned.ToLookup(each => each.Crossing);
        var width = Columns(sweep).Length;
        foreach (var crossing in sweep.Crossings)
        {
            CaseView[] own = [.. cases[crossing.Crossing]];
            CasePruned[] spared = [.. pruned[crossing.Crossing]];
            string[] cells = sweep.Only is null && own.Length + spared.Length == 0 ? ["? no case", .. new string[width - 1]]
                : IsCounted(sweep) ? [.. Words(sweep).Select(word => Count(own.Count(each => CaseWording.Told(each) == word))), Count(spared.Length)]
                : [.. sweep.Faults.Select(fault => Cell(own, spared, fault.Name))];
            yield return $"| {(crossing.Unstable is null ? "" : $"{CaseWording.Unstable} ")}{Crossing(crossing)} | {string.Join(" | ", cells)} |";
        }
    }

    /// <summary>A case that is no pass.</summary>
    public static string Case(CaseView view)
    {
        var recorded = view.Case;
        var broken = recorded.Violations.Select(violation =>
            $"- Broken: **{Line(violation.Invariant, MaxSentence)}** {Line(Invariant.Of(violation.Invariant)?.Text ?? "", MaxSentence)} ({Line(violation.When, MaxSentence)})\n" +
            $"  - must hold: {Code(violation.Expected, MaxSentence)}\n  - was seen: {Code(violation.Actual, MaxSentence)}");
        string[] lines =
        [
            $"#### {view.Verdict.Sign} {Line($"{recorded.Workflow}: {view.Title}: {view.Word}", MaxSentence)}",
            "",
            $"- {Line(view.Reason ?? "", MaxSentence)}",
            .. broken.Take(3),
            $"- Told: {Code(recorded.Told, MaxSentence)}, told again: {Code(recorded.ToldAgain, MaxSentence)}",
            .. Stores("Before", recorded.HeldBefore), .. Stores("After the fault", recorded.Held), .. Stores("After the retry", recorded.HeldAfterRetry),
            $"- Replay: {Code(view.Replay, MaxSentence)}",
            "",
        ];
        return string.Join('\n', lines);
    }

    private static IEnumerable<string> Stores(string when, IReadOnlyList<string> held) =>
        held.Count == 0 ? [] : [$"- {when}: {Code(string.Join("; ", held), MaxSentence)}"];

    private static string Reasons(SweepView sweep) =>
        string.Join("; ", sweep.PruneReasons.Take(6).Select(reason => $"{reason.Count} {Line(reason.Reason, MaxSentence)}"));

    private static string Legend(SweepView sweep)
    {
        var letters = sweep.Cases.OrderBy(each => each.Verdict).ThenBy(each => each.Case.Outcome)
            .Select(each => $"**{each.Letter}** {CaseWording.Told(each)}").Distinct();
        return $"{string.Join(", ", letters)}, **{CaseWording.Pruned}** pruned. {CaseWording.Capital}";
    }

    private static bool IsCounted(SweepView sweep) => sweep.Faults.Count > MaxColumns;

    private static string[] Columns(SweepView sweep) =>
        IsCounted(sweep) ? [.. Words(sweep), "pruned"] : [.. sweep.Faults.Select(fault => fault.Name).DefaultIfEmpty("")];

    private static IEnumerable<string> Words(SweepView sweep) =>
        sweep.Cases.OrderBy(each => each.Verdict).ThenBy(each => each.Case.Outcome).Select(CaseWording.Told).Distinct();

    private static string Count(int number) => number == 0 ? "" : $"{number}";

    private static string Cell(CaseView[] own, CasePruned[] spared, string fault)
    {
        var letters = own.Where(each => each.Case.Fault == fault).Select(each => each.Verdict == Verdict.Pass ? each.Letter : $"**{each.Letter}**").Distinct().ToList();
        return letters.Count > 0 ? string.Join(' ', letters) : spared.Any(each => each.Fault == fault) ? CaseWording.Pruned : "";
    }

    private static string Crossing(CrossingFound crossing) =>
        $"{Line(CaseWording.Route(crossing), MaxCell)} {Code(CaseWording.Operation(crossing), MaxCell).Replace("|", "\\|", StringComparison.Ordinal)}";
}
