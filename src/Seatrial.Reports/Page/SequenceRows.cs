using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>What a row of a sequence diagram shows.</summary>
internal enum RowKind
{
    /// <summary>A crossing.</summary>
    Crossing,

    /// <summary>Crossings that went their way, left out.</summary>
    Folded,

    /// <summary>What the user was told.</summary>
    Told,

    /// <summary>The user does the same again.</summary>
    Again,
}

/// <summary>A row of a sequence diagram.</summary>
/// <param name="Kind">What it shows.</param>
/// <param name="Crossing">The crossing; absent for anything else.</param>
/// <param name="Text">What is written in it.</param>
/// <param name="Y">Where it is.</param>
internal sealed record SequenceRow(RowKind Kind, CaseCrossing? Crossing, string Text, int Y)
{
    /// <summary>The kind of the fault that was done to its crossing; absent when none was.</summary>
    public string? Fault => Crossing is { Delivered: false, Fault: { } fault } ? fault.Split(' ', 2)[0] : null;
}

/// <summary>Puts the crossings of a case, what the user was told, and the retry into the rows of a diagram.</summary>
internal sealed class SequenceRows
{
    public const int Top = 52;

    // Up to so many crossings are all shown. Of more, those around the fault and at the ends are.
    private const int MaxWhole = 22, Before = 3, After = 4, MaxFaulted = 6, MaxRows = 60;

    private readonly List<SequenceRow> _rows = [];
    private int _y = Top;

    public SequenceRows(CaseView view, IReadOnlyList<CaseCrossing> crossings, SequenceLanes lanes)
    {
        var recorded = view.Case;
        var again = Find(crossings, each => each.Again);
        var told = Math.Clamp(recorded.ToldAfter ?? LastOf(crossings, 0, again, lanes), 0, again);
        var toldAgain = Math.Clamp(recorded.ToldAgainAfter ?? LastOf(crossings, again, crossings.Count, lanes), again, crossings.Count);
        var hasRetry = again < crossings.Count || recorded.ToldAgain.Length > 0;
        var kept = Kept(crossings, again);
        var folded = 0;
        for (var place = 0; place <= crossings.Count; place++)
        {
            var ends = place == told || place == again || place == toldAgain || place == crossings.Count;
            if (folded > 0 && (ends || kept.Contains(place)))
            {
                Add(RowKind.Folded, null, $"{Wording.Count(folded, "crossing")} as usual");
                folded = 0;
            }

            if (place == told)
                Add(RowKind.Told, null, $"told: {recorded.Told}");
            if (place == again && hasRetry)
                Add(RowKind.Again, null, "The fault is healed where it lasts, and the user does the same again");
            if (place == toldAgain && hasRetry)
                Add(RowKind.Told, null, $"told again: {recorded.ToldAgain}");
            if (place == crossings.Count)
                break;
            if (kept.Contains(place) && _rows.Count < MaxRows)
                Add(RowKind.Crossing, crossings[place], Text(crossings[place]));
            else
                folded++;
        }
    }

    /// <summary>The rows from top to bottom.</summary>
    public IReadOnlyList<SequenceRow> Rows => _rows;

    /// <summary>Where the lanes end.</summary>
    public int Bottom => _y + 8;

    /// <summary>Where what stands still from <paramref name="row"/> on goes on: at the retry, or where it is seen at work before.</summary>
    public int Resumes(SequenceRow row, Func<CaseCrossing, bool> atWork)
    {
        var next = _rows.SkipWhile(each => each != row).Skip(1)
            .FirstOrDefault(each => each.Kind == RowKind.Again || (each.Crossing is { Fault: null } crossing && atWork(crossing)));
        return next is null ? Bottom : next.Kind == RowKind.Again ? next.Y : next.Y - 24;
    }

    private static string Text(CaseCrossing crossing) => crossing.Delivered ? $"arrives late: {crossing.Operation}" : crossing.Operation;

    private void Add(RowKind kind, CaseCrossing? crossing, string text)
    {
        var row = new SequenceRow(kind, crossing, text, _y);
        var (above, below) = kind switch
        {
            RowKind.Crossing when row.Fault is not null => (26, 36),
            RowKind.Crossing => (24, 16),
            RowKind.Folded => (16, 10),
            RowKind.Again => (24, 20),
            _ => (24, 16),
        };
        _rows.Add(row with { Y = _y + above });
        _y += above + below;
    }

    // The record may not say when the user was told: not before the process that answers, and the edge before it, have asked their last question;
    // what workers ask meanwhile may as well have come later.
    private static int LastOf(IReadOnlyList<CaseCrossing> crossings, int from, int to, SequenceLanes lanes)
    {
        for (var place = to; place > from; place--)
            if (crossings[place - 1].Boundary == Boundary.ClientRegistry || crossings[place - 1].Side == lanes.Registry || crossings[place - 1].Side == CaseWording.Edge)
                return place;
        return to;
    }

    private static HashSet<int> Kept(IReadOnlyList<CaseCrossing> crossings, int again)
    {
        if (crossings.Count <= MaxWhole)
            return [.. Enumerable.Range(0, crossings.Count)];
        int[] faulted = [.. Enumerable.Range(0, crossings.Count).Where(place => crossings[place].Fault is not null || crossings[place].Delivered)];
        var news = faulted.Take(MaxFaulted).Concat(faulted.TakeLast(2)).SelectMany(place => Enumerable.Range(place - Before, Before + After + 1));
        int[] ends = [0, 1, again - 1, again, again + 1, crossings.Count - 2, crossings.Count - 1];
        HashSet<int> kept = [.. news.Concat(ends).Where(place => place >= 0 && place < crossings.Count)];
        // A gap of one or two takes as much room as what it leaves out.
        for (var place = 1; place < crossings.Count - 1; place++)
            if (kept.Contains(place - 1) && (kept.Contains(place + 1) || kept.Contains(place + 2)))
                kept.Add(place);
        return kept;
    }

    private static int Find(IReadOnlyList<CaseCrossing> crossings, Func<CaseCrossing, bool> wanted) =>
        crossings.TakeWhile(crossing => !wanted(crossing)).Count();
}
