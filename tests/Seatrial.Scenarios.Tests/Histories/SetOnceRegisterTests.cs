using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class SetOnceRegisterTests
{
    [Fact]
    public void A_version_that_is_absent_after_its_publish_was_acknowledged_is_a_breach() => new Story()
        .Publish("A", 8, 10.1, "aa").Read("B", 12.4, 13, null)
        .Breaks(ObjectKind.Version, "B read version 1.0.0 of c as absent at 12.4 ms although A was told at 10.1 ms that version 1.0.0 was published.");

    [Fact]
    public void A_version_that_is_absent_while_it_is_published_is_none() => new Story()
        .Publish("A", 8, 10.1, "aa").Read("B", 10.1, 13, null).Read("C", 14, 15, "aa").Holds(ObjectKind.Version);

    [Fact]
    public void A_version_that_goes_away_after_somebody_saw_it_is_a_breach() => new Story()
        .Publish("A", 1, 20, "aa").Read("B", 2, 3, "aa").Read("C", 4, 5, null)
        .Breaks(ObjectKind.Version, "C read version 1.0.0 of c as absent at 4 ms although B read version 1.0.0 of c with checksum aa by 3 ms.");

    [Fact]
    public void Two_acknowledged_publishes_of_different_bytes_are_a_breach() => new Story()
        .Publish("A", 1, 5, "aa").Publish("B", 2, 6, "bb").Read("C", 7, 8, "aa")
        .Breaks(ObjectKind.Version,
            "B was told at 6 ms that version 1.0.0 was published although A was told at 5 ms that version 1.0.0 was published, and only one of the checksums aa and bb can be.");

    [Fact]
    public void One_of_two_publishes_that_is_refused_as_there_already_is_none() => new Story()
        .Publish("A", 1, 5, "aa").Publish("B", 2, 6, "bb", outcome: OperationOutcome.Conflict).Read("C", 7, 8, "aa").Holds(ObjectKind.Version);

    [Fact]
    public void The_same_bytes_acknowledged_twice_are_none() => new Story()
        .Publish("A", 1, 5, "aa").Publish("B", 2, 6, "aa").Read("C", 7, 8, "aa").Holds(ObjectKind.Version);

    [Fact]
    public void Other_bytes_than_those_that_were_published_are_a_breach() => new Story()
        .Publish("A", 1, 5, "aa").Publish("C", 1, 5, "bb", outcome: OperationOutcome.Unknown).Download("B", 7, 8, "bb")
        .Breaks(ObjectKind.Version,
            "B downloaded version 1.0.0 of c with checksum bb by 8 ms although A was told at 5 ms that version 1.0.0 was published, and only one of the checksums aa and bb can be.");

    [Fact]
    public void A_version_that_nobody_can_have_published_is_a_breach() => new Story()
        .Publish("A", 1, 5, "aa", outcome: OperationOutcome.Refused).Read("B", 7, 8, "aa")
        .Breaks(ObjectKind.Version, "B read version 1.0.0 of c with checksum aa at 7 ms although nobody can have published that.");

    [Fact]
    public void A_version_whose_publish_was_never_answered_may_be_there() => new Story()
        .Publish("A", 1, double.PositiveInfinity, "aa", outcome: OperationOutcome.Unknown)
        .Publish("C", 2, 3, "bb", outcome: OperationOutcome.Conflict).Publish("D", 9, 10, "aa").Read("B", 7, 8, "aa").Holds(ObjectKind.Version);

    [Fact]
    public void A_refusal_as_there_already_when_nobody_can_have_published_it_is_a_breach() => new Story()
        .Publish("A", 1, 5, "aa", outcome: OperationOutcome.Conflict)
        .Breaks(ObjectKind.Version, "A, who asked at 1 ms, was told that version 1.0.0 was there already although nobody can have published it.");

    [Fact]
    public void A_version_that_is_seen_before_anybody_asked_to_publish_it_is_a_breach() => new Story()
        .Read("B", 1, 3, "aa").Publish("A", 5, 6, "aa")
        .Breaks(ObjectKind.Version, "B read version 1.0.0 of c with checksum aa by 3 ms although A asked to publish it only at 5 ms.");

    [Fact]
    public void A_cache_may_lag() => new Story()
        .Publish("A", 1, 5, "aa").Read("B", 7, 8, null, Story.Cache).Read("B", 9, 10, "aa", Story.Cache).Holds(ObjectKind.Version);

    [Fact]
    public void A_cache_that_goes_back_is_a_breach_when_it_promises_not_to() => new Story()
        .Publish("A", 1, 5, "aa").Read("B", 7, 8, "aa", Story.Cache).Read("B", 9, 10, null, Story.Cache)
        .Breaks(ObjectKind.Version, "B read version 1.0.0 of c as absent (cache) at 9 ms although B read version 1.0.0 of c with checksum aa (cache) by 8 ms.");

    [Fact]
    public void A_cache_that_goes_back_is_none_when_it_promises_nothing_or_to_somebody_else() => new Story()
        .Publish("A", 1, 5, "aa").Read("B", 7, 8, "aa", Story.Mirror).Read("B", 9, 10, null, Story.Mirror)
        .Read("C", 7, 8, "aa", Story.Cache).Read("D", 9, 10, null, Story.Cache).Holds(ObjectKind.Version);

    [Fact]
    public void A_version_that_appears_after_the_registry_had_come_to_rest_is_a_breach() => new Story()
        .Publish("A", 1, double.PositiveInfinity, "aa", outcome: OperationOutcome.Unknown).Settled(10).Read("B", 11, 12, null).Read("B", 13, 14, "aa")
        .Breaks(ObjectKind.Version,
            "B read version 1.0.0 of c with checksum aa by 14 ms although B read version 1.0.0 of c as absent at 11 ms, when nothing was under way any more.");

    [Fact]
    public void A_version_that_appears_before_it_had_come_to_rest_is_none() => new Story()
        .Publish("A", 1, double.PositiveInfinity, "aa", outcome: OperationOutcome.Unknown).Settled(12.5).Read("B", 11, 12, null)
        .Read("B", 13, 14, "aa").Holds(ObjectKind.Version);
}
