using Seatrial.Record;

namespace Seatrial.Reports.Sweeps;

/// <summary>A sweep while its events are gathered: from one run, or from several shards of one that were merged.</summary>
internal sealed class SweepDraft(string workflow)
{
    private readonly List<SweepStarted> _starts = [];
    private readonly List<SweepFinished> _ends = [];
    private readonly Dictionary<string, CrossingFound> _crossings = [];
    private readonly Dictionary<(string Crossing, string Fault), CasePruned> _pruned = [];
    private readonly List<CaseFinished> _cases = [];

    public void Add(SweepStarted start) => _starts.Add(start);

    public void Add(SweepFinished end) => _ends.Add(end);

    public void Add(CrossingFound found) => _crossings.TryAdd(found.Crossing, found);

    public void Add(CasePruned pruned) => _pruned.TryAdd((pruned.Crossing, pruned.Fault), pruned);

    public void Add(CaseFinished finished) => _cases.Add(finished);

    public SweepView ToView(RunStarted run)
    {
        foreach (var each in _cases)
            _crossings.TryAdd(each.Crossing, Unknown(each.Crossing, each.Boundary));
        foreach (var each in _pruned.Values)
            _crossings.TryAdd(each.Crossing, Unknown(each.Crossing, Boundary.ClientRegistry));
        CrossingFound[] crossings = [.. _crossings.Values.OrderBy(found => found.Under, StringComparer.Ordinal)
            .ThenBy(found => found.Place).ThenBy(found => found.Crossing, StringComparer.Ordinal)];
        var faults = Faults();
        var rows = Places(crossings.Select(crossing => crossing.Crossing));
        var columns = Places(faults.Select(fault => fault.Name));
        CaseView[] cases = [.. _cases.Select(each => CaseView.Of(each, _crossings[each.Crossing], run))
            // Shards that were merged may hold a case twice; the worse news stays.
            .GroupBy(each => each.Case.Case).Select(same => same.MaxBy(each => Weight(each.Verdict))!)
            .OrderBy(each => rows[each.Case.Crossing]).ThenBy(each => columns[each.Case.Fault]).ThenBy(each => each.Case.Case, StringComparer.Ordinal)];
        var tried = cases.Select(each => (each.Case.Crossing, each.Case.Fault)).ToHashSet();
        CasePruned[] pruned = [.. _pruned.Values.Where(each => !tried.Contains((each.Crossing, each.Fault)))
            .OrderBy(each => rows[each.Crossing]).ThenBy(each => columns[each.Fault])];
        var news = News(crossings, cases, pruned).ToList();
        return new SweepView
        {
            Workflow = workflow,
            Story = _starts.FirstOrDefault()?.Story ?? "",
            Crossings = crossings,
            Faults = faults,
            Cases = cases,
            Pruned = pruned,
            NotChecked = [.. _starts.SelectMany(start => start.NotChecked).Distinct()],
            Only = Only,
            Shortfalls = [.. news.Select(each => each.Words)],
            Verdict = news.Select(each => each.Verdict).DefaultIfEmpty(Verdict.Pass).MaxBy(Weight),
            Duration = Longest(end => end.Milliseconds),
            Clean = Longest(end => end.CleanMilliseconds),
        };
    }

    private string? Only => _starts.Select(start => start.Only).FirstOrDefault(only => only is not null);

    // What only a fault's case cites, in a record that lacks the crossing itself.
    private CrossingFound Unknown(string crossing, Boundary boundary) => new()
    {
        Workflow = workflow,
        Crossing = crossing,
        Boundary = boundary,
        Side = "",
        Operation = crossing,
        Detail = "",
        Place = int.MaxValue,
    };

    private static Dictionary<string, int> Places(IEnumerable<string> names) =>
        names.Select((name, place) => (name, place)).ToDictionary(each => each.name, each => each.place);

    private static int Weight(Verdict verdict) => verdict switch
    {
        Verdict.Fail => 4,
        Verdict.HarnessError => 3,
        Verdict.Hollow => 1,
        _ => 0,
    };

    // error, error 40001, error sticky: by the kind, which is the first word, in the order of the kinds; then by name.
    private FaultFacts[] Faults()
    {
        List<FaultFacts> kinds = [.. _starts.SelectMany(start => start.Faults).DistinctBy(kind => kind.Name)];
        string[] names = [.. _cases.Select(each => each.Fault).Concat(_pruned.Values.Select(each => each.Fault)).Distinct()];
        foreach (var kind in names.Select(Kind))
            if (kinds.All(known => known.Name != kind))
                kinds.Add(new FaultFacts(kind, ""));
        return [.. names.Select(name => kinds.Find(kind => kind.Name == Kind(name))! with { Name = name })
            .OrderBy(fault => kinds.FindIndex(kind => kind.Name == Kind(fault.Name))).ThenBy(fault => fault.Name, StringComparer.Ordinal)];
    }

    private static string Kind(string fault) => fault.Split(' ', 2)[0];

    private IEnumerable<(Verdict Verdict, string Words)> News(CrossingFound[] crossings, CaseView[] cases, CasePruned[] pruned)
    {
        foreach (var problem in _starts.Select(start => start.Problem).OfType<string>().Distinct())
            yield return (Verdict.HarnessError, $"The sweep of {workflow} could not be made: {problem}");
        if (_ends.Count < _starts.Count(start => start.Problem is null))
            yield return (Verdict.HarnessError, $"The sweep of {workflow} never finished: the record ends before it did.");
        if (_starts.All(start => start.Problem is not null))
            yield break;
        if (cases.Length == 0)
            yield return (Verdict.Hollow, $"The sweep of {workflow} tried no case, so it proved nothing.");
        var known = cases.Select(each => each.Case.Crossing).Concat(pruned.Select(each => each.Crossing)).ToHashSet();
        var forgotten = crossings.Count(crossing => !known.Contains(crossing.Crossing));
        if (cases.Length > 0 && forgotten > 0 && Only is null && _ends.Count >= _starts.Count)
            yield return (Verdict.Hollow, $"{Wording.Count(forgotten, "crossing")} of {workflow} had no case, and no rule says why.");
    }

    private TimeSpan Longest(Func<SweepFinished, double> milliseconds) =>
        TimeSpan.FromMilliseconds(_ends.Select(milliseconds).DefaultIfEmpty(0).Max());
}
