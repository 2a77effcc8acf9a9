using System.Text.Json;
using Seatrial.Bench;

// Each half measures one proxy of ours against its peer, round by round on one machine. What counts are the ratios.
if (HttpCost.Missing() is { } missing)
{
    Console.Error.WriteLine(missing);
    return 3;
}

var figures = new Dictionary<string, object> { ["cores"] = Environment.ProcessorCount };
foreach (var (name, value) in await HttpCost.MeasureAsync())
    figures[name] = value;
Console.WriteLine(JsonSerializer.Serialize(figures));
return 0;
