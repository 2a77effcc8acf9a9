using System.Diagnostics;
using System.Globalization;
using Seatrial.Load.Histograms;

namespace Seatrial.Bench;

/// <summary>Merging 100 shards of an hour: for each of 3,600 seconds the latencies, the uncorrected ones and the lags of 1,000 requests.</summary>
internal static class MergePart
{
    private const int Shards = 100, Seconds = 3600, Kinds = 3, PerSecond = 1000;

    public static void Measure(Dictionary<string, object> figures)
    {
        // One shard's bytes, read a hundred times: they are more than a core's cache holds.
        var random = new Random(1);
        var codes = Enumerable.Range(0, Seconds * Kinds).Select(_ => HistogramCode.Encode(Second(random))).ToArray();
        var start = Stopwatch.GetTimestamp();
        var seconds = Enumerable.Range(0, Seconds).Select(_ => new Histogram()).ToArray();
        var whole = Enumerable.Range(0, Kinds).Select(_ => new Histogram()).ToArray();
        for (var second = 0; second < Seconds; second++)
            for (var shard = 0; shard < Shards; shard++)
                for (var kind = 0; kind < Kinds; kind++)
                    if (!HistogramCode.TryAdd(codes[(second * Kinds) + kind], kind == 0 ? seconds[second] : whole[kind]))
                        throw new InvalidOperationException("A histogram of ours cannot be read.");
        foreach (var one in seconds)
            whole[0].Add(one);
        var taken = Stopwatch.GetElapsedTime(start);
        if (whole.Any(one => one.Count != (long)Shards * Seconds * PerSecond))
            throw new InvalidOperationException("Counts were lost.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"merge: {Shards} shards of {Seconds} s, {Kinds} histograms each, {codes.Average(code => code.Length):0} bytes a histogram: {taken.TotalSeconds:0.00} s"));
        figures["merge_seconds"] = Math.Round(taken.TotalSeconds, 2);
    }

    private static Histogram Second(Random random)
    {
        var histogram = new Histogram();
        for (var i = 0; i < PerSecond; i++)
            histogram.Record((long)(1e6 * Math.Exp(random.NextDouble() + random.NextDouble() + random.NextDouble())));
        return histogram;
    }
}
