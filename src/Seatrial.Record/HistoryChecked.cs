using System.Text.Json.Serialization;

namespace Seatrial.Record;

/// <summary>What a user was told about an operation of a race.</summary>
[JsonConverter(typeof(KebabCase<OperationOutcome>))]
public enum OperationOutcome
{
    /// <summary>It was answered: a write was done, a read shows what it shows.</summary>
    Ok,

    /// <summary>
    /// It was certainly not done, because what was asked for was there already: a publish of a version that exists, a yank of
    /// a yanked version. So it saw something, as a read does.
    /// </summary>
    Conflict,

    /// <summary>It was certainly not done, and the answer says nothing about what is there.</summary>
    Refused,

    /// <summary>No answer came, or one that leaves it open: it may have been done, be done later, or never be done.</summary>
    Unknown,
}

/// <summary>
/// A history was checked: several users at once on few objects, and whether what they were told can be explained by any order
/// of their operations. For a random history under faults there is always one; for a race of two clients, one for each position
/// that is no pass, and for the one that was asked for.
/// </summary>
public sealed record HistoryChecked : RecordEvent
{
    /// <summary>The race's name, such as <c>same-version</c>; of a random history, <c>random</c>.</summary>
    public required string Race { get; init; }

    /// <summary>The id of the position of the race, the same in every run: which of two clients was held where. Absent for a random history.</summary>
    public string? Position { get; init; }

    /// <summary>The crossing at which one client was held; absent for a random history.</summary>
    public string? Crossing { get; init; }

    /// <summary>The invariants that did not hold once all had settled.</summary>
    public IReadOnlyList<BrokenInvariant> Broken { get; init => field = value ?? []; } = [];

    /// <summary>How many clients there were; 0 when the record does not say.</summary>
    public int Clients { get; init; }

    /// <summary>How many faults were done while the history went on.</summary>
    public int Faults { get; init; }

    /// <summary>The seed: the same one gives the same operations and faults, but not the same times.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Pass, fail, hollow (too little was seen, or an object was not decided) or harness-error.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>What it came to, in one sentence; for a fail, the counterexample in words.</summary>
    public required string Sentence { get; init; }

    /// <summary>How many operations the history has.</summary>
    public required int Operations { get; init; }

    /// <summary>How many objects of each kind were checked, and what they came to.</summary>
    public required IReadOnlyList<CheckedObjects> Objects { get; init; }

    /// <summary>
    /// The smallest set of operations of one object that no order explains, in the order in which they began; empty unless the verdict is fail.
    /// For a position of a race what both clients did, also where it holds.
    /// </summary>
    public IReadOnlyList<TimelineOperation> Counterexample { get; init; } = [];

    /// <summary>The faults that were at work during the counterexample.</summary>
    public IReadOnlyList<TimelineMark> Marks { get; init; } = [];

    /// <summary>The counterexamples of other objects, one sentence each; at most a few.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

/// <summary>The objects of one kind in a history. One that was decided is held or broken.</summary>
/// <param name="Kind">Such as <c>version</c>, <c>yank flag</c> or <c>index</c>.</param>
/// <param name="Held">An order explains all that was told.</param>
/// <param name="Broken">No order does.</param>
/// <param name="Vacuous">Nothing was both done and seen, so nothing was proved.</param>
/// <param name="NotDecided">The check reached its bounds.</param>
public sealed record CheckedObjects(string Kind, int Held, int Broken, int Vacuous, int NotDecided);

/// <summary>One operation of a counterexample. Times are milliseconds since the history began.</summary>
/// <param name="Process">Who did it.</param>
/// <param name="Words">What was asked and what came, such as <c>publish 1.0.0 (ab12cd34): done</c>.</param>
/// <param name="Outcome">What the user was told.</param>
/// <param name="From">When it was asked.</param>
/// <param name="Until">When it was answered; absent when it never was.</param>
/// <param name="Violating">Whether it is the answer that cannot be, or one that contradicts it directly.</param>
public sealed record TimelineOperation(string Process, string Words, OperationOutcome Outcome, double From, double? Until, bool Violating);

/// <summary>When a fault was at work. Times are milliseconds since the history began.</summary>
/// <param name="Words">The fault, such as <c>cut-after on COMMIT</c>.</param>
/// <param name="From">When it began.</param>
/// <param name="Until">When it was healed; absent when it was not.</param>
public sealed record TimelineMark(string Words, double From, double? Until);
