using System.CommandLine;
using Seatrial.Cli.Topology;
using Seatrial.Scenarios;
using Seatrial.Scenarios.Races;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial race</c>: two clients at once, one of them held at each of its crossings.</summary>
internal sealed class RaceCommand
{
    private const string All = "all";

    private readonly Argument<string[]> _races = new("RACE")
    {
        Description = $"What is raced: {string.Join(", ", Racing.Races.Select(race => race.Name))}; all when none is named.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<int> _lanes = new("--lanes")
    {
        Description = "On how many registries at once.",
        HelpName = "N",
        DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount, 1, Racing.Races.Count),
    };

    private readonly Option<int?> _positions = new("--positions") { Description = "At most so many positions of each race, chosen by the seed; all by default.", HelpName = "N" };

    private readonly Option<string> _topology = new("--topology") { Description = "How the reference registry runs.", DefaultValueFactory = _ => "embedded" };

    private readonly RunFolder _folder = new();

    public static Command Create()
    {
        var race = new RaceCommand();
        race._topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        race._lanes.Within(1, 32);
        race._positions.Within(1, int.MaxValue);
        var command = new Command("race", "Two clients at once on one crate, one of them held at each of its crossings while the other one runs.")
        {
            race._races, race._lanes, race._positions, race._topology,
        };
        race._folder.AddTo(command);
        command.SetAction(race.RunAsync);
        return command;
    }

    /// <summary>Whether an id is that of a position of a race.</summary>
    public static bool HasRun(string id) => RaceOf(id) is not null;

    /// <summary>One position of a race again.</summary>
    public static Task<int> ReplayAsync(RunFolder folder, ParseResult parsed, string topology, string id, CancellationToken cancelled) =>
        RecordedRun.RunAsync(folder, parsed, topology, $"Starting the reference registry ({topology})",
            run => new Racing(Lanes.Of(topology), new RacingOptions { Lanes = 1, Seed = run.Seed, Namespace = run.Namespace, Only = id }, run.Record, run.Secrets, TimeProvider.System)
                .RunAsync([RaceOf(id)!], cancelled), cancelled);

    private static string? RaceOf(string id) => id.LastIndexOf('-') is > 0 and var at && Racing.Races.Any(race => race.Name == id[..at]) ? id[..at] : null;

    private RacingOptions Options(Recorded run, int lanes, ParseResult parsed) =>
        new() { Lanes = lanes, Seed = run.Seed, MostPositions = parsed.GetValue(_positions), Namespace = run.Namespace };

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancelled)
    {
        string[] names = parsed.GetValue(_races) ?? [], known = [.. Racing.Races.Select(race => race.Name)];
        if (names.FirstOrDefault(name => name != All && !known.Contains(name)) is { } unknown)
            return await CommandLine.Say(new Misuse($"«{unknown}»", "is not a race.", Suggestion.For(unknown, [.. known, All])));
        string[] races = names.Length == 0 || names.Contains(All) ? known : [.. names.Distinct()];
        var (topology, lanes) = (parsed.GetValue(_topology)!, Math.Min(races.Length, parsed.GetValue(_lanes)));
        return await RecordedRun.RunAsync(_folder, parsed, topology, $"Starting {lanes} reference registries ({topology})",
            run => new Racing(Lanes.Of(topology), Options(run, lanes, parsed), run.Record, run.Secrets, TimeProvider.System)
                .RunAsync(races, cancelled), cancelled);
    }
}
