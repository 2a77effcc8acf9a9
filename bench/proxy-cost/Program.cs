using System.Text.Json;
using Seatrial.Bench;

// What a boundary's proxy costs while it records and no fault is armed. Each half takes turns between the direct way, our proxy
// and a proxy that people run; what counts are ratios of medians within this run.
var figures = new Dictionary<string, object> { ["cores"] = Environment.ProcessorCount };
if ((PostgresCost.Missing() ?? HttpCost.Missing()) is { } missing)
{
    Console.Error.WriteLine(missing);
    return 3;
}

foreach (var (name, value) in await PostgresCost.MeasureAsync())
    figures[name] = value;
foreach (var (name, value) in await HttpCost.MeasureAsync())
    figures[name] = value;
Console.WriteLine(JsonSerializer.Serialize(figures));
return 0;
