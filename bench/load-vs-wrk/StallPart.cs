using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Seatrial.Bench;

/// <summary>
/// A server that stands still for 2 s in 25: of an open load, those who came meanwhile waited for its rest, so the 99th percentile is known before
/// it is measured. nginx is stopped by a signal, and how long it was is taken from clocks, not from the intention.
/// </summary>
[SupportedOSPlatform("linux")]
internal static partial class StallPart
{
    private const int Rate = 500, Seconds = 25, Sigcont = 18, Sigstop = 19;

    public static async Task MeasureAsync(Nginx nginx, Dictionary<string, object> figures)
    {
        var load = Generator.StartAsync(nginx.Url, "even", Rate, Seconds, 64);
        await Task.Delay(TimeSpan.FromSeconds(12));
        _ = kill(nginx.ProcessId, Sigstop);
        var stopped = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(2));
        _ = kill(nginx.ProcessId, Sigcont);
        var stall = Stopwatch.GetElapsedTime(stopped).TotalMilliseconds;
        var (one, _) = await load;
        // A share of 1 % of all waited longer than it, and waits are spread evenly over the stall.
        var theory = stall - (0.01 * Seconds * 1000);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"stall of {stall:0} ms: p99 {one.P99:0.0} ms, theory {theory:0.0}; uncorrected {one.P99Uncorrected:0.0}; max {one.Max:0.0}; {one.Count} answers"));
        figures["stall_p99_ms"] = Math.Round(one.P99, 1);
        figures["stall_p99_theory_ms"] = Math.Round(theory, 1);
        figures["stall_p99_error"] = Math.Round(Math.Abs(one.P99 - theory) / theory, 4);
        figures["stall_p99_uncorrected_ms"] = Math.Round(one.P99Uncorrected, 1);
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
