using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class BooleanRegisterTests
{
    [Fact]
    public void A_yank_that_is_not_seen_after_it_was_acknowledged_is_a_breach() => new Story()
        .Yank("A", 1, 3).ReadYanked("B", 4, 5, false)
        .Breaks(ObjectKind.YankFlag, "B read version 1.0.0 of c as not yanked at 4 ms although A was told at 3 ms that version 1.0.0 was yanked.");

    [Fact]
    public void A_yank_that_is_not_seen_while_it_is_under_way_is_none() => new Story()
        .Yank("A", 1, 4).ReadYanked("B", 4, 5, false).ReadYanked("B", 6, 7, true).Holds(ObjectKind.YankFlag);

    [Fact]
    public void A_yank_that_is_lost_between_others_is_a_breach_of_those_that_matter() => new Story()
        .Yank("A", 1, 2).Yank("A", 3, 4, yanks: false).ReadYanked("C", 5, 6, false).Yank("A", 7, 8).Yank("C", 20, 21).ReadYanked("B", 9, 10, false)
        .Breaks(ObjectKind.YankFlag, "B read version 1.0.0 of c as not yanked at 9 ms although A was told at 8 ms that version 1.0.0 was yanked.");

    [Fact]
    public void A_yank_that_an_unyank_may_have_followed_is_none() => new Story()
        .Yank("A", 1, 4).Yank("C", 2, 3, yanks: false).ReadYanked("B", 5, 6, false).Holds(ObjectKind.YankFlag);

    [Fact]
    public void What_two_readers_saw_in_opposite_orders_is_a_breach() => new Story()
        .Yank("A", 1, 10).ReadYanked("B", 2, 3, true).ReadYanked("C", 4, 5, false)
        .Breaks(ObjectKind.YankFlag, "C read version 1.0.0 of c as not yanked at 4 ms although B read version 1.0.0 of c as yanked by 3 ms.");

    [Fact]
    public void What_two_readers_saw_in_one_order_is_none() => new Story()
        .Yank("A", 1, 10).ReadYanked("C", 2, 3, false).ReadYanked("B", 4, 5, true).Holds(ObjectKind.YankFlag);

    [Fact]
    public void A_flag_that_turns_more_often_than_there_are_writes_is_a_breach()
    {
        var verdict = new Story().Yank("A", 1, 20).Yank("D", 1, 20, yanks: false)
            .ReadYanked("B", 2, 3, true).ReadYanked("B", 4, 5, false).ReadYanked("B", 6, 7, true).The(ObjectKind.YankFlag);
        Assert.Equal(Decision.Broken, verdict.Decision);
        Assert.Equal(3, verdict.Counterexample.Count(operation => operation.Act == Act.ReadYanked));
    }

    [Fact]
    public void A_flag_that_turns_as_often_as_there_are_writes_is_none() => new Story()
        .Yank("A", 1, 20).Yank("C", 1, 20).Yank("D", 1, 20, yanks: false)
        .ReadYanked("B", 2, 3, true).ReadYanked("B", 4, 5, false).ReadYanked("B", 6, 7, true).Holds(ObjectKind.YankFlag);

    [Fact]
    public void A_yank_without_an_answer_may_come_late() => new Story()
        .Yank("A", 1, 2, outcome: OperationOutcome.Unknown).Yank("C", 3, 4, yanks: false).ReadYanked("B", 5, 6, true).Holds(ObjectKind.YankFlag);

    [Fact]
    public void A_yank_without_an_answer_that_comes_after_the_registry_had_come_to_rest_is_a_breach()
    {
        var verdict = new Story().Yank("A", 1, 2, outcome: OperationOutcome.Unknown).Yank("C", 3, 4, yanks: false).Settled(10)
            .ReadYanked("B", 11, 12, false).ReadYanked("B", 13, 14, true).The(ObjectKind.YankFlag);
        Assert.Equal(Decision.Broken, verdict.Decision);
    }

    [Fact]
    public void A_yank_that_was_refused_is_not_seen_by_anybody() => new Story()
        .Yank("A", 1, 2, outcome: OperationOutcome.Refused).Yank("C", 3, 4, yanks: false).ReadYanked("B", 5, 6, true)
        .Breaks(ObjectKind.YankFlag, "B read version 1.0.0 of c as yanked at 5 ms although nobody can have done that by then.");

    [Fact]
    public void A_mirror_may_show_an_old_flag_but_none_that_never_was()
    {
        new Story().Yank("A", 1, 2).ReadYanked("B", 5, 6, false, Story.Mirror).Holds(ObjectKind.YankFlag);
        new Story().Yank("A", 1, 2, yanks: false).ReadYanked("B", 5, 6, true, Story.Mirror)
            .Breaks(ObjectKind.YankFlag, "B read version 1.0.0 of c as yanked (mirror) at 5 ms although nobody can have done that by then.");
    }

    [Fact]
    public void An_owner_who_is_still_there_after_a_removal_is_a_breach() => new Story()
        .AddOwner("A", 0, 1, "ann").AddOwner("A", 2, 3, "bob").RemoveOwner("A", 4, 5, "bob").ReadOwners("B", 6, 7, "ann", "bob")
        .Owner("bob", "B read the owners of c as ann, bob at 6 ms although A was told at 5 ms that bob was removed from the owners.");

    [Fact]
    public void An_owner_who_is_gone_after_a_removal_is_none() => new Story()
        .AddOwner("A", 0, 1, "ann").AddOwner("A", 2, 3, "bob").RemoveOwner("A", 4, 5, "bob").ReadOwners("B", 6, 7, "ann").Owner("bob", null);

    [Fact]
    public void More_writes_at_once_than_a_state_has_places_for_are_not_decided()
    {
        var story = new Story().ReadYanked("R", 5, 6, true);
        for (var writer = 0; writer <= BooleanRegister.MostWritesUnderWay; writer++)
            story.Yank($"W{writer}", 1, 10);
        var verdict = story.The(ObjectKind.YankFlag);
        Assert.Equal(Decision.NotDecided, verdict.Decision);
        Assert.Equal("The yank flag c 1.0.0 was not decided: More than 64 writes were under way at once.", verdict.Sentence);
    }

    [Fact]
    public void As_many_writes_at_once_as_there_are_places_are_decided()
    {
        var story = new Story().ReadYanked("R", 5, 6, true);
        for (var writer = 0; writer < BooleanRegister.MostWritesUnderWay; writer++)
            story.Yank($"W{writer}", 1, 10);
        story.Holds(ObjectKind.YankFlag);
    }
}

internal static class OwnerStories
{
    /// <summary>What came of one user's ownership: held when the sentence is null.</summary>
    public static void Owner(this Story story, string user, string? sentence)
    {
        var verdict = Assert.Single(HistoryCheck.Of(story.ToHistory()), verdict => verdict.Kind == ObjectKind.Owner && verdict.Key.User == user);
        Assert.Equal((sentence is null ? Decision.Held : Decision.Broken, sentence ?? ""), (verdict.Decision, verdict.Sentence));
    }
}
