using System.Diagnostics;
using System.Globalization;
using System.Runtime.Versioning;
using System.Text.Json;
using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Bench;

/// <summary>Our engine in a process of its own, as wrk is: what one load came to, as one line of JSON.</summary>
[SupportedOSPlatform("linux")]
internal static class Generator
{
    /// <summary>What one load came to; times in milliseconds.</summary>
    public sealed record Figures(
        long Good, long Bad, double PerSecond, double CpuMicroseconds, double LagP50, double LagP99, double LagP999,
        double P50, double P99, double P99Uncorrected, double Max, long Count, double Megabytes, double GcPauses, long Collections, double Started);

    /// <summary>Starts one.</summary>
    public static async Task<(Figures Figures, double WholeCpuMicroseconds)> StartAsync(string url, string model, double number, int seconds, int connections)
    {
        var (output, cpu) = await Tools.RunAsync("dotnet", typeof(Generator).Assembly.Location, "generate", url, model,
            number.ToString(CultureInfo.InvariantCulture), $"{seconds}", $"{connections}");
        var figures = JsonSerializer.Deserialize<Figures>(output)!;
        return figures.Bad == 0 ? (figures, cpu * 1e6 / figures.Good) : throw new InvalidOperationException($"{url} answered us with errors: {output}");
    }

    /// <summary>The process.</summary>
    public static async Task<int> RunAsync(string[] wanted)
    {
        var (url, number, duration) = (new Uri(wanted[0]), double.Parse(wanted[2], CultureInfo.InvariantCulture), TimeSpan.FromSeconds(int.Parse(wanted[3], CultureInfo.InvariantCulture)));
        var engine = new SocketEngine(
            () => new SingleRequests(new Request { Operation = 0, Url = url }), 1, [url], new LoadLimits { Connections = int.Parse(wanted[4], CultureInfo.InvariantCulture) });
        // wrk is compiled when it starts; so are we when we are measured.
        await engine.RunAsync(new ClosedModel(4, TimeSpan.FromSeconds(1.5)), default);
        LoadModel model = wanted[1] == "closed"
            ? new ClosedModel((int)number, duration)
            : new OpenModel(new ArrivalPlan(RateCurve.Constant(number, duration), wanted[1] == "poisson" ? Spacing.Poisson : Spacing.Even, 1), Shard.Whole);
        var (pauses, collections, started) = (GC.GetTotalPauseDuration(), GC.CollectionCount(0), Stopwatch.GetTimestamp());
        var result = await engine.RunAsync(model, default);
        var (operation, lag) = (result.Whole.Operations[0], result.Whole.Lag);
        Console.WriteLine(JsonSerializer.Serialize(new Figures(
            operation.Good, operation.Ended - operation.Good, operation.Good / result.Elapsed.TotalSeconds, result.Cpu.TotalMicroseconds / operation.Good,
            lag.At(0.5) / 1e6, lag.At(0.99) / 1e6, lag.At(0.999) / 1e6,
            operation.Latency.At(0.5) / 1e6, operation.Latency.At(0.99) / 1e6, operation.Uncorrected.At(0.99) / 1e6, operation.Latency.Max / 1e6, operation.Latency.Count,
            Process.GetCurrentProcess().PeakWorkingSet64 / 1e6, (GC.GetTotalPauseDuration() - pauses).TotalMilliseconds, GC.CollectionCount(0) - collections,
            started * 1e3 / Stopwatch.Frequency)));
        return 0;
    }
}
