using Seatrial.Defects;

const int WrongUsage = 2;

if (args is ["--list"])
{
    foreach (var defect in Defect.All)
        Console.WriteLine(string.Join('\t', defect.Name, defect.Incident, defect.Does, defect.Check.Command, defect.Check.Finding));
    return 0;
}

if (args is ["--defect", var wanted, .. var options]
    && Defect.All.FirstOrDefault(one => one.Name == wanted) is { } planted)
{
    if (planted.Answers is { } answers)
        Answers.Plant(answers);
    return await Serving.Run(options, planted.Wiring);
}

Console.Error.WriteLine("usage: seatrial-defects --list | --defect NAME [the options of `seatrial-registry serve`]");
return WrongUsage;
