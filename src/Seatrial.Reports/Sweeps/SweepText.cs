using System.Text;
using Seatrial.Record;

namespace Seatrial.Reports.Sweeps;

/// <summary>
/// The sweeps of a run for a terminal or a pipe: a matrix of letters for each workflow, the totals, and each case that is no
/// pass with the command that shows it again. Letters say everything; colours only repeat it, and only where they are wanted.
/// </summary>
internal sealed class SweepText
{
    private const int Indent = 2, LetterWidth = 2, NarrowestName = 22, MaxCases = 50, MaxReasons = 8;

    private readonly StringBuilder _text = new();
    private readonly int _width;
    private readonly bool _colours;

    private SweepText(int width, bool colours) => (_width, _colours) = (Math.Max(60, width), colours);

    public static string Of(RunView run, int width, bool colours)
    {
        var text = new SweepText(width, colours);
        foreach (var sweep in run.Sweeps)
            text.Sweep(sweep);
        CaseView[] news = [.. run.Sweeps.SelectMany(sweep => sweep.Cases).Where(each => each.Verdict != Verdict.Pass).OrderBy(each => each.Verdict)];
        foreach (var each in news.Take(MaxCases))
            text.Case(each);
        if (news.Length > MaxCases)
            text.Line($"\n{Wording.Count(news.Length - MaxCases, "more case")} that {(news.Length == MaxCases + 1 ? "is" : "are")} no pass: see report.html.");
        return text._text.ToString();
    }

    private void Sweep(SweepView sweep)
    {
        Line();
        Line(Bold($"{Cut(sweep.Workflow, _width / 2)}") + $": {Cut(sweep.Story, _width - Math.Min(sweep.Workflow.Length, _width / 2) - 2)}");
        // A narrow terminal gets the faults in several tables, each with all crossings.
        var most = Math.Max(1, (_width - Indent - NarrowestName - 1) / LetterWidth);
        foreach (var (chunk, faults) in sweep.Faults.Index().Chunk(most).Index())
            Matrix(sweep, faults, Math.Min(_width, 140), chunk == 0);
        Legend(sweep);
        Line();
        Wrapped($"{sweep.Tally}{Pruned(sweep)}");
        if (sweep.Only is { } only)
            Wrapped($"Tried: {only}.");
        if (sweep.NotChecked.Count > 0)
            Wrapped($"Not looked at: {string.Join("; ", sweep.NotChecked)}.");
        foreach (var shortfall in sweep.Shortfalls)
            Wrapped($"! {shortfall}");
    }

    private void Matrix(SweepView sweep, (int Index, FaultFacts Item)[] faults, int width, bool withRest)
    {
        var cases = sweep.Cases.ToLookup(each => (each.Case.Crossing, each.Case.Fault));
        var pruned = sweep.Pruned.Select(each => (each.Crossing, each.Fault)).ToHashSet();
        var known = sweep.Cases.Select(each => each.Case.Crossing).Concat(sweep.Pruned.Select(each => each.Crossing)).ToHashSet();
        var longest = sweep.Crossings.Select(crossing => CaseWording.Operation(crossing).Length + Indent + 2).DefaultIfEmpty(0).Max();
        var name = Math.Clamp(longest, NarrowestName, width - Indent - (faults.Length * LetterWidth));
        Line();
        if (faults.Any(fault => fault.Index >= 9))
            Line(new string(' ', name) + string.Concat(faults.Select(fault => fault.Index >= 9 ? $" {(fault.Index + 1) / 10}" : "  ")));
        Line(new string(' ', name) + string.Concat(faults.Select(fault => $" {(fault.Index + 1) % 10}")));
        var route = "";
        foreach (var crossing in sweep.Crossings)
        {
            var own = CaseWording.Route(crossing) + (crossing.Transaction.Length > 0 ? $", in {crossing.Transaction}" : "") + (crossing.Under is { } under ? $", only under {under}" : "");
            if (own != route)
                Line(Dim(Cut(own, width)));
            route = own;
            var mark = crossing.Unstable is null ? "" : $"{CaseWording.Unstable} ";
            var head = new string(' ', Indent) + Cut(mark + CaseWording.Operation(crossing), name - Indent).PadRight(name - Indent);
            if (sweep.Only is null && !known.Contains(crossing.Crossing))
                Line(head + (withRest ? Paint(" ? no case", 33) : ""));
            else
                Line((head + string.Concat(faults.Select(fault => $" {Letter(cases[(crossing.Crossing, fault.Item.Name)], pruned.Contains((crossing.Crossing, fault.Item.Name)))}"))).TrimEnd());
        }
    }

    private string Letter(IEnumerable<CaseView> cases, bool pruned)
    {
        var worst = cases.OrderBy(each => each.Verdict == Verdict.Fail ? 0 : each.Verdict == Verdict.Pass ? 2 : 1).FirstOrDefault();
        return worst is null ? pruned ? Dim(CaseWording.Pruned) : " " : Paint(worst.Letter, Colour(worst));
    }

    private void Legend(SweepView sweep)
    {
        Line();
        Entries(sweep.Faults.Select((fault, index) => $"{index + 1} {Legible.Line(fault.Name)}"));
        var letters = sweep.Cases.OrderBy(each => each.Verdict).ThenBy(each => each.Case.Outcome)
            .Select(each => $"{each.Letter} {CaseWording.Told(each)}").Distinct();
        if (sweep.Pruned.Count > 0)
            letters = letters.Append($"{CaseWording.Pruned} pruned");
        if (sweep.Unstable > 0)
            letters = letters.Append($"{CaseWording.Unstable} unstable: in one of two recordings");
        Entries(letters);
        if (sweep.Count(Verdict.Fail) > 0)
            Wrapped(CaseWording.Capital);
    }

    private static string Pruned(SweepView sweep)
    {
        if (sweep.Pruned.Count == 0)
            return "";
        var reasons = sweep.PruneReasons;
        var left = reasons.Skip(MaxReasons).Sum(reason => reason.Count);
        return $"; pruned {sweep.Pruned.Count}: {string.Join(", ", reasons.Take(MaxReasons).Select(reason => $"{reason.Count} {reason.Reason}"))}" +
            (left > 0 ? $", {left} by other rules" : "");
    }

    private void Case(CaseView view)
    {
        var recorded = view.Case;
        Line();
        Line(Paint($"{view.Letter} {view.Word.ToUpperInvariant()}", Colour(view)) + $"  {Cut($"{recorded.Workflow}: {view.Title}", _width - view.Word.Length - 4)}");
        Fact("", view.Reason ?? "");
        foreach (var violation in recorded.Violations.Take(3))
        {
            Fact("broken", $"{violation.Invariant}, {violation.When}: {Invariant.Of(violation.Invariant)?.Text}");
            Fact("expected", violation.Expected);
            Fact("got", violation.Actual);
        }

        Fact("told", $"{recorded.Told}; again: {recorded.ToldAgain}");
        if (view.Verdict == Verdict.Fail)
            Fact("held", string.Join(" | ", recorded.HeldAfterRetry.Count > 0 ? recorded.HeldAfterRetry : recorded.Held));
        // Never cut: it is copied.
        Line($"    {"again",-9} {Legible.Line(view.Replay)}");
    }

    // A few lines each; the rest is in the report.
    private void Fact(string name, string text)
    {
        if (text.Length == 0)
            return;
        const int most = 3, margin = 14;
        foreach (var (index, line) in Lines(Cut(text, most * (_width - margin - 8)), _width - margin).Index())
            Line($"    {(index == 0 ? name : ""),-9} {line}");
    }

    private static int Colour(CaseView view) => view switch
    {
        { Verdict: Verdict.Fail } => 31,
        { Verdict: Verdict.HarnessError } => 35,
        { Verdict: Verdict.Hollow } => 33,
        { Case.Outcome: CaseOutcome.Recoverable or CaseOutcome.DoneThoughToldOtherwise } => 36,
        _ => 32,
    };

    // Entries stay whole; a line takes as many as fit.
    private void Entries(IEnumerable<string> entries)
    {
        var line = "";
        foreach (var entry in entries)
        {
            if (line.Length > 0 && line.Length + entry.Length + 2 > _width)
            {
                Line(line);
                line = "";
            }

            line += line.Length == 0 ? entry : "  " + entry;
        }

        Line(line);
    }

    private void Wrapped(string text)
    {
        foreach (var (index, line) in Lines(Legible.Line(text), _width - Indent).Index())
            Line(index == 0 ? line : $"  {line}");
    }

    // Broken between words; a word longer than a line goes over its end.
    private static IEnumerable<string> Lines(string text, int width)
    {
        var line = "";
        foreach (var word in text.Split(' '))
        {
            if (line.Length > 0 && line.Length + word.Length + 1 > width)
            {
                yield return line;
                line = "";
            }

            line = line.Length == 0 ? word : $"{line} {word}";
        }

        yield return line;
    }

    private static string Cut(string text, int most)
    {
        var line = Legible.Line(text);
        if (line.Length <= most)
            return line;
        return most < 2 ? "" : line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    private string Paint(string text, int colour) => _colours ? $"\u001b[{colour}m{text}\u001b[0m" : text;

    private string Bold(string text) => Paint(text, 1);

    private string Dim(string text) => Paint(text, 2);

    private void Line(string line = "") => _text.Append(line).Append('\n');
}
