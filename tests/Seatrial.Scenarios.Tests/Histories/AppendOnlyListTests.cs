using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class AppendOnlyListTests
{
    private static Story TwoVersions => new Story().Publish("A", 1, 2, "aa").Publish("A", 3, 4, "bb", "1.0.1");

    [Fact]
    public void A_line_that_is_missing_after_it_was_acknowledged_is_a_breach() => TwoVersions.ReadIndex("B", 5, 6, null, "1.0.0")
        .Breaks(ObjectKind.Index, "B read the index of c as 1.0.0 at 5 ms although A was told at 4 ms that version 1.0.1 was published.");

    [Fact]
    public void A_line_that_is_missing_while_it_is_published_is_none() => TwoVersions.ReadIndex("B", 4, 6, null, "1.0.0").Holds(ObjectKind.Index);

    [Fact]
    public void A_line_that_is_there_twice_is_a_breach() => TwoVersions.ReadIndex("B", 5, 6, null, "1.0.0", "1.0.1", "1.0.1")
        .Breaks(ObjectKind.Index, "B read the index of c as 1.0.0, 1.0.1, 1.0.1 at 5 ms although it can hold 1.0.1 only once.");

    [Fact]
    public void A_line_that_nobody_can_have_published_is_a_breach() => TwoVersions.ReadIndex("B", 5, 6, null, "1.0.0", "1.0.1", "6.6.6")
        .Breaks(ObjectKind.Index, "B read the index of c as 1.0.0, 1.0.1, 6.6.6 at 5 ms although nobody can have published 6.6.6.");

    [Fact]
    public void Lines_that_two_readers_see_in_different_orders_are_a_breach() => new Story()
        .Publish("A", 1, 9, "aa").Publish("C", 1, 9, "bb", "1.0.1").ReadIndex("B", 2, 3, null, "1.0.0", "1.0.1").ReadIndex("D", 2, 3, null, "1.0.1")
        .Breaks(ObjectKind.Index, "D read the index of c as 1.0.1 at 2 ms although B read the index of c as 1.0.0, 1.0.1 by 3 ms: neither list begins with the other.");

    [Fact]
    public void Lines_that_two_readers_see_in_one_order_are_none() => new Story()
        .Publish("A", 1, 9, "aa").Publish("C", 1, 9, "bb", "1.0.1").ReadIndex("B", 2, 3, null, "1.0.1", "1.0.0").ReadIndex("D", 2, 3, null, "1.0.1")
        .Holds(ObjectKind.Index);

    [Fact]
    public void Lines_in_another_order_than_they_were_acknowledged_are_a_breach() => TwoVersions.ReadIndex("B", 5, 6, null, "1.0.1", "1.0.0")
        .Breaks(ObjectKind.Index,
            "B read the index of c as 1.0.1, 1.0.0 at 5 ms although A was told at 2 ms that version 1.0.0 was published, before A asked at 3 ms to publish version 1.0.1.");

    [Fact]
    public void Lines_in_the_order_in_which_they_were_acknowledged_are_none() => TwoVersions.ReadIndex("B", 5, 6, null, "1.0.0", "1.0.1").Holds(ObjectKind.Index);

    [Fact]
    public void A_line_that_goes_away_after_somebody_saw_it_is_a_breach() => new Story()
        .Publish("A", 1, 9, "aa").ReadIndex("B", 2, 3, null, "1.0.0").ReadIndex("C", 4, 5)
        .Breaks(ObjectKind.Index, "C read the index of c as empty at 4 ms although B read the index of c as 1.0.0 by 3 ms.");

    [Fact]
    public void A_line_that_is_seen_before_anybody_asked_to_publish_it_is_a_breach() => new Story()
        .ReadIndex("B", 1, 2, null, "1.0.0").Publish("A", 3, 4, "aa")
        .Breaks(ObjectKind.Index, "B read the index of c as 1.0.0 by 2 ms although A asked to publish version 1.0.0 only at 3 ms.");

    [Fact]
    public void A_cache_may_lag_but_not_go_back()
    {
        TwoVersions.ReadIndex("B", 5, 6, Story.Cache).ReadIndex("B", 7, 8, Story.Cache, "1.0.0").Holds(ObjectKind.Index);
        TwoVersions.ReadIndex("B", 5, 6, Story.Cache, "1.0.0").ReadIndex("B", 7, 8, Story.Cache)
            .Breaks(ObjectKind.Index, "B read the index of c as empty (cache) at 7 ms although B read the index of c as 1.0.0 (cache) by 6 ms.");
    }

    [Fact]
    public void A_publish_without_an_answer_may_add_its_line_or_not()
    {
        var story = new Story().Publish("D", 0, 1, "dd", "0.9.0").Publish("A", 1, 2, "aa", outcome: OperationOutcome.Unknown);
        story.ReadIndex("B", 3, 4, null, "0.9.0").ReadIndex("B", 5, 6, null, "0.9.0", "1.0.0").Holds(ObjectKind.Index);
    }

    [Fact]
    public void A_publish_without_an_answer_that_the_final_state_shows_as_done_must_have_its_line() => new Story()
        .Publish("A", 1, 2, "aa", outcome: OperationOutcome.Unknown).Settled(5).Read("B", 6, 7, "aa").ReadIndex("B", 8, 9)
        .Breaks(ObjectKind.Index, "B read the index of c as empty at 8 ms although A asked at 1 ms to publish 1.0.0 (aa), which was done, as the final state shows.");
}
