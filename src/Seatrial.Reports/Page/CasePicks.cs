using Seatrial.Record;
using Seatrial.Reports.Sweeps;

namespace Seatrial.Reports.Page;

/// <summary>
/// Which cases have a place of their own on the page. There may be thousands, so those that are no pass come first and, among
/// them, one of every sort before a second one; of those that are, a few examples.
/// </summary>
internal sealed class CasePicks
{
    /// <summary>Cases shown in full, and cases with a line.</summary>
    public const int MaxCards = 40, MaxLines = 300;

    private const int ExamplesEach = 2;

    private readonly HashSet<CaseView> _placed;

    public CasePicks(RunView run)
    {
        CaseView[] all = [.. run.Sweeps.SelectMany(sweep => sweep.Cases)];
        // What broke first, then what the tester could not do, then what proved nothing; each in the order of the matrix.
        CaseView[] news = [.. all.Where(each => each.Verdict != Verdict.Pass).OrderByDescending(each => Urgency(each.Verdict))];
        var chosen = OneOfEachFirst(news).Take(MaxCards).ToHashSet();
        Cards = [.. news.Where(chosen.Contains)];
        Lines = [.. news.Where(each => !chosen.Contains(each)).Take(MaxLines)];
        Examples = [.. all.Where(each => each.Verdict == Verdict.Pass).GroupBy(each => each.Case.Outcome).OrderBy(group => group.Key)
            .SelectMany(group => group.OrderByDescending(each => each.Case.Sequence.Count > 0).Take(ExamplesEach))];
        News = news.Length;
        Passed = all.Length - news.Length;
        _placed = [.. Cards, .. Lines, .. Examples];
    }

    /// <summary>The cases shown in full.</summary>
    public IReadOnlyList<CaseView> Cards { get; }

    /// <summary>The cases shown with a line.</summary>
    public IReadOnlyList<CaseView> Lines { get; }

    /// <summary>A few cases that kept every promise.</summary>
    public IReadOnlyList<CaseView> Examples { get; }

    /// <summary>How many cases are no pass.</summary>
    public int News { get; }

    /// <summary>How many cases are a pass.</summary>
    public int Passed { get; }

    /// <summary>Whether a link to the case leads somewhere.</summary>
    public bool HasPlace(CaseView view) => _placed.Contains(view);

    private static int Urgency(Verdict verdict) => verdict switch
    {
        Verdict.Fail => 2,
        Verdict.HarnessError => 1,
        _ => 0,
    };

    private static IEnumerable<CaseView> OneOfEachFirst(CaseView[] cases) => cases
        .GroupBy(each => (each.Verdict, each.Case.Outcome, each.Case.Boundary, each.Finding?.Invariant))
        .SelectMany(group => group.Select((each, index) => (each, index)))
        .OrderBy(pair => pair.index).Select(pair => pair.each);
}
