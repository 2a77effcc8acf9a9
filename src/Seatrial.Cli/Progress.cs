using System.Diagnostics;
using System.Threading.Channels;
using Seatrial.Record;
using Spectre.Console;

namespace Seatrial.Cli;

/// <summary>
/// What a run is doing, on standard error: one line a verdict; on a terminal also a live line of what runs now, and in a
/// pipe a word on it whenever nothing ended for a while.
/// </summary>
internal sealed class Progress : IAsyncDisposable
{
    /// <summary>The longest silence: progress never stands still for 5 s without saying why.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(4);

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(200);

    private readonly Channel<object> _news = Channel.CreateUnbounded<object>();
    private readonly Dictionary<string, (string Step, long Since)> _running = [];
    private readonly IAnsiConsole _console;
    private readonly Task _shown;
    private readonly int _planned;
    private long _printed = Stopwatch.GetTimestamp();
    private int _finished;
    private string? _sweep;
    private int _crossings, _cases, _bad;
    private string _saying = "Starting";

    public Progress(int planned)
    {
        _planned = planned;
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        _shown = _console.Profile.Out.IsTerminal ? LiveAsync() : LinesAsync();
    }

    /// <summary>Says what is being done outside of the scenarios.</summary>
    public void Say(string text) => _news.Writer.TryWrite(text);

    /// <summary>Says how far something is that was said to be done: on a terminal at once, in a pipe when nothing ended for a while.</summary>
    public void Note(string text) => _news.Writer.TryWrite(new Noted(text));

    /// <summary>Takes note of an event of the record.</summary>
    public void Show(RecordEvent recorded) => _news.Writer.TryWrite(recorded);

    /// <summary>Shows what is left and gives the terminal back.</summary>
    public async ValueTask DisposeAsync()
    {
        _news.Writer.TryComplete();
        await _shown;
    }

    private Task LiveAsync() => _console.Status().Spinner(Spinner.Known.Dots).StartAsync(
        "Starting", status => FollowAsync(() => status.Status = Markup.Escape(Now())));

    private Task LinesAsync() => FollowAsync(() =>
    {
        if (Stopwatch.GetElapsedTime(_printed) >= Silence)
            Line($"  …          {Now()}");
    });

    // Takes the news as they come, and calls `tick` after each and whenever none came for a while.
    private async Task FollowAsync(Action tick)
    {
        for (var more = _news.Reader.WaitToReadAsync().AsTask(); ; tick())
        {
            if (await Task.WhenAny(more, Task.Delay(Tick)) != more)
                continue;
            if (!await more)
                return;
            while (_news.Reader.TryRead(out var news))
                Take(news);
            more = _news.Reader.WaitToReadAsync().AsTask();
        }
    }

    private void Line(string line)
    {
        _console.Profile.Out.Writer.WriteLine(line);
        _printed = Stopwatch.GetTimestamp();
    }

    private void Take(object news)
    {
        switch (news)
        {
            case string said:
                _saying = said;
                if (!_console.Profile.Out.IsTerminal)
                    Line(said);
                break;
            case Noted noted:
                _saying = noted.Text;
                break;
            case LoadSecond load:
                _saying = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"load {load.Load}, second {load.Second + 1}: {load.Operations.Sum(one => one.Endings.Values.Sum())} ended");
                break;
            case LoadFinished load:
                Coloured(load.Verdict == Record.Verdict.Pass ? "green" : load.Verdict == Record.Verdict.Fail ? "red" : "yellow", Outcome.Words(load.Verdict), $"load {load.Load} ({load.Milliseconds / 1000:0.0} s): {load.Sentence}");
                break;
            case SweepStarted sweep:
                (_sweep, _crossings, _cases, _bad) = (sweep.Workflow, 0, 0, 0);
                break;
            case CrossingFound:
                _crossings++;
                break;
            case CaseFinished { IsGreen: false } bad:
                _cases++;
                _bad++;
                Coloured(bad.Violations.Count > 0 ? "red" : "yellow", bad.Violations.Count > 0 ? "FAIL" : "NOT PROVED",
                    $"{bad.Case}: {bad.Fault} at {bad.Crossing}{(bad.Violations.Count > 0 ? $": {bad.Violations[0].Invariant} {bad.Violations[0].Actual}" : $": {bad.Problem}")}");
                break;
            case CaseFinished:
                _cases++;
                break;
            case SweepFinished done:
                Coloured(_bad == 0 ? "green" : "red", _bad == 0 ? "swept" : "SWEPT", $"{done.Workflow}: {_crossings} crossings, {_cases} cases, {_bad} not green ({done.Milliseconds / 1000:0.0} s)");
                _sweep = null;
                break;
            case RaceFinished race:
                Coloured(race.Verdict == Record.Verdict.Pass ? "green" : race.Verdict == Record.Verdict.Fail ? "red" : "yellow", Outcome.Words(race.Verdict), $"{race.Race} ({race.Milliseconds / 1000:0.0} s): {race.Sentence}");
                break;
            case HistoryChecked { Position: null } history:
                Coloured(history.Verdict == Record.Verdict.Pass ? "green" : history.Verdict == Record.Verdict.Fail ? "red" : "yellow", Outcome.Words(history.Verdict), $"{history.Race} history: {history.Sentence}");
                break;
            case ScenarioStarted started:
                _running[started.Scenario] = ("starting", Stopwatch.GetTimestamp());
                break;
            case StepStarted { Scenario: { } scenario } step:
                _running[scenario] = (step.Title, Stopwatch.GetTimestamp());
                break;
            case ScenarioFinished finished:
                _running.Remove(finished.Scenario);
                _finished++;
                Verdict(finished);
                break;
        }
    }

    private void Verdict(ScenarioFinished finished)
    {
        var (word, colour) = finished.Verdict switch
        {
            Record.Verdict.Pass => ("pass", "green"),
            Record.Verdict.Fail => ("FAIL", "red"),
            Record.Verdict.Inapplicable or Record.Verdict.Disabled => (Outcome.Words(finished.Verdict), "grey"),
            _ => (Outcome.Words(finished.Verdict).ToUpperInvariant(), "yellow"),
        };
        Coloured(colour, word, $"{finished.Scenario} ({finished.Milliseconds / 1000:0.0} s){(finished.Reason is null ? "" : $": {finished.Reason}")}");
    }

    private void Coloured(string colour, string word, string line)
    {
        if (_console.Profile.Out.IsTerminal)
            _console.MarkupLine($"[{colour}]{word,-12}[/] {Markup.Escape(line)}");
        else
            Line($"{word,-12} {line}");
    }

    private sealed record Noted(string Text);

    private string Now()
    {
        if (_sweep is not null)
            return $"sweeping {_sweep}: {_crossings} crossings, {_cases} cases done, {_bad} not green";
        if (_running.Count == 0)
            return _saying;
        var (scenario, (step, since)) = _running.MinBy(pair => pair.Value.Since);
        return $"{_finished}/{_planned}  {_running.Count} running, longest: {scenario}: {step} ({Stopwatch.GetElapsedTime(since).TotalSeconds:0} s)";
    }
}
