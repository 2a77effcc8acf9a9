using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class HistoryCheckTests
{
    private static Story Broken => new Story()
        .Publish("A", 8, 10.1, "aa").Read("B", 12.4, 13, null).Read("C", 1, 2, null).Read("C", 20, 21, "aa")
        .Fault("cut-after on COMMIT", 9, 11).Fault("hang on SELECT", 30, 40);

    private static HistoryChecked Event(Story story)
    {
        var history = story.ToHistory();
        return HistoryCheck.Event("publish", 7, history, HistoryCheck.Of(history));
    }

    [Fact]
    public void A_breach_is_said_in_one_sentence_with_its_fault()
    {
        var checkedHistory = Event(Broken);
        Assert.Equal(Verdict.Fail, checkedHistory.Verdict);
        Assert.Equal(
            "B read version 1.0.0 of c as absent at 12.4 ms although A was told at 10.1 ms that version 1.0.0 was published, under the fault cut-after on COMMIT.",
            checkedHistory.Sentence);
    }

    [Fact]
    public void The_event_holds_the_smallest_counterexample_and_the_faults_during_it()
    {
        var checkedHistory = Event(Broken);
        Assert.Equal(
            [
                new TimelineOperation("A", "publish 1.0.0 (aa): done", OperationOutcome.Ok, 8, 10.1, true),
                new TimelineOperation("B", "read 1.0.0: absent", OperationOutcome.Ok, 12.4, 13, true),
            ],
            checkedHistory.Counterexample);
        Assert.Equal([new TimelineMark("cut-after on COMMIT", 9, 11)], checkedHistory.Marks);
        Assert.Equal("I7", Assert.Single(checkedHistory.Broken).Invariant);
        Assert.Equal(4, checkedHistory.Operations);
        Assert.Contains(new CheckedObjects("version", 0, 1, 0, 0), checkedHistory.Objects);
    }

    [Fact]
    public void The_same_history_without_the_stale_read_passes()
    {
        var checkedHistory = Event(new Story().Publish("A", 8, 10.1, "aa").Read("B", 12.4, 13, "aa").ReadIndex("B", 14, 15, null, "1.0.0"));
        Assert.Equal(Verdict.Pass, checkedHistory.Verdict);
        Assert.Empty(checkedHistory.Counterexample);
        Assert.Empty(checkedHistory.Broken);
        Assert.Equal([new CheckedObjects("version", 1, 0, 0, 0), new CheckedObjects("index", 1, 0, 0, 0)], checkedHistory.Objects);
    }

    [Fact]
    public void A_kind_of_object_of_which_nothing_was_seen_is_hollow()
    {
        var checkedHistory = Event(new Story().Publish("A", 8, 10.1, "aa").Read("B", 12.4, 13, "aa"));
        Assert.Equal(Verdict.Hollow, checkedHistory.Verdict);
        Assert.Equal("Nothing was both acknowledged and read, so nothing was proved, of: index.", checkedHistory.Sentence);
    }

    [Fact]
    public void An_empty_history_is_hollow() => Assert.Equal(Verdict.Hollow, Event(new Story()).Verdict);

    [Fact]
    public void An_object_that_was_not_decided_is_hollow()
    {
        var story = new Story().ReadYanked("R", 5, 6, true);
        for (var writer = 0; writer <= BooleanRegister.MostWritesUnderWay; writer++)
            story.Yank($"W{writer}", 1, 10);
        Assert.Equal(Verdict.Hollow, Event(story).Verdict);
    }

    [Fact]
    public void A_history_that_did_not_fit_is_an_error_of_the_tester()
    {
        var history = Broken.ToHistory() with { Dropped = 1 };
        Assert.Equal(Verdict.HarnessError, HistoryCheck.Event("publish", 7, history, HistoryCheck.Of(history)).Verdict);
    }

    [Fact]
    public void Other_breaches_are_told_in_a_sentence_each()
    {
        var checkedHistory = Event(Broken.Yank("A", 22, 23).ReadYanked("B", 24, 25, false));
        Assert.Equal("B read version 1.0.0 of c as not yanked at 24 ms although A was told at 23 ms that version 1.0.0 was yanked.", Assert.Single(checkedHistory.Others));
    }

    [Fact]
    public void A_counterexample_among_many_operations_is_small_and_cannot_be_smaller()
    {
        var chance = new Random(Seeds.For(1, "reduction"));
        var found = 0;
        for (var number = 0; number < 60; number++)
        {
            var history = new RandomHistory(chance) { Operations = 300, Processes = 6, Versions = 8, Lies = 2, Acts = [Act.Yank, Act.Unyank, Act.ReadYanked] }.Next();
            foreach (var verdict in HistoryCheck.Of(history).Where(verdict => verdict.Decision == Decision.Broken))
            {
                found++;
                var all = Objects.Of(history).YankFlags[verdict.Key];
                Assert.True(IsBroken(all, verdict.Counterexample));
                Assert.All(verdict.Counterexample, needless => Assert.False(IsBroken(all, [.. verdict.Counterexample.Where(operation => operation != needless)])));
                Assert.InRange(verdict.Counterexample.Count, 1, 12);
            }
        }

        Assert.InRange(found, 20, int.MaxValue);
    }

    private static bool IsBroken(List<Entry<bool>> entries, IReadOnlyList<Operation> kept) =>
        new BooleanRegister().Check([.. entries.Where(entry => entry.Writes || kept.Contains(entry.Operation))
            .Select(entry => kept.Contains(entry.Operation) ? entry : entry.Relaxed)]) is Judgement.Illegal;
}
