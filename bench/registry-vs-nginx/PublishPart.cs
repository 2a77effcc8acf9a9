using System.Globalization;

namespace Seatrial.Bench;

/// <summary>Publishes of small new crates: how many a second, what they cost in which part, and when the index shows them.</summary>
internal sealed class PublishPart(ServedRegistry registry, Measuring measuring)
{
    private const int Watched = 200;

    public async Task RunAsync(int publishes, int clients, Dictionary<string, object> results)
    {
        var before = Cpu();
        var perSecond = await measuring.PublishAsync(publishes, clients);
        var during = Cpu();
        await measuring.DrainAsync();
        var after = Cpu();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"publish: {perSecond:0} a second with {clients} clients"));
        Console.WriteLine($"  CPU a publish, in ms, to the last 200: {Text(before, during, publishes)}");
        Console.WriteLine($"  and to the last job: {Text(before, after, publishes)}");
        results["publish_per_second"] = Statistics.Round(perSecond);
        results["publish_cpu_ms"] = Statistics.Round(after.Sum(one => one.Value - before[one.Key]) * 1000 / publishes);

        var lags = new List<double>();
        for (var crate = 0; crate < Watched; crate++)
            lags.Add((await measuring.VisibleAsync()).Milliseconds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"publish to visible at the CDN: median {Statistics.Median(lags):0.0} ms, p99 {Statistics.Quantile(lags, 0.99):0.0} ms"));
        results["visible_ms_p50"] = Statistics.Round(Statistics.Median(lags));
        results["visible_ms_p99"] = Statistics.Round(Statistics.Quantile(lags, 0.99));
    }

    private Dictionary<string, double> Cpu()
    {
        var all = registry.CpuSeconds();
        all["client"] = Environment.CpuUsage.TotalTime.TotalSeconds;
        return all;
    }

    private static string Text(Dictionary<string, double> before, Dictionary<string, double> after, int publishes) => string.Join(", ",
        after.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Key} {(one.Value - before[one.Key]) * 1000 / publishes:0.00}")));
}
