using Seatrial.Defects;
using Seatrial.Registry;

const int WrongUsage = 2;

if (args is ["--list"])
{
    foreach (var (name, incident, check, _) in Defect.All)
        Console.WriteLine($"{name}\t{incident}\t{check}");
    return 0;
}

if (args is ["--defect", var wanted, .. var options]
    && Defect.All.FirstOrDefault(one => one.Name == wanted) is { } defect)
    return await Serving.Run(options, defect.Wiring);

Console.Error.WriteLine("usage: seatrial-defects --list | --defect NAME [the options of `seatrial-registry serve`]");
return WrongUsage;
