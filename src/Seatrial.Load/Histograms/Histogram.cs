using System.Runtime.CompilerServices;

namespace Seatrial.Load.Histograms;

/// <summary>
/// How often which time was measured, in whole counts over a fixed layout. Adding two loses nothing: the histogram of many generators is
/// the one that a single generator would have made. It takes 37 KB however long it counts. For one thread at a time.
/// </summary>
public sealed class Histogram
{
    private readonly long[] _counts = new long[HistogramLayout.Buckets];

    /// <summary>How many were counted.</summary>
    public long Count { get; private set; }

    /// <summary>The least of them in nanoseconds, exactly; 0 when there is none.</summary>
    public long Min => Count == 0 ? 0 : _min;

    /// <summary>The largest of them in nanoseconds, exactly; 0 when there is none.</summary>
    public long Max { get; private set; }

    /// <summary>All of them together, in nanoseconds, exactly.</summary>
    public long Sum { get; private set; }

    /// <summary>Their mean in nanoseconds; 0 when there is none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    private long _min = long.MaxValue;

    /// <summary>Counts a time in nanoseconds. One below 0 is 0, and one beyond the layout is its largest.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Record(long nanoseconds)
    {
        var value = Math.Clamp(nanoseconds, 0, HistogramLayout.Largest);
        _counts[HistogramLayout.BucketOf(value)]++;
        Count++;
        Sum += value;
        if (value < _min)
            _min = value;
        if (value > Max)
            Max = value;
    }

    /// <summary>Counts all that another one counted.</summary>
    public void Add(Histogram other)
    {
        if (other.Count == 0)
            return;
        for (var bucket = HistogramLayout.BucketOf(other._min); bucket <= HistogramLayout.BucketOf(other.Max); bucket++)
            _counts[bucket] += other._counts[bucket];
        Meet(other.Count, other._min, other.Max, other.Sum);
    }

    /// <summary>
    /// The time that a share of all did not exceed, in nanoseconds: the middle of its bucket, so at most
    /// <see cref="HistogramLayout.RelativeError"/> off. 0 when there is none.
    /// </summary>
    /// <param name="share">From 0 to 1; 0.99 is the 99th percentile.</param>
    public long At(double share)
    {
        if (Count == 0)
            return 0;
        var rank = Math.Clamp((long)Math.Ceiling(share * Count), 1, Count);
        if (rank == Count)
            return Max;
        var bucket = HistogramLayout.BucketOf(_min);
        for (var seen = _counts[bucket]; seen < rank; seen += _counts[bucket])
            bucket++;
        return Math.Clamp(HistogramLayout.Middle(bucket), _min, Max);
    }

    /// <summary>How many took longer than a time; exact at the borders of buckets, and else as if its bucket's were all below.</summary>
    public long Above(long nanoseconds)
    {
        if (Count == 0 || nanoseconds >= Max)
            return 0;
        var above = 0L;
        for (var bucket = HistogramLayout.BucketOf(Math.Max(0, nanoseconds)) + 1; bucket <= HistogramLayout.BucketOf(Max); bucket++)
            above += _counts[bucket];
        return above;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        if (Count == 0)
            return;
        var least = HistogramLayout.BucketOf(_min);
        Array.Clear(_counts, least, HistogramLayout.BucketOf(Max) - least + 1);
        (Count, Max, Sum, _min) = (0, 0, 0, long.MaxValue);
    }

    /// <summary>The count of a bucket.</summary>
    internal long this[int bucket] => _counts[bucket];

    /// <summary>Counts so many in one bucket; the caller meets their sums afterwards.</summary>
    internal void AddTo(int bucket, long count) => _counts[bucket] += count;

    /// <summary>Takes over the sums of what was counted into buckets.</summary>
    internal void Meet(long count, long min, long max, long sum)
    {
        (Count, Sum) = (Count + count, Sum + sum);
        (_min, Max) = (Math.Min(_min, min), Math.Max(Max, max));
    }
}
