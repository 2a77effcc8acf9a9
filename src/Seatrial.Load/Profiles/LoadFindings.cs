using System.Globalization;
using Seatrial.Load.Engines;
using Seatrial.Load.Histograms;
using Seatrial.Load.Recording;
using Seatrial.Load.Sessions;
using Seatrial.Record;

namespace Seatrial.Load.Profiles;

/// <summary>What a load came to, in the events of the record.</summary>
public static class LoadFindings
{
    /// <summary>A second of it.</summary>
    /// <param name="load">The profile's name.</param>
    /// <param name="second">Its number, from 0.</param>
    /// <param name="tally">What was counted.</param>
    public static LoadSecond Second(string load, int second, Tally tally) => new()
    {
        Load = load,
        Second = second,
        Operations = [.. tally.Operations.Index().Where(one => one.Item.Ended > 0).Select(one => new LoadCounts(
            RegistryOperations.Names[one.Index], Endings(one.Item), one.Item.Bytes, Convert.ToBase64String(HistogramCode.Encode(one.Item.Latency))))],
    };

    /// <summary>All of it, held against what had to be kept.</summary>
    public static LoadFinished Whole(LoadProfile profile, LoadResult result)
    {
        var all = new OperationTally();
        foreach (var (number, operation) in result.Whole.Operations.Index())
            if (number != RegistryOperations.Build)
                all.Add(operation);
        LoadObjective[] objectives = [.. Held(profile.Objectives, all)];
        var goodput = all.Good / Math.Max(result.Elapsed.TotalSeconds, 1e-3);
        var verdict = !objectives.All(one => one.Held) ? Verdict.Fail : all.Good == 0 || objectives.Length == 0 ? Verdict.Hollow : Verdict.Pass;
        return new LoadFinished
        {
            Load = profile.Name,
            Verdict = verdict,
            Sentence = Sentence(verdict, objectives, all, goodput),
            End = result.End.ToString().ToLowerInvariant(),
            Milliseconds = result.Elapsed.TotalMilliseconds,
            Goodput = goodput,
            Cpu = result.Cpu.TotalSeconds,
            All = Figures("all", all),
            Operations = [.. result.Whole.Operations.Index().Where(one => one.Item.Ended > 0).Select(one => Figures(RegistryOperations.Names[one.Index], one.Item))],
            Lag = Times(result.Whole.Lag),
            Objectives = objectives,
        };
    }

    private static IEnumerable<LoadObjective> Held(Objectives wanted, OperationTally all)
    {
        foreach (var (name, share, most) in new[] { ("p50", 0.5, wanted.P50), ("p95", 0.95, wanted.P95), ("p99", 0.99, wanted.P99), ("p99.9", 0.999, wanted.P999) })
            if (most is { } limit)
            {
                var actual = all.Latency.At(share) / 1e6;
                // Without an answer there is no latency, and none that was kept.
                yield return new LoadObjective(name, $"at most {Milliseconds(limit)}", all.Latency.Count == 0 ? "no answer" : Milliseconds(actual), all.Latency.Count > 0 && actual <= limit);
            }

        if (wanted.Errors is { } errors)
        {
            var share = all.Ended == 0 ? 1 : 1 - ((double)all.Good / all.Ended);
            yield return new LoadObjective("errors", $"at most {Percent(errors)}", $"{Percent(share)} ({all.Ended - all.Good} of {all.Ended})", share <= errors);
        }
    }

    private static string Sentence(Verdict verdict, LoadObjective[] objectives, OperationTally all, double goodput) => verdict switch
    {
        Verdict.Fail => string.Join("; ", objectives.Where(one => !one.Held).Select(one => $"{one.Name} was {one.Actual}, {one.Expected} was wanted")) + ".",
        Verdict.Hollow => all.Good == 0 ? "Nothing was answered well, so nothing was shown." : "No objective was set, so nothing was shown.",
        _ => string.Create(CultureInfo.InvariantCulture, $"All {objectives.Length} objectives were kept at {goodput:0.#} good answers a second."),
    };

    private static LoadFigures Figures(string name, OperationTally tally) => new(
        name, Endings(tally), tally.Good, tally.Bytes, tally.Retried, Times(tally.Latency), Times(tally.Uncorrected), Times(tally.Failures));

    private static Dictionary<string, long> Endings(OperationTally tally) =>
        Recording.Endings.All.Where(ending => tally[ending] > 0).ToDictionary(ending => ending.Word, ending => tally[ending]);

    private static LoadTimes Times(Histogram times) => new(
        times.Count, At(times, 0.5), At(times, 0.95), At(times, 0.99), At(times, 0.999), Rounded(times.Max), Rounded(times.Mean), Convert.ToBase64String(HistogramCode.Encode(times)));

    private static double At(Histogram times, double share) => Rounded(times.At(share));

    private static double Rounded(double nanoseconds) => Math.Round(nanoseconds / 1e6, 4);

    private static string Milliseconds(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:0.###} ms");

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.###} %");
}
