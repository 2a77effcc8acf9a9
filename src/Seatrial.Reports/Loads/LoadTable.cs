using System.Globalization;
using Seatrial.Record;

namespace Seatrial.Reports.Loads;

/// <summary>What reports say of a load: a row for each operation, and the sentences around them.</summary>
internal static class LoadTable
{
    /// <summary>The heads of the columns; times are in milliseconds.</summary>
    public static IReadOnlyList<string> Heads { get; } = ["Operation", "Ended", "Went wrong", "p50", "p95", "p99", "p99.9", "max", "p50 as sent", "p99 as sent"];

    /// <summary>A row for each operation, all requests together last but the whole builds.</summary>
    public static IEnumerable<IReadOnlyList<string>> Rows(LoadFinished load) =>
        load.Operations.Where(one => one.Operation != "build").Append(load.All).Concat(load.Operations.Where(one => one.Operation == "build")).Select(one => (IReadOnlyList<string>)
        [
            one.Operation, Number(one.Ended), Wrong(one), Time(one.Latency.P50), Time(one.Latency.P95), Time(one.Latency.P99), Time(one.Latency.P999), Time(one.Latency.Max),
            Time(one.Uncorrected.P50), Time(one.Uncorrected.P99),
        ]);

    /// <summary>What it came to beside the table.</summary>
    public static string Summary(LoadFinished load) => string.Create(CultureInfo.InvariantCulture,
        $"{load.Goodput:0.#} good answers a second. Requests were sent late by {Time(load.Lag.P50)} ms (p50) and {Time(load.Lag.P99)} ms (p99), and the generator used {load.Cpu:0.0} s of CPU.");

    /// <summary>What had to hold, each as a sentence.</summary>
    public static IEnumerable<string> Objectives(LoadFinished load) =>
        load.Objectives.Select(one => $"{(one.Held ? "Kept" : "Not kept")}: {one.Name} was {one.Actual}, {one.Expected} was wanted.");

    private static string Wrong(LoadFigures figures)
    {
        var bad = figures.Endings.Where(ending => ending.Key is not ("ok" or "not-modified" or "redirected")).OrderByDescending(ending => ending.Value).ThenBy(ending => ending.Key, StringComparer.Ordinal);
        var words = string.Join(", ", bad.Select(ending => $"{Number(ending.Value)} {ending.Key}"));
        return words.Length == 0 ? "–" : words;
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.000" : milliseconds < 1000 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
