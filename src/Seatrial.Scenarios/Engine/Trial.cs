using System.Diagnostics.CodeAnalysis;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>
/// One run of one scenario: the registry to drive, names of its own, and the parts of the scenario as they happen.
/// Everything that a scenario does goes through here and is recorded.
/// </summary>
public sealed class Trial
{
    internal const string RemovesCargoHome = "Remove cargo's home and everything below it";

    private readonly Stack<(string Title, Func<Task> Body)> _cleanups = [];
    private readonly Action<StepEvent> _write;
    private readonly string _scenario;
    private readonly TrialContext _context;
    private int _step;
    private int _names;

    internal Trial(Scenario scenario, TrialContext context, CancellationToken cancelled)
    {
        _scenario = scenario.Id;
        _context = context;
        _write = recorded => context.Record.Write(recorded with { Scenario = _scenario, Step = _step });
        Cancelled = cancelled;
        Registry = new Registry(context.Target, context.Probe.Config, context.Http, context.Secrets, context.Clock, Record);
        Chance = new Random(Seeds.For(context.Seed, scenario.Id));
    }

    /// <summary>The registry under test, as a client sees it.</summary>
    public Registry Registry { get; }

    /// <summary>The run's chance for this scenario: the same seed gives the same sequence.</summary>
    public Random Chance { get; }

    /// <summary>The user whose token the run was given.</summary>
    public User Publisher => _context.Target.Publisher;

    /// <summary>A user with nothing in common with <see cref="Publisher"/>. Needs <see cref="Capability.OtherUser"/>.</summary>
    public User Stranger => _context.Probe.Stranger
        ?? throw new InvalidOperationException($"{_scenario} uses the stranger without the need {Capability.OtherUser}.");

    /// <summary>How long the registry may take to show what it accepted.</summary>
    public TimeSpan Patience => _context.Target.VisibleWithin;

    /// <summary>Ends when the run is ended or the scenario's time is over.</summary>
    public CancellationToken Cancelled { get; }

    internal int ChecksMade { get; private set; }

    internal string? FirstFailure { get; private set; }

    /// <summary>Whether the registry has what one step needs; what the whole scenario needs stands in <see cref="Scenario.Needs"/>.</summary>
    public bool Offers(Capability capability) => _context.Probe.Capabilities[capability].Available;

    /// <summary>A crate name that no other scenario and no other run uses.</summary>
    /// <param name="stem">What the name ends with, in the spelling that the scenario needs.</param>
    public string Name(string stem) => $"{_context.Namespace}{_context.Ordinals[_scenario]:x}{(char)('a' + _names++)}-{stem}";

    /// <summary>Real cargo with a home of its own, which is removed at the end. Needs <see cref="Capability.Cargo"/>.</summary>
    /// <param name="user">Whose token cargo has; none when absent.</param>
    public CargoHome CargoHome(User? user)
    {
        var found = _context.Cargo ?? throw new InvalidOperationException($"{_scenario} uses cargo without the need {Capability.Cargo}.");
        var home = new CargoHome(found, Registry.IndexUrl, user?.Token, _context.Clock, Record, Cancelled, _context.Target.Roots);
        Cleanup(RemovesCargoHome, () =>
        {
            home.Dispose();
            return Task.CompletedTask;
        });
        return home;
    }

    /// <summary>Makes what the scenario needs.</summary>
    public Task Setup(string title, Func<Checks, Task> body) => RunPart(Part.Setup, title, body);

    /// <summary>Makes what the scenario needs, and gives it back.</summary>
    public async Task<T> Setup<T>(string title, Func<Checks, Task<T>> body)
    {
        T made = default!;
        await RunPart(Part.Setup, title, async check => made = await body(check));
        return made;
    }

    /// <summary>Does a part of what the scenario is about, and checks it.</summary>
    public Task Step(string title, Func<Checks, Task> body) => RunPart(Part.Step, title, body);

    /// <summary>Does a part of what the scenario is about, checks it, and gives back what came of it.</summary>
    public async Task<T> Step<T>(string title, Func<Checks, Task<T>> body)
    {
        T made = default!;
        await RunPart(Part.Step, title, async check => made = await body(check));
        return made;
    }

    /// <summary>Says how to take away what was just made. Cleanups run in reverse order, also after a failure.</summary>
    public void Cleanup(string title, Func<Task> body) => _cleanups.Push((title, body));

    /// <summary>
    /// Ends the scenario as inapplicable: the registry turns out to lack something for which the probe, which leaves no
    /// traces, could not ask. What was checked before does not count.
    /// </summary>
    /// <param name="evidence">What is missing, and the answer that showed it.</param>
    /// <exception cref="Missing">Always.</exception>
    [DoesNotReturn]
    public static void Inapplicable(string evidence) => throw new Missing(evidence);

    /// <summary>
    /// Asks again until the answer is as expected or <see cref="Patience"/> is over, and gives the last answer.
    /// What a registry shows may lag behind what it accepted (API-PUB-12); how long it took stands in the record.
    /// </summary>
    public async Task<T> Eventually<T>(Func<Task<T>> ask, Func<T, bool> expected)
    {
        var start = _context.Clock.GetTimestamp();
        for (var pause = TimeSpan.FromMilliseconds(10); ; pause = pause < LongestPause ? pause * 2 : LongestPause)
        {
            var answer = await ask();
            if (expected(answer) || _context.Clock.GetElapsedTime(start) > Patience)
                return answer;
            await Task.Delay(pause, _context.Clock, Cancelled);
        }
    }

    /// <summary>Between two questions: short enough to see a lag of a second, long enough not to be a load.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(250);

    internal void Record(StepEvent recorded) => _write(recorded);

    internal async Task RunCleanupsAsync()
    {
        while (_cleanups.TryPop(out var cleanup))
            await Guarded(cleanup.Title, cleanup.Body);
    }

    // A cleanup that fails must not keep the next one from running; the runner reports the first problem.
    private async Task Guarded(string title, Func<Task> body)
    {
        try
        {
            await RunPart(Part.Cleanup, title, async _ => await body());
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            CleanupProblem ??= $"cleanup «{title}»: {problem.Message}";
        }
    }

    internal string? CleanupProblem { get; private set; }

    private async Task RunPart(Part part, string title, Func<Checks, Task> body)
    {
        _step++;
        Record(new StepStarted { Part = part, Title = title });
        var start = _context.Clock.GetTimestamp();
        string? problem = null;
        try
        {
            var checks = new Checks(Check);
            await body(checks);
            if (checks.Failed > 0)
                throw new StepFailed($"{checks.Failed} check(s) failed");
        }
        catch (Exception exception)
        {
            problem = exception.Message;
            throw;
        }
        finally
        {
            Record(new StepFinished { Problem = problem, Milliseconds = _context.Clock.GetElapsedTime(start).TotalMilliseconds });
        }
    }

    private void Check(Checked made)
    {
        if (made.Rules.FirstOrDefault(rule => !RuleBook.Knows(rule)) is { } unknown)
            throw new InvalidOperationException($"The check «{made.Check}» cites the rule {unknown}, which is not in the rule book.");
        ChecksMade++;
        if (!made.Passed)
            FirstFailure ??= $"{made.Check} (expected {made.Expected}; got {made.Actual})";
        Record(made);
    }
}

/// <summary>The registry lacks what the scenario needs, as the scenario itself found out.</summary>
internal sealed class Missing(string evidence) : Exception(evidence);

/// <summary>A step had failed checks; the scenario goes no further than its cleanups.</summary>
internal sealed class StepFailed(string message) : Exception(message);
