using System.Globalization;

namespace Seatrial.Bench;

/// <summary>Everything at once for minutes, to see how much memory a replica needs.</summary>
internal sealed class Mixture(ServedRegistry registry, Measuring measuring, string path)
{
    private const int PublishesATurn = 200;

    public async Task RunAsync(TimeSpan time, Dictionary<string, object> results)
    {
        var (crate, most, published) = (path[(path.LastIndexOf('/') + 1)..], 0.0, 0);
        using var over = new CancellationTokenSource(time);
        string[] reads = [registry.Replica + path, registry.Front + path, $"{registry.Replica}/api/v1/crates/{crate}/1.0.0/download", $"{registry.Replica}/api/v1/crates?q=bench&per_page=50"];
        var reading = Task.WhenAll(reads.Select(async url =>
        {
            while (!over.IsCancellationRequested)
                await Wrk.PerSecondAsync(url, null, connections: 2);
        }));
        while (!over.IsCancellationRequested)
        {
            await measuring.PublishAsync(PublishesATurn, clients: 4);
            published += PublishesATurn;
            most = Math.Max(most, Math.Max(registry.Megabytes("replica-1"), registry.Megabytes("replica-2")));
        }

        await reading;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes of reads and {published} publishes: a replica had at most {most:0} MB"));
        results["minutes"] = time.TotalMinutes;
        results["published"] = published;
        results["replica_mb_most"] = Statistics.Round(most);
    }
}
