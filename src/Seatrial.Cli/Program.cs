using System.CommandLine;
using Seatrial.Cli;
using Seatrial.Cli.Commands;

var root = new RootCommand("Seatrial puts a Cargo package registry through its sea trials.")
{
    RunCommand.Create(),
    SweepCommand.Create(),
    SweepCommand.CreateReplay(),
    RaceCommand.Create(),
    HistoryCommand.Create(),
    LoadCommand.Create(),
    ListCommand.Create(),
    DescribeCommand.Create(),
    SeedCommand.Create(),
    ServeCommand.Create(),
    DoctorCommand.Create(),
    ReportCommand.Create(),
};
return await CommandLine.InvokeAsync(root, args);
