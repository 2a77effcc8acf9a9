using Seatrial.Record;

namespace Seatrial.Reports;

/// <summary>A scenario while its events are gathered. It may lack any of them: a record can end anywhere.</summary>
internal sealed class ScenarioDraft(string id)
{
    private readonly SortedDictionary<int, StepDraft> _steps = [];
    private ScenarioStarted? _start;
    private ScenarioFinished? _end;
    private DateTimeOffset _last;
    private DateTimeOffset? _first;

    public void Add(ScenarioStarted start) => _start = start;

    public void Add(ScenarioFinished end) => _end = end;

    public void Add(StepEvent inside)
    {
        _last = inside.At > _last ? inside.At : _last;
        _first ??= inside.At;
        var ordinal = inside.Step ?? 0;
        if (!_steps.TryGetValue(ordinal, out var step))
            _steps.Add(ordinal, step = new StepDraft(ordinal, "Outside of its steps"));
        step.Add(inside);
    }

    public ScenarioView ToView()
    {
        StepView[] steps = [.. _steps.Values.Select(step => step.ToView())];
        var (verdict, reason) = Judge([.. steps.SelectMany(step => step.Checks)]);
        return new ScenarioView
        {
            Id = id,
            Title = _start?.Title ?? id,
            Story = _start?.Story ?? "",
            Rules = _start?.Rules ?? [],
            EdgeCases = _start?.EdgeCases ?? [],
            Verdict = verdict,
            Reason = reason,
            Began = _start?.At ?? _first ?? _end?.At ?? default,
            Duration = Duration(),
            Finished = _end is not null,
            Steps = steps,
        };
    }

    /// <summary>
    /// Takes the recorded verdict, but holds it to what the verdicts mean: a failed check is a fail unless the tester
    /// itself failed or disagreed with itself, and a pass needs a check that looked at something.
    /// </summary>
    private (Verdict Verdict, string? Reason) Judge(IReadOnlyList<Checked> checks)
    {
        if (_end is { Verdict: Verdict.Fail or Verdict.HarnessError or Verdict.Unstable })
            return (_end.Verdict, _end.Reason);
        if (checks.FirstOrDefault(check => !check.Passed) is { } failed)
            return (Verdict.Fail, $"A check failed: {failed.Check}");
        if (_end is null)
            return (Verdict.HarnessError, "It never finished: the record ends before it did.");
        return _end.Verdict == Verdict.Pass && checks.Count == 0
            ? (Verdict.Hollow, "It was recorded as a pass, but no check looked at anything.")
            : (_end.Verdict, _end.Reason);
    }

    private TimeSpan Duration() => (_start, _end) switch
    {
        (_, { } end) => TimeSpan.FromMilliseconds(end.Milliseconds),
        ({ } start, null) when _last > start.At => _last - start.At,
        _ => TimeSpan.Zero,
    };
}

/// <summary>A step while its events are gathered.</summary>
/// <param name="ordinal">Its place in the scenario; 0 for what was recorded outside of all steps.</param>
/// <param name="fallback">Its title when no event gives one.</param>
internal sealed class StepDraft(int ordinal, string fallback)
{
    private readonly List<Exchanged> _exchanges = [];
    private readonly List<CommandRan> _commands = [];
    private readonly List<Checked> _checks = [];
    private StepStarted? _start;
    private StepFinished? _end;

    public void Add(StepEvent recorded)
    {
        switch (recorded)
        {
            case StepStarted start: _start = start; break;
            case StepFinished end: _end = end; break;
            case Exchanged exchanged: _exchanges.Add(exchanged); break;
            case CommandRan ran: _commands.Add(ran); break;
            case Checked check: _checks.Add(check); break;
        }
    }

    public StepView ToView() => new()
    {
        Ordinal = ordinal,
        Part = _start?.Part ?? Part.Step,
        Title = _start?.Title ?? fallback,
        Problem = _start is not null && _end is null ? "It never finished: the record holds no end of it." : _end?.Problem,
        Duration = TimeSpan.FromMilliseconds(_end?.Milliseconds ?? 0),
        Exchanges = _exchanges,
        Commands = _commands,
        Checks = _checks,
    };
}
