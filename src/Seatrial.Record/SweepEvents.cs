using System.Text.Json.Serialization;

namespace Seatrial.Record;

// What an older record does not hold is read as null or 0 whatever its initializer says, since the reader that is made at
// compile time sets every member; hence the accessors below that put the default back.

/// <summary>A sweep begins: one workflow, run again once for each of its crossings and each fault.</summary>
public sealed record SweepStarted : RecordEvent
{
    /// <summary>The workflow's name, such as <c>publish</c>.</summary>
    public required string Workflow { get; init; }

    /// <summary>What the user does in it, in one sentence.</summary>
    public required string Story { get; init; }

    /// <summary>How many registries are swept at the same time.</summary>
    public required int Lanes { get; init; }

    /// <summary>Why this sweep could not be made; absent when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>The stores in which the invariants are looked at: <c>api</c>, <c>index</c>, <c>database</c>, <c>storage</c>…</summary>
    public IReadOnlyList<string> Stores { get; init => field = value ?? []; } = [];

    /// <summary>The invariants that cannot be looked at here, each with the reason.</summary>
    public IReadOnlyList<string> NotChecked { get; init => field = value ?? []; } = [];

    /// <summary>The kinds of faults that are done, in the order of the reports; empty when the record does not say.</summary>
    public IReadOnlyList<FaultFacts> Faults { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Why this run tries a part of the cases only, such as <c>shard 1 of 4</c> or <c>the one case publish-7f3a2c</c>; absent
    /// when it tries all, and a crossing without a case is then one that was forgotten.
    /// </summary>
    public string? Only { get; init; }
}

/// <summary>A kind of fault, as a report explains it.</summary>
/// <param name="Name">Its name, such as <c>cut-after</c>.</param>
/// <param name="Meaning">What happens, in one sentence.</param>
public sealed record FaultFacts(string Name, string Meaning);

/// <summary>A crossing that a workflow makes, found by recordings without a fault, or under one.</summary>
public sealed record CrossingFound : RecordEvent
{
    /// <summary>The workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>The crossing's identity, the same in every run.</summary>
    public required string Crossing { get; init; }

    /// <summary>Its boundary.</summary>
    public required Boundary Boundary { get; init; }

    /// <summary>The process that asks.</summary>
    public required string Side { get; init; }

    /// <summary>What is asked, short.</summary>
    public required string Operation { get; init; }

    /// <summary>What is asked, in full.</summary>
    public required string Detail { get; init; }

    /// <summary>Its place in the order of the first recording, from 1.</summary>
    public required int Place { get; init; }

    /// <summary>The operation that opened the transaction it belongs to; empty outside of one.</summary>
    public string Transaction { get; init => field = value ?? ""; } = "";

    /// <summary>How often the same was asked up to it, from 1.</summary>
    public int Occurrence { get; init => field = Math.Max(1, value); } = 1;

    /// <summary>Why it need not be reached in every case: two recordings disagree on it. Absent when they agree.</summary>
    public string? Unstable { get; init; }

    /// <summary>The case under whose fault it appeared first; absent when it belongs to the workflow without faults.</summary>
    public string? Under { get; init; }
}

/// <summary>A crossing and a fault that were not tried, and by which rule.</summary>
public sealed record CasePruned : RecordEvent
{
    /// <summary>The workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>The crossing's identity.</summary>
    public required string Crossing { get; init; }

    /// <summary>The fault, such as <c>cut-after</c>.</summary>
    public required string Fault { get; init; }

    /// <summary>The rule, in one sentence.</summary>
    public required string Reason { get; init; }
}

/// <summary>What a case came to: what the user was told against what the stores hold.</summary>
[JsonConverter(typeof(KebabCase<CaseOutcome>))]
public enum CaseOutcome
{
    /// <summary>The user was told that it was done, and it was.</summary>
    Done,

    /// <summary>The user was told that it was not done, it was not, and doing it again worked.</summary>
    NotDone,

    /// <summary>The user was told that it was not done, and it was, wholly; doing it again told so.</summary>
    DoneThoughToldOtherwise,

    /// <summary>Something was left in part, and doing it again made it whole.</summary>
    Recoverable,

    /// <summary>Doing it again was refused, or did not make it whole.</summary>
    Stuck,

    /// <summary>The user was told that it was done, and it was not.</summary>
    Lost,

    /// <summary>Stores contradict each other after all that.</summary>
    Corrupt,

    /// <summary>The fault did not fire: nothing was proved.</summary>
    Unreached,

    /// <summary>The tester could not carry out the case.</summary>
    HarnessError,
}

/// <summary>An invariant that did not hold in a case.</summary>
/// <param name="Invariant">Its id, such as <c>I3</c>.</param>
/// <param name="When"><c>meanwhile</c>, <c>after the fault</c>, or <c>after the retry</c>.</param>
/// <param name="Expected">What must hold.</param>
/// <param name="Actual">What was seen, naming the stores.</param>
public sealed record BrokenInvariant(string Invariant, string When, string Expected, string Actual);

/// <summary>How one crossing went in a case.</summary>
/// <param name="Boundary">Its boundary.</param>
/// <param name="Side">The process that asked.</param>
/// <param name="Operation">What was asked, short.</param>
public sealed record CaseCrossing(Boundary Boundary, string Side, string Operation)
{
    /// <summary>The fault that was done to it, such as <c>cut-after</c>; absent when it went its way.</summary>
    public string? Fault { get; init; }

    /// <summary>What came back, in a few words, such as <c>200</c> or <c>40001</c>; absent when nothing did, or it was not looked at.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether it belongs to the retry.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Again { get; init; }

    /// <summary>Whether it is a request that a fault held back, and that reaches the other side only here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Delivered { get; init; }
}

/// <summary>One run of a workflow with one fault at one crossing, its retry, and what was left.</summary>
public sealed record CaseFinished : RecordEvent
{
    /// <summary>The case's id, the same in every run, such as <c>publish-7f3a2c</c>.</summary>
    public required string Case { get; init; }

    /// <summary>The workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>The crossing's identity.</summary>
    public required string Crossing { get; init; }

    /// <summary>Its boundary.</summary>
    public required Boundary Boundary { get; init; }

    /// <summary>The fault, such as <c>cut-after</c> or <c>error sticky</c>.</summary>
    public required string Fault { get; init; }

    /// <summary>The case whose fault is done before this one's, as the crossing appears under it only.</summary>
    public string? After { get; init; }

    /// <summary>How often the fault was done. 0 proves nothing.</summary>
    public required int Fired { get; init; }

    /// <summary>What the user was told under the fault: a status and its words, or that no answer came.</summary>
    public required string Told { get; init; }

    /// <summary>What the user was told who did the same again.</summary>
    public required string ToldAgain { get; init; }

    /// <summary>What each store held after the fault, one line a store that begins with its name: <c>index: 1.0.0, not yanked</c>.</summary>
    public required IReadOnlyList<string> Held { get; init; }

    /// <summary>What each store held before the fault, in the form of <see cref="Held"/>; empty when the record does not say.</summary>
    public IReadOnlyList<string> HeldBefore { get; init => field = value ?? []; } = [];

    /// <summary>What each store held after the retry, in the form of <see cref="Held"/>; empty when the record does not say.</summary>
    public IReadOnlyList<string> HeldAfterRetry { get; init => field = value ?? []; } = [];

    /// <summary>
    /// The crossings of the case in the order in which they came, those of the retry included. The sequence diagram of a
    /// report; it may be empty for a case that kept every promise, since there are thousands of those.
    /// </summary>
    public IReadOnlyList<CaseCrossing> Sequence { get; init => field = value ?? []; } = [];

    /// <summary>How many crossings of <see cref="Sequence"/> had come when the user was told; absent when the record does not say.</summary>
    public int? ToldAfter { get; init; }

    /// <summary>How many crossings of <see cref="Sequence"/> had come when the user was told again; absent when the record does not say.</summary>
    public int? ToldAgainAfter { get; init; }

    /// <summary>What it came to.</summary>
    public required CaseOutcome Outcome { get; init; }

    /// <summary>The invariants that did not hold.</summary>
    public required IReadOnlyList<BrokenInvariant> Violations { get; init; }

    /// <summary>How many times an invariant was looked at, over all stores. 0 proves nothing.</summary>
    public required int Checks { get; init; }

    /// <summary>What went wrong in the tester itself, or why the case proved nothing; absent when all went well.</summary>
    public string? Problem { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>How long until the stores agreed after the fault was healed.</summary>
    public required double SettledMilliseconds { get; init; }

    /// <summary>Whether the case kept every promise and proved something.</summary>
    [JsonIgnore]
    public bool IsGreen => Violations.Count == 0 && Fired > 0 && Checks > 0 && Problem is null;
}

/// <summary>A sweep ended.</summary>
public sealed record SweepFinished : RecordEvent
{
    /// <summary>The workflow.</summary>
    public required string Workflow { get; init; }

    /// <summary>How long it took.</summary>
    public required double Milliseconds { get; init; }

    /// <summary>How long the workflow takes without a fault, with its settling and checks: the median of the clean runs.</summary>
    public required double CleanMilliseconds { get; init; }
}
