using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

public sealed class BoundedCounterTests
{
    private static Story TwoDownloads => new Story().Publish("A", 0, 0.5, "aa").Download("A", 1, 2).Download("B", 3, 4);

    [Fact]
    public void A_count_below_what_was_acknowledged_is_a_breach() => TwoDownloads.ReadCount("C", 5, 6, 1)
        .Breaks(ObjectKind.Downloads, "C read 1 download of version 1.0.0 of c at 5 ms although at least 2 must have been counted before.");

    [Fact]
    public void A_count_above_what_was_asked_for_is_a_breach() => TwoDownloads.ReadCount("C", 5, 6, 3)
        .Breaks(ObjectKind.Downloads, "C read 3 downloads of version 1.0.0 of c at 5 ms although at most 2 can have been counted by 6 ms.");

    [Fact]
    public void A_count_of_what_was_acknowledged_is_none() => TwoDownloads.ReadCount("C", 5, 6, 2).Holds(ObjectKind.Downloads);

    [Fact]
    public void A_download_without_an_answer_may_be_counted_or_not()
    {
        TwoDownloads.Download("D", 1, 2, outcome: OperationOutcome.Unknown).ReadCount("C", 5, 6, 2).Holds(ObjectKind.Downloads);
        TwoDownloads.Download("D", 1, 2, outcome: OperationOutcome.Unknown).ReadCount("C", 5, 6, 3).Holds(ObjectKind.Downloads);
    }

    [Fact]
    public void A_download_without_an_answer_that_is_counted_twice_is_a_breach() => Assert.Equal(Decision.Broken,
        TwoDownloads.Download("D", 1, 2, outcome: OperationOutcome.Unknown).ReadCount("C", 5, 6, 4).The(ObjectKind.Downloads).Decision);

    [Fact]
    public void A_download_that_found_nothing_and_is_counted_is_a_breach() => Assert.Equal(Decision.Broken,
        TwoDownloads.Download("D", 0.1, 0.2, checksum: null).ReadCount("C", 5, 6, 3).The(ObjectKind.Downloads).Decision);

    [Fact]
    public void A_count_that_goes_back_is_a_breach() => new Story()
        .Publish("A", 0, 0.5, "aa").Download("A", 1, 20).Download("B", 1, 20).ReadCount("C", 2, 3, 2).ReadCount("D", 4, 5, 1)
        .Breaks(ObjectKind.Downloads, "D read 1 download of version 1.0.0 of c at 4 ms although at least 2 must have been counted before.");

    [Fact]
    public void A_count_that_goes_on_is_none() => new Story()
        .Publish("A", 0, 0.5, "aa").Download("A", 1, 20).Download("B", 1, 20).ReadCount("C", 2, 3, 1).ReadCount("D", 4, 5, 2).Holds(ObjectKind.Downloads);

    [Fact]
    public void A_count_that_is_gathered_later_may_lag_but_not_go_back()
    {
        TwoDownloads.ReadCount("C", 5, 6, 0, Story.Cache).ReadCount("C", 7, 8, 2, Story.Cache).Holds(ObjectKind.Downloads);
        TwoDownloads.ReadCount("C", 5, 6, 2, Story.Cache).ReadCount("C", 7, 8, 1, Story.Cache).Breaks(ObjectKind.Downloads,
            "C read 1 download of version 1.0.0 of c (cache) at 7 ms although C read 2 downloads of version 1.0.0 of c (cache) by 6 ms.");
    }

    [Fact]
    public void A_count_below_nothing_is_a_breach() => Assert.Equal(Decision.Broken, TwoDownloads.ReadCount("C", 5, 6, -1).The(ObjectKind.Downloads).Decision);
}
