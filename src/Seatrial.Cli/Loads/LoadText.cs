using System.Globalization;
using System.Text;
using Seatrial.Record;

namespace Seatrial.Cli.Loads;

/// <summary>A load for a terminal: percentiles from when requests were due, beside those from when they were sent, and all that went wrong.</summary>
internal static class LoadText
{
    public static string Of(LoadFinished load)
    {
        var text = new StringBuilder();
        Line(text, $"\nLOAD  {load.Load}: {load.Goodput:0.#} good answers a second in {load.Milliseconds / 1000:0.0} s{(load.End == "done" ? "" : $" ({Words(load.End)})")}\n");
        Line(text, $"  milliseconds      ended      p50      p95      p99    p99.9      max   as sent: p50      p99");
        foreach (var one in load.Operations.Where(one => one.Operation != "build").Append(load.All).Concat(load.Operations.Where(one => one.Operation == "build")))
            Line(text, $"  {one.Operation,-12} {one.Ended,10} {Time(one.Latency.P50)} {Time(one.Latency.P95)} {Time(one.Latency.P99)} {Time(one.Latency.P999)} {Time(one.Latency.Max)}       {Time(one.Uncorrected.P50)} {Time(one.Uncorrected.P99)}");
        Line(text, $"\n  sent late by      {Time(load.Lag.P50).Trim()} ms (p50), {Time(load.Lag.P99).Trim()} ms (p99); {load.Cpu:0.0} s of CPU");
        string[] bad = [.. load.All.Endings.Where(ending => ending.Key is not ("ok" or "not-modified" or "redirected")).OrderByDescending(ending => ending.Value).Select(ending => $"{ending.Value} {ending.Key}")];
        Line(text, $"  went wrong        {(bad.Length == 0 ? "nothing" : string.Join(", ", bad))}{(load.All.Retried > 0 ? $"; {load.All.Retried} sent again on a new connection" : "")}");
        foreach (var objective in load.Objectives)
            Line(text, $"  {(objective.Held ? "kept" : "NOT KEPT"),-10}        {objective.Name}: {objective.Actual}, wanted {objective.Expected}");
        return text.ToString();
    }

    private static string Words(string end) => end == "requests" ? "as many requests as the profile allows" : "ended by the user";

    private static string Time(double milliseconds) => milliseconds.ToString(milliseconds < 10 ? "0.000" : milliseconds < 1000 ? "0.0" : "0", CultureInfo.InvariantCulture).PadLeft(8);

    private static void Line(StringBuilder text, FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
