using CsCheck;
using Seatrial.Load.Histograms;

namespace Seatrial.Load.Tests;

public sealed class HistogramTests
{
    private static readonly Gen<long> Times = Gen.Select(Gen.Int[0, 42], Gen.Long, (bits, value) => value & ((1L << bits) - 1));
    private static readonly Gen<long[]> Many = Times.Array[1, 300];

    [Fact]
    public void Every_value_lies_in_its_bucket_and_buckets_follow_each_other() => Times.Sample(value =>
    {
        var bucket = HistogramLayout.BucketOf(value);
        Assert.InRange(value, HistogramLayout.Least(bucket), HistogramLayout.Least(bucket + 1) - 1);
        Assert.Equal(bucket, HistogramLayout.BucketOf(HistogramLayout.Least(bucket)));
    });

    [Fact]
    public void The_layout_ends_with_its_largest_value()
    {
        Assert.Equal(HistogramLayout.Buckets - 1, HistogramLayout.BucketOf(HistogramLayout.Largest));
        Assert.Equal(HistogramLayout.Largest + 1, HistogramLayout.Least(HistogramLayout.Buckets));
    }

    [Fact]
    public void A_quantile_is_within_the_promised_error_of_the_true_one() => Gen.Select(Many, Gen.Double[0, 1]).Sample((values, share) =>
    {
        var truth = values.Order().ElementAt(Math.Clamp((int)Math.Ceiling(share * values.Length) - 1, 0, values.Length - 1));
        Assert.InRange(Of(values).At(share), truth * (1 - HistogramLayout.RelativeError) - 1, (truth * (1 + HistogramLayout.RelativeError)) + 1);
    });

    [Fact]
    public void Count_least_largest_and_sum_are_exact() => Many.Sample(values =>
    {
        var histogram = Of(values);
        Assert.Equal((values.Length, values.Min(), values.Max(), values.Sum()), (histogram.Count, histogram.Min, histogram.Max, histogram.Sum));
    });

    [Fact]
    public void Merged_shards_are_the_histogram_of_one_recorder_bit_for_bit() => Gen.Select(Many, Gen.Int[1, 9]).Sample((values, shards) =>
    {
        var merged = new Histogram();
        for (var shard = 0; shard < shards; shard++)
            merged.Add(Of(values.Where((_, at) => at % shards == shard)));
        Assert.Equal(HistogramCode.Encode(Of(values)), HistogramCode.Encode(merged));
    });

    [Fact]
    public void A_merge_that_loses_a_sample_is_seen() => Assert.NotEqual(HistogramCode.Encode(Of([1, 2, 3])), HistogramCode.Encode(Of([1, 3])));

    [Fact]
    public void What_was_encoded_is_read_again() => Many.Sample(values =>
    {
        var read = new Histogram();
        Assert.True(HistogramCode.TryAdd(HistogramCode.Encode(Of(values)), read));
        Assert.Equal(HistogramCode.Encode(Of(values)), HistogramCode.Encode(read));
    });

    [Fact]
    public void Bytes_that_were_cut_are_refused() => Many.Sample(values =>
    {
        var code = HistogramCode.Encode(Of(values));
        for (var length = 1; length < code.Length; length++)
            Assert.False(HistogramCode.TryAdd(code.AsSpan(0, length), new Histogram()));
    }, iter: 100);

    [Fact]
    public void Any_bytes_are_read_or_refused_and_never_reach_beyond_the_layout() =>
        Gen.Byte.Array[0, 64].Sample(bytes => { _ = HistogramCode.TryAdd(bytes, new Histogram()); });

    [Fact]
    public void What_is_beyond_the_layout_counts_as_its_largest()
    {
        var histogram = Of([long.MaxValue, -5]);
        Assert.Equal((0, HistogramLayout.Largest), (histogram.Min, histogram.Max));
    }

    [Fact]
    public void A_cleared_one_is_as_new()
    {
        var histogram = Of([1, 1_000_000, 5_000_000_000]);
        histogram.Clear();
        Assert.Equal((0, 0, 0, 0), (histogram.Count, histogram.Max, histogram.Sum, histogram.At(0.5)));
        histogram.Record(7);
        Assert.Equal(HistogramCode.Encode(Of([7])), HistogramCode.Encode(histogram));
    }

    [Fact]
    public void It_tells_how_many_took_longer()
    {
        var histogram = Of([1_000_000, 2_000_000, 3_000_000]);
        Assert.Equal((3, 2, 1, 0), (histogram.Above(0), histogram.Above(1_500_000), histogram.Above(2_500_000), histogram.Above(3_000_000)));
    }

    private static Histogram Of(IEnumerable<long> values)
    {
        var histogram = new Histogram();
        foreach (var value in values)
            histogram.Record(value);
        return histogram;
    }
}
