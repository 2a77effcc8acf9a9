using System.Text.Json;
using Seatrial.Bench;

// Each half measures one proxy of ours, recording and with no fault armed, against its peers, round by round on one machine.
// What counts are the ratios.
if (PostgresCost.Missing() is { } missing)
{
    Console.Error.WriteLine(missing);
    return 3;
}

var figures = new Dictionary<string, object> { ["cores"] = Environment.ProcessorCount };
foreach (var (name, value) in await PostgresCost.MeasureAsync())
    figures[name] = value;
Console.WriteLine(JsonSerializer.Serialize(figures));
return 0;
