using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>The cells of a sweep's matrix.</summary>
internal sealed class Cells
{
    private readonly ILookup<(string Crossing, string Fault), CaseView> _cases;
    private readonly Dictionary<(string Crossing, string Fault), CasePruned> _pruned;
    private readonly Dictionary<string, int> _reasons;
    private readonly HashSet<string> _known;
    private readonly int _sweep;
    private readonly bool _told, _partial;
    private readonly CasePicks _picks;

    /// <summary>Makes the cells of a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="number">Its number on the page.</param>
    /// <param name="told">Whether each cell that was not tried tells its reason itself, besides the number of it.</param>
    /// <param name="picks">The cases that have a place of their own on the page.</param>
    public Cells(SweepView sweep, int number, bool told, CasePicks picks)
    {
        _cases = sweep.Cases.ToLookup(each => (each.Case.Crossing, each.Case.Fault));
        _pruned = sweep.Pruned.ToDictionary(each => (each.Crossing, each.Fault));
        _reasons = sweep.PruneReasons.Select((reason, index) => (reason.Reason, index + 1)).ToDictionary();
        _known = [.. sweep.Cases.Select(each => each.Case.Crossing), .. sweep.Pruned.Select(each => each.Crossing)];
        (_sweep, _told, _picks, _partial) = (number, told, picks, sweep.Only is not null);
    }

    /// <summary>Whether a crossing has neither a case nor a rule that says why, though the sweep was meant to try all.</summary>
    public bool IsForgotten(CrossingFound crossing) => !_partial && !_known.Contains(crossing.Crossing);

    public Markup Of(CrossingFound crossing, FaultFacts fault)
    {
        var key = (crossing.Crossing, fault.Name);
        CaseView[] cases = [.. _cases[key]];
        if (cases.Length > 0)
            return Case(cases);
        // No case and no rule: the fault is none of this boundary.
        return _pruned.TryGetValue(key, out var pruned) ? Pruned(pruned.Reason) : Markup.Raw("<td></td>");
    }

    private Markup Case(CaseView[] cases)
    {
        // Under other faults, one crossing can have the same fault in more than one case: the worst is shown.
        var worst = cases.FirstOrDefault(each => each.Verdict == Verdict.Fail) ?? cases.FirstOrDefault(each => each.Verdict != Verdict.Pass) ?? cases[0];
        var look = SweepSection.Look(worst);
        if (!_picks.HasPlace(worst))
            return $"""<td class="{look}">{worst.Letter}</td>""";
        return $"""<td class="{look}"><a href="#{Anchor.Case(worst.Case.Case)}" data-why="{Why(worst)}">{worst.Letter}</a></td>""";
    }

    private static string Why(CaseView view)
    {
        var broken = view.Finding is { Rules.Count: > 0 } finding ? $" ({string.Join(", ", finding.Rules)})" : "";
        return Legible.Cut($"{view.Case.Fault} at {CaseWording.Operation(view.Crossing)}: {view.Word}{broken}", 160);
    }

    private Markup Pruned(string reason)
    {
        var number = _reasons[reason];
        if (!_told)
            return $"""<td class="c-pruned">{CaseWording.Pruned}<sub>{number}</sub></td>""";
        var why = $"Not tried: {reason}";
        return $"""<td class="c-pruned"><a href="#{Anchor.Pruned(_sweep, number)}" data-why="{Legible.Cut(why, 200)}">{CaseWording.Pruned}<sub>{number}</sub></a></td>""";
    }
}
