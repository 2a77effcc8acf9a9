namespace Seatrial.Load.Histograms;

/// <summary>
/// A histogram in few bytes: count, least, largest and sum, then each bucket that has a count, as its distance from the one before and the
/// count, all as base-128 numbers with the low digits first. A second of a load takes some hundred bytes.
/// </summary>
public static class HistogramCode
{
    /// <summary>The bytes of a histogram; an empty one has none.</summary>
    public static byte[] Encode(Histogram histogram)
    {
        if (histogram.Count == 0)
            return [];
        var bytes = new List<byte>(256);
        Put(bytes, histogram.Count);
        Put(bytes, histogram.Min);
        Put(bytes, histogram.Max);
        Put(bytes, histogram.Sum);
        var last = 0;
        for (var bucket = HistogramLayout.BucketOf(histogram.Min); bucket <= HistogramLayout.BucketOf(histogram.Max); bucket++)
            if (histogram[bucket] is > 0 and var count)
            {
                Put(bytes, bucket - last);
                Put(bytes, count);
                last = bucket;
            }

        return [.. bytes];
    }

    /// <summary>Adds what the bytes of a histogram hold.</summary>
    /// <returns>False when they are none: cut, beyond the layout, or with counts that do not add up. The sum is then worthless.</returns>
    public static bool TryAdd(ReadOnlySpan<byte> bytes, Histogram sum)
    {
        if (bytes.IsEmpty)
            return true;
        if (!(Take(ref bytes, out var count) && Take(ref bytes, out var min) && Take(ref bytes, out var max) && Take(ref bytes, out var total)))
            return false;
        if (count < 1 || min > max || max > HistogramLayout.Largest)
            return false;
        var (bucket, first, last, counted) = (0, HistogramLayout.BucketOf(min), HistogramLayout.BucketOf(max), 0L);
        for (var at = 0; at < bytes.Length;)
        {
            long distance, here;
            // Almost all numbers are below 128, and merging shards reads hundreds of millions of them.
            if (at + 1 < bytes.Length && (bytes[at] | bytes[at + 1]) < 0x80)
            {
                (distance, here) = (bytes[at], bytes[at + 1]);
                at += 2;
            }
            else
            {
                var rest = bytes[at..];
                if (!(Take(ref rest, out distance) && Take(ref rest, out here)))
                    return false;
                at = bytes.Length - rest.Length;
            }

            // The least and the largest of a whole histogram hold the rest within the layout.
            if (distance > last - bucket || (bucket += (int)distance) < first || here > count - counted)
                return false;
            sum.AddTo(bucket, here);
            counted += here;
        }

        sum.Meet(count, min, max, total);
        return counted == count && bucket == last;
    }

    private static void Put(List<byte> bytes, long number)
    {
        var rest = (ulong)number;
        for (; rest > 0x7F; rest >>= 7)
            bytes.Add((byte)(rest | 0x80));
        bytes.Add((byte)rest);
    }

    private static bool Take(ref ReadOnlySpan<byte> bytes, out long number)
    {
        number = 0;
        for (var i = 0; i < bytes.Length && i < 9; i++)
        {
            number |= (long)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] >= 0x80)
                continue;
            bytes = bytes[(i + 1)..];
            return true;
        }

        return false;
    }
}
