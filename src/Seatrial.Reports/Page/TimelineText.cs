using System.Text;
using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>Draws the counterexample of a history in fixed-width text, for a terminal and for Markdown, with the same rows as <see cref="Timeline"/>.</summary>
public static class TimelineText
{
    private const int LongestProcess = 12;
    private const int Narrowest = 40;
    private const int LongestWords = 120;

    /// <summary>The drawing, its lines ended by line feeds; empty when there is no counterexample.</summary>
    /// <param name="history">The event.</param>
    /// <param name="width">How many columns the bars may take in all; the words below may be longer.</param>
    public static string Of(HistoryChecked history, int width = 96)
    {
        if (history.Counterexample.Count == 0)
            return "";
        var scale = new TimelineScale(history);
        var names = scale.Rows.Max(row => Name(row.Process).Length) is var longest && scale.Marks.Count > 0 ? Math.Max(longest, "fault".Length) : longest;
        var columns = Math.Max(Narrowest, width - names - 2);
        var text = new StringBuilder();
        foreach (var mark in scale.Marks)
            Line(text, "fault", names, Fault(scale, mark, columns));
        var number = new Dictionary<object, int>(ReferenceEqualityComparer.Instance);
        foreach (var (place, operation) in scale.Operations.Index())
            number[operation] = place + 1;
        foreach (var (process, operations) in scale.Rows)
        {
            var row = new char[columns];
            Array.Fill(row, ' ');
            foreach (var operation in operations)
                Bar(row, scale, operation, number[operation]);
            Line(text, Name(process), names, new string(row));
        }

        text.Append('\n');
        foreach (var operation in scale.Operations)
        {
            var until = operation.Until is { } end ? $" to {TimelineScale.Time(end)} ms" : " ms, never answered";
            Line(text, $"{(operation.Violating ? "✗" : " ")} {number[operation]} {Name(operation.Process)}: {Legible.Cut(Legible.Line(operation.Words), LongestWords)}, {TimelineScale.Time(operation.From)}{until}");
        }

        foreach (var mark in scale.Marks)
            Line(text, $"  ░ fault: {Legible.Cut(Legible.Line(mark.Words), LongestWords)}, {TimelineScale.Time(mark.From)} to {(mark.Until is { } healed ? $"{TimelineScale.Time(healed)} ms" : "its end")}");
        if (scale.LeftOut > 0)
            Line(text, $"  {Wording.Count(scale.LeftOut, "more operation")} in the record");
        return text.ToString();
    }

    // ├──1──┤ done, ├╌╌1╌╌┤ refused, ├┄┄1┄┄▸ nobody knows, ┣━━1━━┫ what cannot be.
    private static void Bar(char[] row, TimelineScale scale, TimelineOperation operation, int number)
    {
        var (from, until) = (Column(row.Length, scale, operation.From), operation.Until is { } end ? Column(row.Length, scale, end) : row.Length - 1);
        var (left, line, right) = operation switch
        {
            { Violating: true, Outcome: not OperationOutcome.Unknown } => ('┣', '━', '┫'),
            { Outcome: OperationOutcome.Ok } => ('├', '─', '┤'),
            { Outcome: OperationOutcome.Unknown } => ('├', '┄', '▸'),
            _ => ('├', '╌', '┤'),
        };
        for (var column = from; column <= until; column++)
            row[column] = line;
        row[from] = left;
        row[until] = right;
        var label = $"{number}";
        var at = Math.Clamp(((from + until + 1) / 2) - (label.Length / 2), 0, row.Length - label.Length);
        label.CopyTo(0, row, at, label.Length);
    }

    private static string Fault(TimelineScale scale, TimelineMark mark, int columns)
    {
        var (from, until) = (Column(columns, scale, mark.From), Column(columns, scale, mark.Until ?? scale.Until));
        return new string(' ', from) + new string('░', until - from + 1);
    }

    private static int Column(int columns, TimelineScale scale, double time) => (int)Math.Round(scale.Place(time) * (columns - 1));

    private static string Name(string process)
    {
        var line = Legible.Line(process);
        return line.Length <= LongestProcess ? line : $"{line[..(LongestProcess - 1)]}…";
    }

    private static void Line(StringBuilder text, string name, int names, string row) => Line(text, $"{name.PadRight(names)}  {row}");

    private static void Line(StringBuilder text, string line) => text.Append(line.TrimEnd()).Append('\n');
}
