using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

/// <summary>A history written by hand: who did what, and between which milliseconds. The crate is <c>c</c>.</summary>
internal sealed class Story
{
    private readonly List<Operation> _operations = [];
    private readonly List<FaultMark> _marks = [];
    private long? _settled;

    public static View Cache { get; } = new("cache", Promise.Monotonic);

    public static View Mirror { get; } = new("mirror", Promise.Eventual);

    public Story Publish(string who, double from, double until, string checksum, string version = "1.0.0", OperationOutcome outcome = OperationOutcome.Ok) =>
        Add(who, Act.Publish, from, until, new Key("c", version), outcome, operation => operation with { Checksum = checksum });

    public Story Read(string who, double from, double until, string? checksum, View? view = null) =>
        Add(who, Act.ReadVersion, from, until, new Key("c", "1.0.0"), OperationOutcome.Ok, operation => operation with { Checksum = checksum, View = view ?? View.Api });

    public Story Yank(string who, double from, double until, bool yanks = true, OperationOutcome outcome = OperationOutcome.Ok) =>
        Add(who, yanks ? Act.Yank : Act.Unyank, from, until, new Key("c", "1.0.0"), outcome);

    public Story ReadYanked(string who, double from, double until, bool yanked, View? view = null) =>
        Add(who, Act.ReadYanked, from, until, new Key("c", "1.0.0"), OperationOutcome.Ok, operation => operation with { Flag = yanked, View = view ?? View.Api });

    public Story AddOwner(string who, double from, double until, string user, OperationOutcome outcome = OperationOutcome.Ok) =>
        Add(who, Act.AddOwner, from, until, new Key("c", null, user), outcome);

    public Story RemoveOwner(string who, double from, double until, string user, OperationOutcome outcome = OperationOutcome.Ok) =>
        Add(who, Act.RemoveOwner, from, until, new Key("c", null, user), outcome);

    public Story ReadOwners(string who, double from, double until, params string[] users) =>
        Add(who, Act.ReadOwners, from, until, new Key("c"), OperationOutcome.Ok, operation => operation with { Names = users });

    public Story Download(string who, double from, double until, string? checksum = "aa", OperationOutcome outcome = OperationOutcome.Ok) =>
        Add(who, Act.Download, from, until, new Key("c", "1.0.0"), outcome, operation => operation with { Checksum = checksum });

    public Story ReadCount(string who, double from, double until, long count, View? view = null) =>
        Add(who, Act.ReadCount, from, until, new Key("c", "1.0.0"), OperationOutcome.Ok, operation => operation with { Count = count, View = view ?? View.Api });

    public Story ReadIndex(string who, double from, double until, View? view = null, params string[] versions) =>
        Add(who, Act.ReadIndex, from, until, new Key("c"), OperationOutcome.Ok, operation => operation with { Names = versions, View = view ?? View.Api });

    public Story Fault(string words, double from, double until)
    {
        _marks.Add(new FaultMark(words, Ticks(from), Ticks(until)));
        return this;
    }

    public Story Settled(double at)
    {
        _settled = Ticks(at);
        return this;
    }

    public History ToHistory() => new(_operations, _marks) { Settled = _settled };

    /// <summary>What came of the one object of a kind.</summary>
    public ObjectVerdict The(ObjectKind kind) => Assert.Single(HistoryCheck.Of(ToHistory()), verdict => verdict.Kind == kind);

    public void Holds(ObjectKind kind)
    {
        var verdict = The(kind);
        Assert.True(verdict.Decision == Decision.Held, $"{verdict.Decision}: {verdict.Sentence}");
    }

    public void Breaks(ObjectKind kind, string sentence)
    {
        var verdict = The(kind);
        Assert.Equal(Decision.Broken, verdict.Decision);
        Assert.Equal(sentence, verdict.Sentence);
    }

    private Story Add(string who, Act act, double from, double until, Key key, OperationOutcome outcome, Func<Operation, Operation>? with = null)
    {
        var operation = new Operation
        {
            Process = who,
            Act = act,
            Key = key,
            Invoked = Ticks(from),
            Returned = double.IsInfinity(until) ? null : Ticks(until),
            Outcome = outcome,
        };
        _operations.Add(with is null ? operation : with(operation));
        return this;
    }

    private static long Ticks(double milliseconds) => (long)(milliseconds * TimeSpan.TicksPerMillisecond);
}
