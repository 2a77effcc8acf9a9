using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class HistoryRecorderTests
{
    private readonly HandClock _clock = new();

    [Fact]
    public void An_operation_lies_between_its_question_and_its_answer()
    {
        var recorder = new HistoryRecorder(_clock);
        _clock.Milliseconds = 3;
        var call = recorder.Begin("A", Act.Publish, new Key("c", "1.0.0"), checksum: "aa");
        _clock.Milliseconds = 5;
        call.End(OperationOutcome.Ok);
        var operation = Assert.Single(recorder.ToHistory().Operations);
        Assert.Equal((30_000, 50_000L, OperationOutcome.Ok, "aa"), (operation.Invoked, operation.Returned, operation.Outcome, operation.Checksum));
    }

    [Fact]
    public void An_operation_that_is_never_ended_stays_unknown()
    {
        var recorder = new HistoryRecorder(_clock);
        _ = recorder.Begin("A", Act.Yank, new Key("c", "1.0.0"));
        var operation = Assert.Single(recorder.ToHistory().Operations);
        Assert.Equal((null, OperationOutcome.Unknown), (operation.Returned, operation.Outcome));
    }

    [Fact]
    public void An_operation_that_is_ended_twice_is_a_broken_program()
    {
        var call = new HistoryRecorder(_clock).Begin("A", Act.Yank, new Key("c", "1.0.0"));
        call.End(OperationOutcome.Ok);
        Assert.Throws<InvalidOperationException>(() => call.End(OperationOutcome.Refused));
    }

    [Fact]
    public void What_was_read_is_kept()
    {
        var recorder = new HistoryRecorder(_clock);
        recorder.Begin("A", Act.ReadVersion, new Key("c", "1.0.0")).Saw("aa");
        recorder.Begin("A", Act.ReadYanked, new Key("c", "1.0.0")).Saw(true);
        recorder.Begin("A", Act.ReadCount, new Key("c", "1.0.0")).Saw(7);
        recorder.Begin("A", Act.ReadIndex, new Key("c"), Story.Cache).Saw(["1.0.0"]);
        var operations = recorder.ToHistory().Operations;
        Assert.All(operations, operation => Assert.Equal(OperationOutcome.Ok, operation.Outcome));
        Assert.Equal(("aa", true, 7L, "1.0.0"), (operations[0].Checksum, operations[1].Flag, operations[2].Count, Assert.Single(operations[3].Names)));
        Assert.Equal(Story.Cache, operations[3].View);
    }

    [Fact]
    public void Faults_and_the_time_of_rest_are_marked()
    {
        var recorder = new HistoryRecorder(_clock);
        using (recorder.Mark("cut-after on COMMIT"))
            _clock.Milliseconds = 2;
        _ = recorder.Mark("hang on SELECT");
        _clock.Milliseconds = 9;
        recorder.Settle();
        var history = recorder.ToHistory();
        Assert.Equal([new FaultMark("cut-after on COMMIT", 0, 20_000), new FaultMark("hang on SELECT", 20_000, null)], history.Marks);
        Assert.Equal(90_000, history.Settled);
    }

    [Fact]
    public void Lists_beyond_the_bound_of_memory_are_counted_as_dropped()
    {
        var recorder = new HistoryRecorder(_clock);
        string[] names = new string[(HistoryRecorder.MostNames / 2) + 1];
        recorder.Begin("A", Act.ReadIndex, new Key("c")).Saw(names);
        Assert.Equal(0, recorder.ToHistory().Dropped);
        recorder.Begin("A", Act.ReadIndex, new Key("c")).Saw(names);
        Assert.Equal(1, recorder.ToHistory().Dropped);
    }

    [Fact]
    public async Task Many_threads_write_one_history()
    {
        const int each = 500;
        var recorder = new HistoryRecorder(TimeProvider.System);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(process => Task.Run(() =>
        {
            for (var number = 0; number < each; number++)
                recorder.Begin($"P{process}", Act.Yank, new Key("c", "1.0.0")).End(OperationOutcome.Ok);
        })));
        var operations = recorder.ToHistory().Operations;
        Assert.Equal(8 * each, operations.Count);
        Assert.All(operations, operation => Assert.True(operation.Returned >= operation.Invoked));
    }

    private sealed class HandClock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
