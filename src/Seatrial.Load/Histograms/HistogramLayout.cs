using System.Numerics;

namespace Seatrial.Load.Histograms;

/// <summary>
/// The one layout of all histograms, fixed for ever, so that any two of them can be added: nanoseconds, each power of two cut into 128
/// equal buckets. A bucket is at most 1/128 as wide as its values are large, so its middle is off by at most 0.4 %.
/// </summary>
public static class HistogramLayout
{
    /// <summary>Each power of two has 2⁷ buckets.</summary>
    public const int Precision = 7;

    /// <summary>The largest value that is told apart: 73 minutes. Longer ones are counted there.</summary>
    public const long Largest = (1L << 42) - 1;

    /// <summary>How many buckets there are.</summary>
    public const int Buckets = (42 - Precision + 1) << Precision;

    /// <summary>The most by which a quantile can be off, relative to its true value.</summary>
    public const double RelativeError = 1.0 / (2 << Precision);

    /// <summary>The bucket of a value from 0 to <see cref="Largest"/>.</summary>
    internal static int BucketOf(long value)
    {
        var shift = Math.Max(0, BitOperations.Log2((ulong)value | 1) - Precision);
        return (shift << Precision) + (int)(value >> shift);
    }

    /// <summary>The least value of a bucket; for the number of all buckets, the first value beyond them.</summary>
    internal static long Least(int bucket)
    {
        var shift = Math.Max(0, (bucket >> Precision) - 1);
        return (long)(bucket - (shift << Precision)) << shift;
    }

    /// <summary>The middle of a bucket.</summary>
    internal static long Middle(int bucket) => (Least(bucket) + Least(bucket + 1) - 1) / 2;
}
