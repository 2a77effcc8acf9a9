using System.Globalization;
using System.Runtime.Versioning;

namespace Seatrial.Bench;

/// <summary>As many answers as come, 64 clients, in turns: wrk and ours one after the other, who begins changing each time.</summary>
[SupportedOSPlatform("linux")]
internal static class ClosedPart
{
    private const int Rounds = 7, Seconds = 4, Clients = 64;

    public static async Task MeasureAsync(Nginx nginx, Dictionary<string, object> figures)
    {
        await Tools.WrkAsync(nginx.Url, Clients, 2);
        var (theirs, ours) = (new List<(double PerSecond, double Microseconds)>(), new List<(double PerSecond, double Microseconds, double Whole)>());
        for (var round = 0; round < Rounds; round++)
        {
            if (round % 2 == 0)
                theirs.Add(await Tools.WrkAsync(nginx.Url, Clients, Seconds));
            var (one, whole) = await Generator.StartAsync(nginx.Url, "closed", Clients, Seconds, Clients);
            ours.Add((one.PerSecond, one.CpuMicroseconds, whole));
            if (round % 2 == 1)
                theirs.Add(await Tools.WrkAsync(nginx.Url, Clients, Seconds));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
                closed, round {round + 1}: wrk {theirs[^1].PerSecond:0} a second, {theirs[^1].Microseconds:0.00} µs of CPU each; ours {one.PerSecond:0}, {one.CpuMicroseconds:0.00} µs ({whole:0.00} with the start of .NET), {one.Collections} collections, {one.Megabytes:0} MB
                """));
        }

        figures["throughput_ratio"] = Math.Round(Tools.Median(ours.Zip(theirs, (our, their) => our.PerSecond / their.PerSecond)), 3);
        figures["cpu_ratio"] = Math.Round(Tools.Median(ours.Zip(theirs, (our, their) => our.Microseconds / their.Microseconds)), 3);
        figures["cpu_ratio_with_start"] = Math.Round(Tools.Median(ours.Zip(theirs, (our, their) => our.Whole / their.Microseconds)), 3);
        figures["per_second"] = Math.Round(Tools.Median(ours.Select(one => one.PerSecond)));
        figures["wrk_per_second"] = Math.Round(Tools.Median(theirs.Select(one => one.PerSecond)));
        figures["cpu_us"] = Math.Round(Tools.Median(ours.Select(one => one.Microseconds)), 2);
        figures["wrk_cpu_us"] = Math.Round(Tools.Median(theirs.Select(one => one.Microseconds)), 2);
    }
}
