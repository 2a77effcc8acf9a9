using Seatrial.Registry;
using Seatrial.Registry.Configuration;
using Seatrial.Registry.Doctor;

const int WrongUsage = 2;

if (args is ["serve", .. var options] && !options.Contains("--help"))
    return await Serving.Run(options, Wiring.Standard);
if (args is ["check-config", .. var settings] && !settings.Contains("--help"))
    return await CheckConfig.Run(settings, Environment.GetEnvironmentVariable, Console.Out, Console.Error);
if (args is ["doctor", .. var wishes] && !wishes.Contains("--help"))
    return await Doctoring.Run(wishes, Console.Out);
Console.WriteLine(args switch
{
    ["settings"] => SettingsPage.Text,
    ["doctor", ..] => Doctoring.Usage,
    _ => $"{CommandLine.Usage}\n{Doctoring.Usage}",
});
return args is ["--help"] or ["settings"] or ["serve" or "check-config" or "doctor", ..] ? 0 : WrongUsage;
