using CsCheck;
using Seatrial.Load.Arrivals;

namespace Seatrial.Load.Tests;

public sealed class ArrivalTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static readonly Gen<RateCurve> Curves = Gen.OneOf(
        Gen.Double[0, 500].Select(rate => RateCurve.Constant(rate, Minute)),
        Gen.Select(Gen.Double[0, 500], Gen.Double[0, 500], (from, to) => RateCurve.Ramp(from, to, Minute)),
        Gen.Select(Gen.Double[0, 500], Gen.Double[0, 500], Gen.Int[2, 9], (from, to, steps) => RateCurve.Steps(from, to, steps, Minute)),
        Gen.Select(Gen.Double[0, 50], Gen.Double[0, 500], Gen.Int[1, 9], (rate, burst, length) =>
            RateCurve.Bursts(rate, burst, TimeSpan.FromSeconds(length), TimeSpan.FromSeconds(13), Minute)),
        Gen.Select(Gen.Double[0, 100], Gen.Double[100, 300], (trough, peak) => RateCurve.Day(trough, peak, Minute)));

    private static readonly Gen<ArrivalPlan> Plans = Gen.Select(Curves, Gen.Enum<Spacing>(), Gen.ULong, (curve, spacing, seed) => new ArrivalPlan(curve, spacing, seed));

    [Fact]
    public void The_union_of_all_shards_is_the_whole_bit_for_bit() => Gen.Select(Plans, Gen.Int[1, 9]).Sample((plan, shards) =>
    {
        var union = Enumerable.Range(0, shards).SelectMany(index => plan.Of(new Shard(index, shards))).OrderBy(arrival => arrival.Ordinal);
        Assert.Equal(plan.Of(Shard.Whole), union);
    }, iter: 60);

    [Fact]
    public void The_parts_of_a_shard_share_it_as_shards_share_a_load() => Gen.Select(Plans, Gen.Int[1, 4], Gen.Int[1, 4]).Sample((plan, shards, parts) =>
    {
        var shard = new Shard(shards - 1, shards);
        var union = Enumerable.Range(0, parts).SelectMany(part => plan.Of(shard.Part(part, parts))).OrderBy(arrival => arrival.Ordinal);
        Assert.Equal(plan.Of(shard), union);
    }, iter: 40);

    [Fact]
    public void Arrivals_are_numbered_in_the_order_of_their_times_and_lie_within_the_load() => Plans.Sample(plan =>
    {
        Arrival[] all = [.. plan.Of(Shard.Whole)];
        Assert.Equal(Enumerable.Range(0, all.Length).Select(ordinal => (long)ordinal), all.Select(arrival => arrival.Ordinal));
        Assert.Equal(all.Order(Comparer<Arrival>.Create((one, other) => one.Nanoseconds.CompareTo(other.Nanoseconds))), all);
        Assert.All(all, arrival => Assert.InRange(arrival.Nanoseconds, 0, 60_000_000_000));
    }, iter: 60);

    [Fact]
    public void Even_arrivals_at_a_constant_rate_lie_in_the_middle_of_their_shares() => Assert.Equal(
        [50_000_000, 150_000_000, 250_000_000],
        new ArrivalPlan(RateCurve.Constant(10, TimeSpan.FromSeconds(0.3)), Spacing.Even, 0).Of(Shard.Whole).Select(arrival => arrival.Nanoseconds));

    [Fact]
    public void Even_arrivals_are_as_many_as_the_area_under_their_curve() => Curves.Sample(curve =>
    {
        var arrivals = new ArrivalPlan(curve, Spacing.Even, 0).Of(Shard.Whole).Count();
        Assert.InRange(arrivals, curve.Count - 0.500001, curve.Count + 0.500001);
    }, iter: 60);

    [Fact]
    public void Arrivals_lie_where_the_rate_is_high() => Curves.Sample(curve =>
    {
        // By a sum of small rectangles, which knows nothing of inverse integrals.
        const double step = 0.0005;
        var area = 0.0;
        var counts = new double[60];
        for (var at = 0; at < 60 / step; at++)
        {
            counts[(int)(at * step)] += curve.RateAt((at + 0.5) * step) * step;
            area += curve.RateAt((at + 0.5) * step) * step;
        }

        Assert.InRange(area, (curve.Count * 0.999) - 1, (curve.Count * 1.001) + 1);
        var arrivals = new ArrivalPlan(curve, Spacing.Even, 0).Of(Shard.Whole).GroupBy(arrival => arrival.Nanoseconds / 1_000_000_000).ToDictionary(group => group.Key, group => group.Count());
        for (var second = 0; second < 60; second++)
            Assert.InRange(arrivals.GetValueOrDefault(second), (counts[second] * 0.99) - 1.5, (counts[second] * 1.01) + 1.5);
    }, iter: 10);

    [Fact]
    public void Poisson_arrivals_have_the_gaps_and_the_counts_of_chance()
    {
        var times = new ArrivalPlan(RateCurve.Constant(1000, TimeSpan.FromSeconds(100)), Spacing.Poisson, 7).Of(Shard.Whole).Select(arrival => arrival.Nanoseconds / 1e9).ToArray();
        // 100,000 are expected; the standard deviation is 316.
        Assert.InRange(times.Length, 98_400, 101_600);
        double[] gaps = [.. times.Zip(times.Skip(1), (one, next) => (next - one) * 1000).Order()];
        // Gaps are exponential: a share of 1/e is longer than the mean, and the distance of the two distributions is that of chance (Kolmogorov-Smirnov, 1 in 10,000).
        var distance = gaps.Select((gap, rank) => Math.Abs(1 - Math.Exp(-gap) - ((rank + 0.5) / gaps.Length))).Max();
        Assert.InRange(distance, 0, 2.2 / Math.Sqrt(gaps.Length));
        // Counts of 10 ms have a variance equal to their mean, whatever the cells that they are drawn in.
        double[] counts = [.. Enumerable.Range(0, 10_000).GroupJoin(times, bin => bin, time => (int)(time * 100), (_, here) => (double)here.Count())];
        var mean = counts.Average();
        Assert.InRange(counts.Average(count => (count - mean) * (count - mean)) / mean, 0.93, 1.07);
    }

    [Fact]
    public void Even_arrivals_have_not()
    {
        var times = new ArrivalPlan(RateCurve.Constant(1000, TimeSpan.FromSeconds(100)), Spacing.Even, 7).Of(Shard.Whole).Select(arrival => arrival.Nanoseconds).ToArray();
        Assert.All(times.Zip(times.Skip(1), (one, next) => next - one), gap => Assert.InRange(gap, 999_990, 1_000_010));
    }

    [Fact]
    public void Another_seed_is_another_load_and_the_same_seed_the_same_one()
    {
        var curve = RateCurve.Constant(100, Minute);
        Assert.Equal(new ArrivalPlan(curve, Spacing.Poisson, 1).Of(Shard.Whole), new ArrivalPlan(curve, Spacing.Poisson, 1).Of(Shard.Whole));
        Assert.NotEqual(new ArrivalPlan(curve, Spacing.Poisson, 1).Of(Shard.Whole), new ArrivalPlan(curve, Spacing.Poisson, 2).Of(Shard.Whole));
    }

    [Fact]
    public void A_plan_is_the_same_on_every_machine_and_in_every_version() => Assert.Equal(
        [4_386_286_387, 4_516_843_420, 5_870_833_042, 6_908_500_062, 7_648_229_059, 7_684_959_827],
        new ArrivalPlan(RateCurve.Ramp(0, 2, TimeSpan.FromSeconds(8)), Spacing.Poisson, 42).Of(Shard.Whole).Select(arrival => arrival.Nanoseconds));

    [Fact]
    public void Curves_follow_each_other()
    {
        var curve = RateCurve.Constant(2, TimeSpan.FromSeconds(2)).Then(RateCurve.Constant(4, TimeSpan.FromSeconds(1)));
        Assert.Equal((3, 8), (curve.Seconds, curve.Count));
        Assert.Equal([0.25, 0.75, 1.25, 1.75, 2.125, 2.375, 2.625, 2.875], new ArrivalPlan(curve, Spacing.Even, 0).Of(Shard.Whole).Select(arrival => arrival.Nanoseconds / 1e9));
    }

    [Fact]
    public void A_rate_below_nothing_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RateCurve.Constant(-1, Minute));

    [Fact]
    public void A_load_without_time_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => RateCurve.Constant(1, TimeSpan.Zero));
}
