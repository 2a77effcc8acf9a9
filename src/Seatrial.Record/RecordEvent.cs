using System.Text.Json.Serialization;

namespace Seatrial.Record;

/// <summary>One line of the record. The order of the lines is the order in which things were recorded.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "event")]
[JsonDerivedType(typeof(RunStarted), "run-started")]
[JsonDerivedType(typeof(CapabilityProbed), "capability-probed")]
[JsonDerivedType(typeof(ScenarioStarted), "scenario-started")]
[JsonDerivedType(typeof(StepStarted), "step-started")]
[JsonDerivedType(typeof(Exchanged), "exchanged")]
[JsonDerivedType(typeof(CommandRan), "command-ran")]
[JsonDerivedType(typeof(Checked), "checked")]
[JsonDerivedType(typeof(StepFinished), "step-finished")]
[JsonDerivedType(typeof(ScenarioFinished), "scenario-finished")]
[JsonDerivedType(typeof(SweepStarted), "sweep-started")]
[JsonDerivedType(typeof(CrossingFound), "crossing-found")]
[JsonDerivedType(typeof(CasePruned), "case-pruned")]
[JsonDerivedType(typeof(CaseFinished), "case-finished")]
[JsonDerivedType(typeof(SweepFinished), "sweep-finished")]
[JsonDerivedType(typeof(HistoryChecked), "history-checked")]
[JsonDerivedType(typeof(RaceFinished), "race-finished")]
[JsonDerivedType(typeof(LoadStarted), "load-started")]
[JsonDerivedType(typeof(LoadSecond), "load-second")]
[JsonDerivedType(typeof(LoadFinished), "load-finished")]
[JsonDerivedType(typeof(RunFinished), "run-finished")]
public abstract record RecordEvent
{
    /// <summary>When it was recorded, in UTC.</summary>
    public DateTimeOffset At { get; init; }
}

/// <summary>An event that happened inside a step of a scenario; outside of all scenarios both are absent.</summary>
public abstract record StepEvent : RecordEvent
{
    /// <summary>The scenario's id, such as <c>publish/new-crate</c>.</summary>
    public string? Scenario { get; init; }

    /// <summary>The step's place in its scenario, from 1.</summary>
    public int? Step { get; init; }
}

/// <summary>The first line of every record: what ran, against what, and how to run it again.</summary>
public sealed record RunStarted : RecordEvent
{
    /// <summary>The version of the record's format that this build writes.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the record's format.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The tester's name and version.</summary>
    public required string Tool { get; init; }

    /// <summary>The seed of all chance in the run; the same seed gives the same names and inputs.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What every crate name of the run starts with, so that runs do not disturb each other.</summary>
    public required string Namespace { get; init; }

    /// <summary>The registry under test.</summary>
    public required TargetFacts Target { get; init; }

    /// <summary>The machine the tester ran on.</summary>
    public required MachineFacts Machine { get; init; }

    /// <summary>All rules of the contract that the tester knows; none for a run without scenarios.</summary>
    public required IReadOnlyList<RuleFacts> Rules { get; init; }
}

/// <summary>The registry under test, as it was reached.</summary>
/// <param name="Index">The index URL, as cargo is given it.</param>
/// <param name="Api">The base URL of the web API that config.json names; absent when it names none.</param>
/// <param name="Topology">How the registry runs: <c>embedded</c>, <c>full</c>, or <c>external</c> for one that the tester did not start.</param>
public sealed record TargetFacts(string Index, string? Api, string Topology);

/// <summary>The machine a run was made on.</summary>
/// <param name="System">The operating system.</param>
/// <param name="Cores">Processors that the run could use.</param>
/// <param name="Runtime">The .NET runtime.</param>
/// <param name="Cargo">The version of cargo that served as oracle; absent when none was found.</param>
public sealed record MachineFacts(string System, int Cores, string Runtime, string? Cargo);

/// <summary>One rule of the contract between cargo and a registry.</summary>
/// <param name="Id">Its number, such as <c>IDX-08</c>.</param>
/// <param name="Level">How binding it is: MUST, SHOULD or MAY.</param>
/// <param name="Text">The rule in one sentence.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record RuleFacts(string Id, string Level, string Text, string Source)
{
    /// <summary>Who must hold it: <c>registry</c> or <c>cargo</c>; absent when the record does not say.</summary>
    public string? Holder { get; init; }

    /// <summary>Why no run can look at it; absent when one can.</summary>
    public string? Untestable { get; init; }

    /// <summary>The planted defects that are known to break it.</summary>
    public IReadOnlyList<KnownDefect> Defects { get; init => field = value ?? []; } = [];
}

/// <summary>A planted defect that was caught by a check that cites the rule which it breaks.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Scenario">The id of the scenario that caught it.</param>
public sealed record KnownDefect(string Name, string Scenario);

/// <summary>A question about what the registry can do, and the answer that decides which scenarios apply.</summary>
public sealed record CapabilityProbed : RecordEvent
{
    /// <summary>The capability's name.</summary>
    public required string Capability { get; init; }

    /// <summary>Whether the registry has it.</summary>
    public required bool Available { get; init; }

    /// <summary>What was asked, what came, and what that shows.</summary>
    public required string Evidence { get; init; }
}

/// <summary>A scenario begins.</summary>
public sealed record ScenarioStarted : RecordEvent
{
    /// <summary>The scenario's id.</summary>
    public required string Scenario { get; init; }

    /// <summary>What it shows, in one sentence.</summary>
    public required string Title { get; init; }

    /// <summary>The user's story.</summary>
    public required string Story { get; init; }

    /// <summary>The rules that it proves.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The edge cases that it covers or names.</summary>
    public required IReadOnlyList<string> EdgeCases { get; init; }
}

/// <summary>Which part of its scenario a step is.</summary>
[JsonConverter(typeof(KebabCase<Part>))]
public enum Part
{
    /// <summary>It makes what the scenario needs.</summary>
    Setup,

    /// <summary>It does what the scenario is about, and checks it.</summary>
    Step,

    /// <summary>It takes away what the scenario made.</summary>
    Cleanup,
}

/// <summary>A step begins.</summary>
public sealed record StepStarted : StepEvent
{
    /// <summary>The part of the scenario it is.</summary>
    public required Part Part { get; init; }

    /// <summary>What it does.</summary>
    public required string Title { get; init; }
}

/// <summary>One HTTP request and its answer, or the reason why there was none.</summary>
public sealed record Exchanged : StepEvent
{
    /// <summary>The boundary that was crossed.</summary>
    public required Boundary Boundary { get; init; }

    /// <summary>The method and the absolute URL, such as <c>GET http://127.0.0.1:8000/index/config.json</c>.</summary>
    public required string Request { get; init; }

    /// <summary>The request's headers, secrets removed.</summary>
    public required IReadOnlyList<string> RequestHeaders { get; init; }

    /// <summary>The request's body.</summary>
    public BodyFacts? RequestBody { get; init; }

    /// <summary>The status of the answer; absent when none came.</summary>
    public int? Status { get; init; }

    /// <summary>The answer's headers, secrets removed.</summary>
    public IReadOnlyList<string> ResponseHeaders { get; init; } = [];

    /// <summary>The answer's body.</summary>
    public BodyFacts? ResponseBody { get; init; }

    /// <summary>Why no answer came; absent when one did.</summary>
    public string? Error { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }
}

/// <summary>What of a body is kept in the record.</summary>
/// <param name="Bytes">Its length.</param>
/// <param name="Text">Its beginning, when it is text.</param>
/// <param name="Sha256">Its SHA-256 in lower-case hex, when it is not text or was cut.</param>
public sealed record BodyFacts(long Bytes, string? Text, string? Sha256);

/// <summary>A program was run to its end, or to the end of its time.</summary>
public sealed record CommandRan : StepEvent
{
    /// <summary>The command line, secrets removed.</summary>
    public required string Command { get; init; }

    /// <summary>Its exit code; absent when it was ended because its time was over.</summary>
    public int? ExitCode { get; init; }

    /// <summary>What it wrote to standard output, at most its last part.</summary>
    public required string Output { get; init; }

    /// <summary>What it wrote to standard error, at most its last part.</summary>
    public required string Errors { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }
}

/// <summary>A check looked at something and held, or did not.</summary>
public sealed record Checked : StepEvent
{
    /// <summary>What must hold, in words.</summary>
    public required string Check { get; init; }

    /// <summary>Whether it held.</summary>
    public required bool Passed { get; init; }

    /// <summary>What was expected.</summary>
    public required string Expected { get; init; }

    /// <summary>What was seen.</summary>
    public required string Actual { get; init; }

    /// <summary>The rules of the contract that it proves.</summary>
    public required IReadOnlyList<string> Rules { get; init; }

    /// <summary>The boundary at which it looked.</summary>
    public required Boundary Boundary { get; init; }
}

/// <summary>A step ended.</summary>
public sealed record StepFinished : StepEvent
{
    /// <summary>Why it did not reach its end; absent when it did.</summary>
    public string? Problem { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }
}

/// <summary>A scenario ended, or was not run.</summary>
public sealed record ScenarioFinished : RecordEvent
{
    /// <summary>The scenario's id.</summary>
    public required string Scenario { get; init; }

    /// <summary>What it came to.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>Why, in one sentence; absent for a pass.</summary>
    public string? Reason { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }
}

/// <summary>The last line of a record that is whole. A record without it was interrupted.</summary>
public sealed record RunFinished : RecordEvent
{
    /// <summary>How long the run took.</summary>
    public required double Milliseconds { get; init; }
}
