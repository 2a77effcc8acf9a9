using System.CommandLine;
using Seatrial.Cli.Topology;
using Seatrial.Scenarios.Races;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial history</c>: several clients at once under faults, and whether any order explains what they were told.</summary>
internal sealed class HistoryCommand
{
    private readonly Option<int> _seconds = new("--seconds") { Description = "How long the clients go on.", HelpName = "N", DefaultValueFactory = _ => 10 };

    private readonly Option<int> _clients = new("--clients") { Description = "How many clients there are.", HelpName = "N", DefaultValueFactory = _ => 4 };

    private readonly Option<string> _topology = new("--topology") { Description = "How the reference registry runs.", DefaultValueFactory = _ => "embedded" };

    private readonly RunFolder _folder = new();

    public static Command Create()
    {
        var history = new HistoryCommand();
        history._topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        history._seconds.Within(1, 600);
        history._clients.Within(2, 64);
        var command = new Command("history", "Several clients at once on few crates while one fault after the other is done, and whether any order explains what they were told.")
        {
            history._seconds, history._clients, history._topology,
        };
        history._folder.AddTo(command);
        command.SetAction(history.RunAsync);
        return command;
    }

    private Task<int> RunAsync(ParseResult parsed, CancellationToken cancelled)
    {
        var topology = parsed.GetValue(_topology)!;
        return RecordedRun.RunAsync(_folder, parsed, topology, $"Starting the reference registry ({topology})", run => new HistoryRun(Lanes.Of(topology), new HistoryOptions
        {
            Seed = run.Seed,
            Namespace = run.Namespace,
            Clients = parsed.GetValue(_clients),
            Time = TimeSpan.FromSeconds(parsed.GetValue(_seconds)),
        }, run.Record, run.Secrets, TimeProvider.System).RunAsync(cancelled), cancelled);
    }
}
