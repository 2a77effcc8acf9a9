using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>The sweeps: for each workflow, its crossings times the faults, with what each of the two together came to.</summary>
internal static class SweepSection
{
    /// <summary>What a page shows of a sweep at most. A browser takes more, a reader does not; what is left out is counted.</summary>
    public const int MaxRows = 300, MaxColumns = 40;

    // With more of them, each reason is told by its number only: 160 bytes for each dot would be most of the page.
    private const int MaxTold = 1500;

    public static Markup Of(RunView run, CasePicks picks) => $"""
        <section id="sweeps">
        <h2>Every crossing, every fault</h2>
        <p class="calm">The workflow is run again once for each crossing (one exchange between the registry and its database, storage or
        CDN) and each fault, and then done again as a user would. {CaseWording.Capital}</p>
        {Key(run)}
        {run.Sweeps.Select((sweep, index) => Sweep(sweep, index + 1, picks))}
        </section>
        """;

    private static Markup Key(RunView run)
    {
        var cases = run.Sweeps.SelectMany(sweep => sweep.Cases)
            .GroupBy(each => (each.Verdict, each.Letter, each.Word))
            .OrderBy(group => group.Key.Verdict).ThenBy(group => group.First().Case.Outcome)
            .Select(group => Entry(Look(group.First()), group.Key.Letter, CaseWording.Told(group.First()), group.Count()));
        List<Markup> rest = [];
        if (run.Sweeps.Sum(sweep => sweep.Pruned.Count) is > 0 and var pruned)
            rest.Add(Entry("c-pruned", CaseWording.Pruned, "not tried, by a rule", pruned));
        if (run.Sweeps.Sum(sweep => sweep.Unstable) is > 0 and var unstable)
            rest.Add(Entry("c-unstable", CaseWording.Unstable, "crossing unstable: in one of two recordings", unstable));
        return $"""<ul class="key">{cases}{rest}</ul>""";
    }

    private static Markup Entry(string look, string letter, string word, int count) =>
        $"""<li><i class="{look}">{letter}</i> {word} <b>{count}</b></li>""";

    private static Markup Sweep(SweepView sweep, int number, CasePicks picks) => $"""
        <h3 class="group" id="{Anchor.Sweep(sweep.Workflow)}">{sweep.Workflow} <span>{sweep.Tally}</span></h3>
        <p class="calm">{sweep.Story} {Only(sweep)}{Took(sweep)}</p>
        {sweep.Shortfalls.Select(Shortfall)}
        {(sweep.Cases.Count + sweep.Pruned.Count == 0 && sweep.Crossings.Count == 0 ? Markup.None : Table(sweep, number, picks))}
        {LeftOut(sweep)}
        {Reasons(sweep, number)}
        {Faults(sweep)}
        {NotChecked(sweep)}
        """;

    private static string Only(SweepView sweep) => sweep.Only is { } only ? $"Tried: {only}. " : "";

    private static string Took(SweepView sweep) => sweep.Clean == TimeSpan.Zero
        ? $"The sweep took {Wording.Time(sweep.Duration)}."
        : $"Without a fault it takes {Wording.Time(sweep.Clean)}; the sweep took {Wording.Time(sweep.Duration)}.";

    private static Markup Shortfall(string why) => $"""<p class="reason v-hollow">{why}</p>""";

    private static Markup Table(SweepView sweep, int number, CasePicks picks)
    {
        FaultFacts[] columns = [.. sweep.Faults.Take(MaxColumns)];
        var cells = new Cells(sweep, number, sweep.Pruned.Count <= MaxTold, picks);
        return $"""
            <div class="matrix" role="region" tabindex="0" aria-label="{sweep.Workflow}: crossings and faults">
            <table>
            <thead><tr><th scope="col">Crossing</th>{columns.Select(Head)}</tr></thead>
            {Groups(Shown(sweep)).Select(group => Body(group, columns, cells))}
            </table>
            </div>
            """;
    }

    private static Markup Head(FaultFacts fault) => $"""<th scope="col" title="{fault.Meaning}"><span>{fault.Name}</span></th>""";

    // Rows that hold news stay whatever the size; rows in which all went well are the first to be left out.
    private static IEnumerable<CrossingFound> Shown(SweepView sweep)
    {
        if (sweep.Crossings.Count <= MaxRows)
            return sweep.Crossings;
        var news = sweep.Cases.Where(each => each.Verdict != Verdict.Pass).Select(each => each.Case.Crossing).ToHashSet();
        var kept = sweep.Crossings.OrderByDescending(crossing => news.Contains(crossing.Crossing)).Take(MaxRows).ToHashSet();
        return sweep.Crossings.Where(kept.Contains);
    }

    // What one process asks one store in one transaction stands together.
    private static List<List<CrossingFound>> Groups(IEnumerable<CrossingFound> crossings)
    {
        List<List<CrossingFound>> groups = [];
        foreach (var crossing in crossings)
        {
            if (groups is [.., var last] && Group(last[0]) == Group(crossing))
                last.Add(crossing);
            else
                groups.Add([crossing]);
        }

        return groups;
    }

    private static (Boundary Boundary, string Side, string Transaction, string? Under) Group(CrossingFound crossing) =>
        (crossing.Boundary, crossing.Side, crossing.Transaction, crossing.Under);

    private static Markup Body(List<CrossingFound> group, FaultFacts[] columns, Cells cells)
    {
        var first = group[0];
        var transaction = first.Transaction.Length == 0 ? "" : $", in the transaction of {first.Transaction}";
        var under = first.Under is null ? "" : $", only under {first.Under}";
        return $"""
            <tbody{Markup.Raw(first.Transaction.Length == 0 ? "" : " class=\"tx\"")}>
            <tr class="route"><th scope="rowgroup" colspan="{columns.Length + 1}"><span>{CaseWording.Route(first)}<small>{transaction}{under}</small></span></th></tr>
            {group.Select(crossing => Row(crossing, columns, cells))}
            </tbody>
            """;
    }

    private static Markup Row(CrossingFound crossing, FaultFacts[] columns, Cells cells)
    {
        Markup mark = crossing.Unstable is { } unstable ? $"""<i class="c-unstable" title="unstable: {unstable}">{CaseWording.Unstable}</i> """ : Markup.None;
        Markup head = $"""<th scope="row" title="{Legible.Cut(crossing.Detail, 200)}">{mark}{CaseWording.Operation(crossing)}</th>""";
        if (cells.IsForgotten(crossing))
            return $"""<tr>{head}<td class="c-hollow" colspan="{columns.Length}">? no case, and no rule that says why</td></tr>""";
        return $"""<tr>{head}{columns.Select(fault => cells.Of(crossing, fault))}</tr>""";
    }

    private static Markup LeftOut(SweepView sweep)
    {
        var rows = Math.Max(0, sweep.Crossings.Count - MaxRows);
        var columns = Math.Max(0, sweep.Faults.Count - MaxColumns);
        if (rows + columns == 0)
            return Markup.None;
        return $"""<p class="calm">Not shown here: {Wording.Count(rows, "crossing")} and {Wording.Count(columns, "fault")}, good news first. The record has all.</p>""";
    }

    private static Markup Reasons(SweepView sweep, int number)
    {
        var reasons = sweep.PruneReasons;
        if (reasons.Count == 0)
            return Markup.None;
        return $"""
            <details class="fold" open><summary>{Wording.Count(sweep.Pruned.Count, "case")} not tried, and by which rule</summary>
            <ol class="reasons">{reasons.Select((reason, index) => Reason(reason.Reason, reason.Count, Anchor.Pruned(number, index + 1)))}</ol></details>
            """;
    }

    private static Markup Reason(string reason, int count, string anchor) => $"""<li id="{anchor}"><b>{count}</b> {reason}</li>""";

    private static Markup Faults(SweepView sweep)
    {
        var told = sweep.Faults.Where(fault => fault.Meaning.Length > 0).Select(Meaning).ToList();
        if (told.Count == 0)
            return Markup.None;
        return $"""<details class="fold"><summary>What the faults do</summary><dl class="meanings">{told}</dl></details>""";
    }

    private static Markup Meaning(FaultFacts fault) => $"""<dt>{fault.Name}</dt><dd>{fault.Meaning}</dd>""";

    private static Markup NotChecked(SweepView sweep)
    {
        if (sweep.NotChecked.Count == 0)
            return Markup.None;
        return $"""
            <details class="fold" open><summary>{Wording.Count(sweep.NotChecked.Count, "invariant")} not looked at here</summary>
            <ul class="reasons">{sweep.NotChecked.Select(Item)}</ul></details>
            """;
    }

    private static Markup Item(string text) => $"<li>{text}</li>";

    /// <summary>The class that gives a case its colour and its shape.</summary>
    internal static string Look(CaseView view) => view.Verdict switch
    {
        Verdict.Pass => $"c-{view.Case.Outcome.Word}",
        _ => $"c-{view.Verdict.Word}",
    };
}
