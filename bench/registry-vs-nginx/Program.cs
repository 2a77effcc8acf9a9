using System.Globalization;
using System.Text.Json;
using Seatrial.Bench;

// The registry in its full topology, and nginx with the same index files, take turns on one machine. What counts are the
// ratios of medians within this run; absolute figures say more about the machine than about the registry.
const int Turns = 3;
const int Crates = 50;

if (Wrk.Missing() is { } missing)
{
    Console.Error.WriteLine(missing);
    return 3;
}

await using var registry = await ServedRegistry.StartAsync();
using var client = new RegistryClient(registry);
Console.WriteLine($"{Environment.ProcessorCount} cores; registry at {registry.Front}, replica at {registry.Replica}");
await client.PublishAsync(Crates, clients: 4);
var (path, etag) = await client.IndexFileAsync();
await using var nginx = await Nginx.StartAsync(path, await client.BytesAsync(path));

var full = await Turn("full index GET", nginx.Url + path, registry.Replica + path, null, nginx.ETag);
var conditional = await Turn("conditional index GET", nginx.Url + path, registry.Replica + path, etag, nginx.ETag);
var (perSecond, visible) = await client.MeasurePublishAsync(clients: 16, TimeSpan.FromSeconds(10));
Console.WriteLine($"publish: {perSecond:0} a second with 16 clients");
var lags = await client.MeasureVisibilityAsync(100);
Console.WriteLine($"publish to visible at the CDN: median {Median(lags):0} ms, p99 {Quantile(lags, 0.99):0} ms");

Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, object>
{
    ["index_ratio"] = Round(full.Ratio),
    ["index_conditional_ratio"] = Round(conditional.Ratio),
    ["index_per_second"] = Round(full.Registry),
    ["nginx_per_second"] = Round(full.Nginx),
    ["publish_per_second"] = Round(perSecond),
    ["published"] = visible,
    ["visible_ms_p50"] = Round(Median(lags)),
    ["visible_ms_p99"] = Round(Quantile(lags, 0.99)),
    ["cores"] = Environment.ProcessorCount,
}));
return 0;

static async Task<(double Nginx, double Registry, double Ratio)> Turn(string what, string nginx, string registry, string? etag, string nginxETag)
{
    var (theirs, ours) = (new List<double>(), new List<double>());
    for (var turn = 0; turn < Turns; turn++)
    {
        theirs.Add(await Wrk.PerSecondAsync(nginx, etag is null ? null : nginxETag));
        ours.Add(await Wrk.PerSecondAsync(registry, etag));
    }

    var ratio = Median([.. theirs.Zip(ours, (one, other) => other / one)]);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{what}: nginx {string.Join(" ", theirs.Select(rate => $"{rate:0}"))} a second, replica {string.Join(" ", ours.Select(rate => $"{rate:0}"))}, ratio {ratio:0.00}"));
    return (Median(theirs), Median(ours), ratio);
}

static double Median(List<double> values) => Quantile(values, 0.5);

static double Quantile(List<double> values, double q) => values.Order().ElementAt((int)Math.Min(values.Count - 1, q * values.Count));

static double Round(double value) => Math.Round(value, value < 10 ? 3 : 0);
