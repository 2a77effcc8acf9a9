using System.Globalization;
using System.Text.Json;
using Seatrial.Bench;

// The registry in its full topology, nginx with the same index file and Varnish in front of nginx take turns on one machine.
// What counts are the ratios of medians within this run; absolute figures say more about the machine than about the registry.
const int Turns = 3;
const int Clients = 16;
const int Publishes = 3000;

// So many that what is compiled only after many calls is compiled.
const int WarmUp = 4000;

var minutes = args is ["--minutes", var text] && int.TryParse(text, out var given) ? given : 0;
var only = args is ["--only", var parts] ? parts.Split(',') : null;
if (args.Length > 0 && minutes == 0 && only is null)
{
    Console.Error.WriteLine("usage: registry-vs-nginx [--minutes N | --only LIST], of index,publish,growth");
    return 2;
}

if (Wrk.Missing() is { } missing)
{
    Console.Error.WriteLine(missing);
    return 3;
}

await using var registry = await ServedRegistry.StartAsync();
using var measuring = new Measuring(registry);
var results = new Dictionary<string, object> { ["cores"] = Environment.ProcessorCount };
Console.WriteLine($"{Environment.ProcessorCount} cores; registry at {registry.Front}, replica at {registry.Replica}");

// Everything is compiled, and the replicas are past the time in which they keep nothing yet.
await measuring.PublishAsync(WarmUp, Clients);
var (path, _) = await measuring.VisibleAsync();
await measuring.DrainAsync();

if (minutes > 0)
    await new Mixture(registry, measuring, path).RunAsync(TimeSpan.FromMinutes(minutes), results);
else
{
    if (only?.Contains("publish") is not false)
        await new PublishPart(registry, measuring).RunAsync(Publishes, Clients, results);
    if (only?.Contains("index") is not false)
        await new IndexPart(registry, measuring, path).RunAsync(Turns, results);
    if (only?.Contains("growth") is not false)
        await new GrowthPart(registry, measuring, path).RunAsync(results);
}

foreach (var replica in new[] { "replica-1", "replica-2" })
    results[$"{replica.Replace('-', '_')}_mb"] = Statistics.Round(registry.Megabytes(replica));
Console.WriteLine(JsonSerializer.Serialize(results));
return 0;
