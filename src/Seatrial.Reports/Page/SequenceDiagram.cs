using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>
/// Draws a case: who asked whom in which order, the fault on its arrow, what the user was told, and the retry. SVG within the
/// page, coloured by the page's style sheet, so that it turns dark and prints with it.
/// </summary>
internal sealed class SequenceDiagram
{
    private const int Head = 7, LetterWidth = 7, MaxLetters = 96;

    private readonly SequenceLanes _lanes;
    private readonly SequenceRows _rows;
    private readonly CaseView _view;

    private SequenceDiagram(CaseView view)
    {
        var crossings = Crossings(view.Case, view.Crossing);
        _view = view;
        _lanes = new SequenceLanes(crossings);
        _rows = new SequenceRows(view, crossings, _lanes);
    }

    public static Markup Of(CaseView view)
    {
        var diagram = new SequenceDiagram(view);
        Markup note = $"""<figcaption class="calm">The record does not hold the sequence of this case: only what the fault was done to is drawn.</figcaption>""";
        return $"""
            <figure class="lanes" tabindex="0">{diagram.Draw()}{(view.Case.Sequence.Count == 0 ? note : Markup.None)}</figure>
            """;
    }

    // The user's own requests are drawn even where no tap sees them.
    private static List<CaseCrossing> Crossings(CaseFinished recorded, CrossingFound crossing)
    {
        var asked = new CaseCrossing(Boundary.ClientRegistry, "client", recorded.Workflow);
        List<CaseCrossing> crossings = recorded.Sequence.Count > 0 ? [.. recorded.Sequence]
            : [new CaseCrossing(crossing.Boundary, crossing.Side.Length > 0 ? crossing.Side : "registry", crossing.Operation) { Fault = recorded.Fault }];
        if (crossings.All(each => each.Boundary != Boundary.ClientRegistry))
        {
            crossings.Insert(0, asked);
            var again = crossings.FindIndex(each => each.Again);
            if (again >= 0 || recorded.ToldAgain.Length > 0)
                crossings.Insert(again >= 0 ? again : crossings.Count, asked with { Again = true });
        }

        return crossings;
    }

    private Markup Draw()
    {
        var height = _rows.Bottom + 10;
        return $"""
            <svg viewBox="0 0 {_lanes.Width} {height}" width="{_lanes.Width}" height="{height}" role="img" aria-label="{Words()}">
            {_lanes.Names.Select(Lane)}
            {_rows.Rows.Where(row => row.Crossing is { Delivered: true }).Select(Late)}
            {_rows.Rows.Select(Row)}
            </svg>
            """;
    }

    private string Words() => Legible.Cut(
        $"Sequence of {_view.Title}. Told: {_view.Case.Told}. Told again: {_view.Case.ToldAgain}.", 400);

    private Markup Lane(string name)
    {
        var x = _lanes.X(name);
        var shown = Legible.Line(name) is { Length: > 16 } line ? line[..15] + "…" : Legible.Line(name);
        var width = Math.Min(_lanes.Gap - 10, (shown.Length * 8) + 22);
        return $"""
            <path class="life" d="M{x} 30V{_rows.Bottom}"/>
            {_rows.Rows.Where(row => row.Fault is not null).Select(row => Break(row, name, x))}
            <rect class="who" x="{x - (width / 2)}" y="6" width="{width}" height="24" rx="3"/><text class="name" x="{x}" y="22">{shown}</text>
            """;
    }

    // The part of a lane in which its process is dead or stands still, or what it is asked is down.
    private Markup Break(SequenceRow row, string lane, int x)
    {
        var crossing = row.Crossing!;
        var asks = SequenceLanes.Asks(crossing) == lane;
        var (broken, look, from) = row.Fault switch
        {
            "kill-before" => (asks, "gone", row.Y),
            "kill-after" => (asks, "gone", row.Y + 12),
            "pause" => (asks, "still", row.Y),
            "outage" => (_lanes.Asked(crossing) == lane, "gone", row.Y - 10),
            _ => (false, "", 0),
        };
        if (!broken)
            return Markup.None;
        var to = _rows.Resumes(row, each => look == "gone" && row.Fault == "outage" ? _lanes.Asked(each) == lane : SequenceLanes.Asks(each) == lane || _lanes.Asked(each) == lane);
        Markup end = to < _rows.Bottom ? $"""<circle class="back" cx="{x}" cy="{to}" r="4"/>""" : Markup.None;
        return $"""<path class="blank" d="M{x} {from}V{to}"/><path class="{look}" d="M{x} {from}V{to}"/>{end}""";
    }

    private Markup Row(SequenceRow row) => row.Kind switch
    {
        RowKind.Crossing => Crossing(row),
        RowKind.Told => Told(row),
        RowKind.Again => $"""<path class="again" d="M0 {row.Y}H{_lanes.Width}"/>{Label("turn", row.Text, _lanes.Width / 2, row.Y + 4)}""",
        _ => Label("usual", $"⋮ {row.Text}", _lanes.X(_lanes.Registry), row.Y),
    };

    private Markup Told(SequenceRow row)
    {
        var text = Cut(row.Text);
        var x = Math.Max(4, _lanes.X(_lanes.User) - 40);
        return $"""
            <rect class="note" x="{x}" y="{row.Y - 15}" width="{(text.Length * LetterWidth) + 16}" height="22" rx="3"/>
            <text class="says" x="{x + 8}" y="{row.Y}">{text}</text>
            """;
    }

    private Markup Crossing(SequenceRow row)
    {
        var crossing = row.Crossing!;
        var (from, to) = (_lanes.X(SequenceLanes.Asks(crossing)), _lanes.X(_lanes.Asked(crossing)));
        // Who asks itself is shown by a short arrow beside its lane.
        to = from == to ? from + 60 : to;
        var arrow = new Arrow(from, to, row.Y, Stop(from, to));
        var middle = (from + to) / 2;
        var label = Label(row.Fault is null ? "op" : "op hit", row.Text, middle, row.Y - 7);
        if (crossing.Delivered)
            return label;
        return row.Fault is null
            ? (Markup)$"""{arrow.Ask("ask")}{(crossing.Boundary == Boundary.ClientRegistry ? Markup.None : arrow.Answer("answer"))}{Answer(crossing, middle, row.Y + Arrow.Back + 4)}{label}"""
            : $"""{Faulted(row, arrow)}{label}{Caption(row, middle)}""";
    }

    private Markup Answer(CaseCrossing crossing, int x, int y) =>
        crossing.Answer is { } answer ? Label("came", answer, x, y) : Markup.None;

    private static Markup Faulted(SequenceRow row, Arrow arrow) => row.Fault switch
    {
        "error" or "slow" => $"""{arrow.Ask("ask")}{arrow.Answer(row.Fault == "error" ? "answer hit" : "answer")}""",
        "cut-before" or "late-delivery" => $"""{arrow.AskHalf()}{Arrow.Cut(arrow.Stop, arrow.Y)}""",
        "kill-before" => $"""{arrow.AskHalf()}{Arrow.Cut(arrow.From, arrow.Y)}""",
        "hang" => $"""{arrow.AskHalf()}{arrow.Dots()}""",
        "cut-after" or "truncated" => $"""{arrow.Ask("ask")}{arrow.AnswerHalf()}{Arrow.Cut(arrow.Stop, arrow.Y + Arrow.Back)}""",
        "kill-after" => $"""{arrow.Ask("ask")}{arrow.AnswerHalf()}{Arrow.Cut(arrow.From, arrow.Y + Arrow.Back)}""",
        "outage" => $"""{arrow.Ask("ask hit")}{Arrow.Cut(arrow.To, arrow.Y)}""",
        "pause" => $"""{arrow.Ask("ask")}{arrow.AnswerHalf()}{arrow.Still()}""",
        _ => arrow.Ask("ask hit"),
    };

    private Markup Caption(SequenceRow row, int x)
    {
        var words = row.Fault switch
        {
            "error" => row.Crossing!.Answer is { } answer ? $"refused: {answer}" : "refused",
            "cut-before" => "cut: it never arrived",
            "cut-after" => "done, and the answer was cut off",
            "truncated" => "done, and the answer was cut in the middle",
            "late-delivery" => "cut here, and it arrives later",
            "slow" => "late, and done",
            "hang" => "vanished: no answer, and no word that there will be none",
            "outage" => "down from here on",
            "kill-before" => "the process is killed: it never arrived",
            "kill-after" => "done, and the process is killed before it knows",
            "pause" => "done, and the process stands still",
            _ => "",
        };
        return Label("fault", $"{row.Crossing!.Fault}{(words.Length == 0 ? "" : $" · {words}")}", x, row.Y + 28);
    }

    // From where the request was held, down to where it arrives. Drawn before the rows, so that their words stay legible.
    private Markup Late(SequenceRow row)
    {
        var to = _lanes.X(_lanes.Asked(row.Crossing!));
        var held = _rows.Rows.LastOrDefault(each => each.Fault == "late-delivery" && each.Y < row.Y);
        var (x, y) = held?.Crossing is { } crossing
            ? (Stop(_lanes.X(SequenceLanes.Asks(crossing)), _lanes.X(_lanes.Asked(crossing))), held.Y + 8)
            : (to - 60, row.Y - 12);
        return $"""<path class="late" d="M{x} {y}V{row.Y}H{to - Head}"/><path class="head hit" d="M{to} {row.Y}l-{Head}-4v8z"/>""";
    }

    // Where an arrow that does not arrive ends: between its last two lanes, so that it is nobody's lane.
    private int Stop(int from, int to) => to - (Math.Sign(to - from) * Math.Min(_lanes.Gap, Math.Abs(to - from)) / 2);

    private Markup Label(string look, string text, int x, int y)
    {
        var shown = Cut(text);
        var half = (shown.Length * LetterWidth / 2) + 4;
        var centre = half * 2 >= _lanes.Width ? _lanes.Width / 2 : Math.Clamp(x, half, _lanes.Width - half);
        return $"""<text class="{look}" x="{centre}" y="{y}">{shown}</text>""";
    }

    private string Cut(string text)
    {
        var line = Legible.Line(text);
        var most = Math.Min(MaxLetters, (_lanes.Width - 40) / LetterWidth);
        if (line.Length <= most)
            return line;
        return line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)] + "…";
    }

    /// <summary>The strokes of one crossing. Arrow heads are drawn, not referred to: a page has many diagrams, and ids only once.</summary>
    private readonly record struct Arrow(int From, int To, int Y, int Stop)
    {
        public const int Back = 11;

        private int Sign => To > From ? 1 : -1;

        public Markup Ask(string look) => $"""<path class="{look}" d="M{From} {Y}H{To - (Head * Sign)}"/><path class="head {look}" d="M{To} {Y}l{-Head * Sign}-4v8z"/>""";

        public Markup AskHalf() => $"""<path class="ask hit" d="M{From} {Y}H{Stop}"/>""";

        public Markup Answer(string look) => $"""<path class="{look}" d="M{To} {Y + Back}H{From + (Head * Sign)}"/><path class="head {look}" d="M{From} {Y + Back}l{Head * Sign}-3v6z"/>""";

        public Markup AnswerHalf() => $"""<path class="answer hit" d="M{To} {Y + Back}H{Stop}"/>""";

        public static Markup Cut(int x, int y) => $"""<path class="cut" d="M{x - 6} {y - 6}l12 12m0-12l-12 12"/>""";

        public Markup Dots() => $"""<path class="dots" d="M{Stop + (8 * Sign)} {Y}H{Stop + (36 * Sign)}"/>""";

        public Markup Still() => $"""<path class="cut" d="M{From - 4} {Y + Back - 6}v12m8-12v12"/>""";
    }
}
