using System.CommandLine;
using Seatrial.Scenarios;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial list</c>: the catalogue, one line a scenario.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", "The catalogue: every scenario with its title.");
        command.SetAction(_ =>
        {
            var width = Catalogue.All.Max(scenario => scenario.Id.Length);
            foreach (var scenario in Catalogue.All)
                Console.Out.WriteLine($"{scenario.Id.PadRight(width)}  {scenario.Title}");
            return ExitCode.Kept;
        });
        return command;
    }
}
