using Seatrial.Record;

namespace Seatrial.Reports.Page;

/// <summary>What both drawings of a counterexample share: the stretch of time, and the rows. A process has one row, or more when what it did overlaps.</summary>
internal sealed class TimelineScale
{
    // A counterexample is a few operations; more than this is no drawing any more, and stays in the record.
    private const int MostOperations = 60;
    private const int MostMarks = 12;

    public TimelineScale(HistoryChecked history)
    {
        Operations = [.. history.Counterexample.OrderByDescending(operation => operation.Violating).Take(MostOperations).OrderBy(operation => operation.From)];
        Marks = [.. history.Marks.Take(MostMarks)];
        LeftOut = history.Counterexample.Count - Operations.Count;
        var times = Operations.SelectMany(operation => new[] { operation.From, operation.Until ?? operation.From }).DefaultIfEmpty(0).ToList();
        var span = Math.Max(times.Max() - times.Min(), 0.001);
        // Room for a bar that never ends.
        (From, Until) = (times.Min() - (span * 0.04), times.Max() + (span * 0.12));
        Rows = [.. Operations.GroupBy(operation => operation.Process).SelectMany(process => Lanes(process.Key, process))];
    }

    public IReadOnlyList<TimelineOperation> Operations { get; }

    public IReadOnlyList<TimelineMark> Marks { get; }

    public int LeftOut { get; }

    public double From { get; }

    public double Until { get; }

    /// <summary>The rows in the order in which their processes appear first.</summary>
    public IReadOnlyList<(string Process, IReadOnlyList<TimelineOperation> Operations)> Rows { get; }

    /// <summary>Where a time lies, from 0 at the left to 1 at the right; what lies outside is drawn at the edge.</summary>
    public double Place(double time) => Math.Clamp((time - From) / (Until - From), 0, 1);

    /// <summary>A number of milliseconds as people write it.</summary>
    public static string Time(double milliseconds) => milliseconds.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    private static List<(string, IReadOnlyList<TimelineOperation>)> Lanes(string process, IEnumerable<TimelineOperation> operations)
    {
        var lanes = new List<List<TimelineOperation>>();
        foreach (var operation in operations)
        {
            var free = lanes.Find(lane => lane[^1].Until < operation.From);
            if (free is null)
                lanes.Add([operation]);
            else
                free.Add(operation);
        }

        return [.. lanes.Select((lane, place) => (place == 0 ? process : "", (IReadOnlyList<TimelineOperation>)lane))];
    }
}
