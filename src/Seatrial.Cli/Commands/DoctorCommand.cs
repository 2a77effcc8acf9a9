using System.CommandLine;
using System.Diagnostics;
using Seatrial.Cli.Topology;
using Seatrial.Scenarios;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial doctor --data DIR</c>: whether the parts of a reference registry agree with each other.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The data folder of a reference registry: embedded, or full and running.", HelpName = "DIR", Required = true };
        var repair = new Option<bool>("--repair") { Description = "Queue what ends the disagreements, and work derived values out again. Deletes no object." };
        var json = new Option<bool>("--json") { Description = "Print a line of JSON for each finding." };
        var command = new Command("doctor", "Compares the reference registry's database, storage, index and edge.") { data, repair, json };
        command.SetAction(async (parsed, cancelled) =>
        {
            var folder = parsed.GetValue(data)!;
            if (!Directory.Exists(folder))
                return await CommandLine.Say(new Misuse("--data", $"there is no folder {folder}.", "Give the folder that «seatrial serve» was given."));
            if (RegistryProgram.Find() is not { } program)
            {
                await Console.Error.WriteLineAsync($"seatrial: {RegistryProgram.Missing}");
                return ExitCode.Unusable;
            }

            var (arguments, environment) = DoctorFile.Read(folder);
            List<string> all = ["doctor", .. arguments];
            if (parsed.GetValue(repair))
                all.Add("--repair");
            if (parsed.GetValue(json))
                all.Add("--json");
            return await RunAsync(program, all, environment, cancelled);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        string program, IEnumerable<string> arguments, IReadOnlyDictionary<string, string> environment, CancellationToken cancelled)
    {
        var start = new ProcessStartInfo(program, arguments);
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var doctor = Process.Start(start)!;
        await doctor.WaitForExitAsync(cancelled);
        return doctor.ExitCode;
    }
}
