using System.Text.Json;
using Seatrial.Bench;

// Our engine against wrk: both in a process of their own on one core, nginx on another one, in turns within one run.
if (!OperatingSystem.IsLinux())
{
    Console.Error.WriteLine("the engine that is measured is one for Linux");
    return 3;
}

if (args is ["generate", .. var wanted])
    return await Generator.RunAsync(wanted);
if (Tools.Missing() is { } missing)
{
    Console.Error.WriteLine(missing);
    return 3;
}

var only = args is ["--only", var parts] ? parts.Split(',') : ["closed", "lag", "stall", "merge"];
var figures = new Dictionary<string, object> { ["cores"] = Environment.ProcessorCount };
await using (var nginx = await Nginx.StartAsync())
{
    if (only.Contains("closed"))
        await ClosedPart.MeasureAsync(nginx, figures);
    if (only.Contains("lag"))
        await LagPart.MeasureAsync(nginx, figures);
    if (only.Contains("stall"))
        await StallPart.MeasureAsync(nginx, figures);
}

if (only.Contains("merge"))
    MergePart.Measure(figures);
Console.WriteLine(JsonSerializer.Serialize(figures));
return 0;
