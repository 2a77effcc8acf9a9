using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>
/// Draws the counterexample of a history as inline SVG: one row a process, one bar an operation from its question to its
/// answer, the bars that contradict each other in the colour of a fail, and the faults behind all of it.
/// </summary>
/// <remarks>
/// Colour is never needed: an outcome is also a line style and a word, a violation also a sign. The style sheet is in the
/// drawing, since it is also shown on its own; in the report it takes the page's colours, by day and by night.
/// </remarks>
internal static class Timeline
{
    private const int Width = 960;
    private const int Left = 110;
    private const int Right = 16;
    private const int Top = 34;
    private const int RowHeight = 46;
    private const int BarHeight = 12;
    private const int MarkHeight = 20;
    private const int LongestProcess = 14;
    private const int Ticks = 6;

    // Text of 12 px in a sans serif is about 6.2 px a letter.
    private const double Letter = 6.2;

    private const string Style = """
        .timeline{display:block;width:100%;height:auto;max-width:60rem;font:12px ui-sans-serif,system-ui,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
        .timeline text{fill:var(--ink,#15222d)}.timeline .tl-soft{fill:var(--soft,#4e5c67)}.timeline .tl-grid{stroke:var(--line,#d8d2c2)}
        .timeline .tl-bar{fill:var(--well,#efebe0);stroke:var(--ink,#15222d);stroke-width:1.5}.timeline .tl-refused,.timeline .tl-conflict{stroke-dasharray:5 3}
        .timeline .tl-unknown{fill:none;stroke:var(--soft,#4e5c67);stroke-dasharray:2 3}
        .timeline .tl-bad{fill:var(--fail,#a81f12);stroke:var(--fail,#a81f12)}.timeline text.tl-bad{stroke:none;font-weight:600}
        .timeline .tl-fault{fill:var(--hollow,#7a4b00);fill-opacity:.14}.timeline .tl-edge{stroke:var(--hollow,#7a4b00);stroke-dasharray:3 3}.timeline text.tl-fault{fill:var(--hollow,#7a4b00);fill-opacity:1}
        """;

    public static Markup Of(HistoryChecked history)
    {
        if (history.Counterexample.Count == 0)
            return Markup.None;
        var scale = new TimelineScale(history);
        var rows = Top + (scale.Marks.Count * MarkHeight);
        var height = rows + (scale.Rows.Count * RowHeight) + (scale.LeftOut > 0 ? 22 : 4);
        Markup more = $"""<text class="tl-soft" x="{Left}" y="{height - 6}">{Wording.Count(scale.LeftOut, "more operation")} in the record</text>""";
        return $"""
            <svg class="timeline" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {Width} {height}" role="img">
            <title>{history.Sentence}</title>
            <style>{Markup.Raw(Style)}</style>
            {scale.Marks.Select((mark, place) => Fault(scale, mark, place, height))}
            {Enumerable.Range(0, Ticks).Select(tick => Tick(scale, tick, height))}
            {scale.Rows.Select((row, place) => Row(scale, row, rows + (place * RowHeight)))}
            {(scale.LeftOut > 0 ? more : Markup.None)}
            </svg>
            """;
    }

    private static Markup Tick(TimelineScale scale, int tick, int height)
    {
        var time = scale.From + ((scale.Until - scale.From) * tick / (Ticks - 1));
        var x = X(scale, time);
        return $"""
            <line class="tl-grid" x1="{x}" y1="{Top - 10}" x2="{x}" y2="{height}"/><text class="tl-soft" x="{x}" y="{Top - 16}" text-anchor="{(tick == Ticks - 1 ? "end" : "middle")}">{$"{Rounded(scale, time)} ms"}</text>

            """;
    }

    private static Markup Fault(TimelineScale scale, TimelineMark mark, int place, int height)
    {
        var (from, until) = (X(scale, mark.From), X(scale, mark.Until ?? scale.Until));
        var y = Top + (place * MarkHeight);
        var text = Math.Clamp(from + 4, Left, Width - Right);
        return $"""
            <rect class="tl-fault" x="{from}" y="{y - 8}" width="{Math.Max(2, until - from)}" height="{height - y + 8}"/><line class="tl-edge" x1="{from}" y1="{y - 8}" x2="{from}" y2="{height}"/><line class="tl-edge" x1="{until}" y1="{y - 8}" x2="{until}" y2="{height}"/>
            <text class="tl-soft" x="0" y="{y + 6}">fault</text><text class="tl-fault" x="{Fit(text, mark.Words)}" y="{y + 6}">{Fitting(mark.Words, Width - Left)}</text>

            """;
    }

    private static Markup Row(TimelineScale scale, (string Process, IReadOnlyList<TimelineOperation> Operations) row, int y)
    {
        // Words stand above their bar; of two that would run into each other, the earlier is cut.
        var bars = row.Operations.Select((operation, place) =>
        {
            var next = place + 1 < row.Operations.Count ? X(scale, row.Operations[place + 1].From) : Width;
            return Bar(scale, operation, y, next);
        });
        return $"""
            <line class="tl-grid" x1="0" y1="{y - 2}" x2="{Width}" y2="{y - 2}"/><text x="0" y="{y + 31}">{Cut(row.Process, LongestProcess)}</text>
            {bars}
            """;
    }

    private static Markup Bar(TimelineScale scale, TimelineOperation operation, int y, int next)
    {
        var (from, until) = (X(scale, operation.From), operation.Until is { } end ? X(scale, end) : Width - Right);
        var bad = operation.Violating ? " tl-bad" : "";
        var words = operation.Violating ? $"✗ {operation.Words}" : operation.Words;
        var x = next < Width ? from : Fit(from, words);
        var times = operation.Until is { } answered ? $"{TimelineScale.Time(operation.From)} to {TimelineScale.Time(answered)} ms"
            : $"{TimelineScale.Time(operation.From)} ms, never answered";
        return $"""
            <text class="tl-words{bad}" x="{x}" y="{y + 15}">{Fitting(words, next - x - 6)}</text>
            <rect class="tl-bar tl-{Class(operation.Outcome)}{(operation.Outcome == OperationOutcome.Unknown ? "" : bad)}" x="{from}" y="{y + 21}" width="{Math.Max(3, until - from)}" height="{BarHeight}" rx="2"><title>{$"{operation.Process}: {operation.Words}, {times}"}</title></rect>

            """;
    }

    private static string Class(OperationOutcome outcome) => outcome switch
    {
        OperationOutcome.Ok => "ok",
        OperationOutcome.Conflict => "conflict",
        OperationOutcome.Refused => "refused",
        _ => "unknown",
    };

    private static string Rounded(TimelineScale scale, double time)
    {
        // Enough digits that neighbours differ.
        var digits = (int)Math.Clamp(Math.Ceiling(1 - Math.Log10(scale.Until - scale.From)), 0, 4);
        return TimelineScale.Time(Math.Round(time, digits) + 0.0);
    }

    private static int X(TimelineScale scale, double time) => (int)Math.Round(Left + (scale.Place(time) * (Width - Left - Right)));

    // Words that would leave the drawing at its right begin further left.
    private static int Fit(int x, string words) => (int)Math.Max(Left, Math.Min(x, Width - (Legible.Line(words).Length * Letter)));

    private static string Fitting(string words, int width) => Cut(words, Math.Max(3, (int)(width / Letter)));

    private static string Cut(string words, int most)
    {
        var line = Legible.Line(words);
        return line.Length <= most ? line : $"{line[..(char.IsHighSurrogate(line[most - 2]) ? most - 2 : most - 1)]}…";
    }
}
