using System.Globalization;
using System.Runtime.Versioning;

namespace Seatrial.Bench;

/// <summary>How late requests are sent in an open load of 10,000 a second.</summary>
[SupportedOSPlatform("linux")]
internal static class LagPart
{
    public static async Task MeasureAsync(Nginx nginx, Dictionary<string, object> figures)
    {
        foreach (var spacing in new[] { "even", "poisson" })
        {
            var (one, _) = await Generator.StartAsync(nginx.Url, spacing, 10_000, 10, 256);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"lag, {spacing}: p50 {one.LagP50:0.000} ms, p99 {one.LagP99:0.000}, p99.9 {one.LagP999:0.000}; latency p50 {one.P50:0.000}, p99 {one.P99:0.000}; {one.CpuMicroseconds:0.0} µs of CPU each"));
            figures[$"lag_{spacing}_ms_p50"] = Math.Round(one.LagP50, 4);
            figures[$"lag_{spacing}_ms_p99"] = Math.Round(one.LagP99, 4);
        }
    }
}
