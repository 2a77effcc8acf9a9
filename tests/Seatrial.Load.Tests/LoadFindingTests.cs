using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Histograms;
using Seatrial.Load.Profiles;
using Seatrial.Load.Recording;
using Seatrial.Load.Sessions;
using Seatrial.Record;

namespace Seatrial.Load.Tests;

public sealed class LoadFindingTests
{
    [Fact]
    public void Objectives_that_are_kept_are_a_pass()
    {
        var found = Found(new Objectives { P99 = 30, Errors = 0.02 }, (Ending.Ok, 10, 99), (Ending.ServerError, 1, 1));
        Assert.Equal(Verdict.Pass, found.Verdict);
        Assert.Equal(["at most 2 %", "1 % (1 of 100)"], [found.Objectives[1].Expected, found.Objectives[1].Actual]);
    }

    [Fact]
    public void One_that_is_not_kept_is_a_failure_that_says_so()
    {
        var found = Found(new Objectives { P50 = 30, P99 = 30 }, (Ending.Ok, 10, 98), (Ending.Ok, 50, 2));
        Assert.Equal(Verdict.Fail, found.Verdict);
        Assert.Equal("p99 was 49.938 ms, at most 30 ms was wanted.", found.Sentence);
    }

    [Fact]
    public void Too_many_errors_are_a_failure_however_fast_they_came() =>
        Assert.Equal(Verdict.Fail, Found(new Objectives { P99 = 30, Errors = 0.02 }, (Ending.Ok, 10, 97), (Ending.Unavailable, 1, 3)).Verdict);

    [Fact]
    public void Fast_failures_do_not_make_a_registry_look_fast() =>
        Assert.Equal(Verdict.Fail, Found(new Objectives { P50 = 30 }, (Ending.Ok, 50, 10), (Ending.Unavailable, 1, 90)).Verdict);

    [Fact]
    public void Waits_that_were_given_up_count_as_latency() =>
        Assert.Equal(Verdict.Fail, Found(new Objectives { P95 = 30 }, (Ending.Ok, 10, 90), (Ending.Timeout, 10_000, 10)).Verdict);

    [Fact]
    public void A_load_without_a_good_answer_keeps_no_latency() =>
        Assert.Equal(Verdict.Fail, Found(new Objectives { P99 = 30 }, (Ending.Refused, 1, 100)).Verdict);

    [Fact]
    public void A_load_without_objectives_shows_nothing() => Assert.Equal(Verdict.Hollow, Found(new Objectives(), (Ending.Ok, 10, 100)).Verdict);

    [Fact]
    public void Whole_builds_are_shown_and_do_not_count_as_requests()
    {
        var whole = new Tally(RegistryOperations.Names.Count);
        whole.Operations[RegistryOperations.Index].End(Ending.Ok, 1_000_000, 1_000_000);
        whole.Operations[RegistryOperations.Build].End(Ending.Ok, 900_000_000, 900_000_000);
        var found = LoadFindings.Whole(Profile(new Objectives { P99 = 30 }), new LoadResult(whole, TimeSpan.FromSeconds(1), LoadEnd.Done, TimeSpan.Zero));
        Assert.Equal((Verdict.Pass, 1), (found.Verdict, found.All.Ended));
        Assert.Equal(["index", "build"], found.Operations.Select(one => one.Operation));
    }

    [Fact]
    public void A_second_holds_all_that_was_counted()
    {
        var tally = new Tally(RegistryOperations.Names.Count);
        tally.Operations[RegistryOperations.Index].End(Ending.NotModified, 7_000_000, 5_000_000);
        tally.Operations[RegistryOperations.Index].End(Ending.Throttled, 1_000_000, 1_000_000);
        var counts = Assert.Single(LoadFindings.Second("x", 4, tally).Operations);
        Assert.Equal(("index", 1, 1), (counts.Operation, counts.Endings["not-modified"], counts.Endings["throttled"]));
        var read = new Histogram();
        Assert.True(HistogramCode.TryAdd(Convert.FromBase64String(counts.Latency), read));
        Assert.Equal((1, 7_000_000), (read.Count, read.Max));
    }

    private static LoadFinished Found(Objectives objectives, params (Ending Ending, double Milliseconds, int Times)[] ended)
    {
        var whole = new Tally(RegistryOperations.Names.Count);
        foreach (var (ending, milliseconds, times) in ended)
            for (var i = 0; i < times; i++)
                whole.Operations[RegistryOperations.Index].End(ending, (long)(milliseconds * 1e6), (long)(milliseconds * 1e6));
        return LoadFindings.Whole(Profile(objectives), new LoadResult(whole, TimeSpan.FromSeconds(10), LoadEnd.Done, TimeSpan.Zero));
    }

    private static LoadProfile Profile(Objectives objectives) => new()
    {
        Name = "x",
        Description = "x",
        Curve = RateCurve.Constant(1, TimeSpan.FromSeconds(1)),
        Spacing = Spacing.Even,
        Mix = new SessionMix(1, 0, 0, 0),
        Crates = 1,
        Limits = new LoadLimits(),
        Objectives = objectives,
    };
}
