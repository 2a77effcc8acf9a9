using Seatrial.Registry;

const int WrongUsage = 2;

if (args is ["serve", .. var options] && !options.Contains("--help"))
    return await Serving.Run(options, Wiring.Standard);
Console.WriteLine(CommandLine.Usage);
return args is ["--help"] or ["serve", ..] ? 0 : WrongUsage;
