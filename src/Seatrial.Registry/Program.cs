using Seatrial.Registry;
using Seatrial.Registry.Doctor;

const int WrongUsage = 2;

if (args is ["serve", .. var options] && !options.Contains("--help"))
    return await Serving.Run(options, Wiring.Standard);
if (args is ["doctor", .. var wishes] && !wishes.Contains("--help"))
    return await Doctoring.Run(wishes, Console.Out);
Console.WriteLine(args is ["doctor", ..] ? Doctoring.Usage : $"{CommandLine.Usage}\n{Doctoring.Usage}");
return args is ["--help"] or ["serve" or "doctor", ..] ? 0 : WrongUsage;
