using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class ResolutionTests
{
    private const OperationOutcome Unknown = OperationOutcome.Unknown;

    private static IEnumerable<bool?> Done(Story story) => Resolution.Of(story.ToHistory()).Operations
        .Where(operation => operation.Outcome == Unknown).Select(operation => operation.Done);

    [Fact]
    public void A_publish_whose_checksum_is_there_in_the_end_was_done_and_others_were_not() => Assert.Equal(
        [true, false], Done(new Story().Publish("A", 1, 2, "aa", outcome: Unknown).Publish("B", 1, 2, "bb", outcome: Unknown).Settled(5).Read("C", 6, 7, "aa")));

    [Fact]
    public void A_publish_of_a_version_that_is_absent_in_the_end_was_not_done() => Assert.Equal(
        [false], Done(new Story().Publish("A", 1, 2, "aa", outcome: Unknown).Settled(5).Read("C", 6, 7, null)));

    [Fact]
    public void Which_of_two_publishes_of_the_same_bytes_was_done_stays_open() => Assert.Equal(
        [null, null], Done(new Story().Publish("A", 1, 2, "aa", outcome: Unknown).Publish("B", 1, 2, "aa", outcome: Unknown).Settled(5).Read("C", 6, 7, "aa")));

    [Fact]
    public void Final_reads_that_differ_and_caches_resolve_nothing()
    {
        Assert.Equal([null], Done(new Story().Publish("A", 1, 2, "aa", outcome: Unknown).Settled(5).Read("C", 6, 7, "aa").Read("C", 8, 9, null)));
        Assert.Equal([null], Done(new Story().Publish("A", 1, 2, "aa", outcome: Unknown).Settled(5).Read("C", 6, 7, null, Story.Cache)));
    }

    [Fact]
    public void Without_a_time_of_rest_nothing_is_resolved() => Assert.Equal(
        [null], Done(new Story().Publish("A", 1, 2, "aa", outcome: Unknown).Read("C", 6, 7, "aa")));

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, null)]
    [InlineData(3, true)]
    public void Downloads_without_an_answer_were_all_counted_or_none_or_it_stays_open(int count, bool? done) => Assert.Equal(
        [done, done], Done(new Story().Download("A", 1, 2).Download("B", 1, 2, outcome: Unknown).Download("C", 1, 2, outcome: Unknown).Settled(5).ReadCount("D", 6, 7, count)));
}
