using System.CommandLine;
using Seatrial.Cli.Topology;
using Seatrial.Record;
using Seatrial.Scenarios;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial run</c>: the main job. Scenarios against the embedded registry, or against the one that the options name.</summary>
internal sealed class RunCommand
{
    private readonly Argument<string[]> _filters = new("FILTER")
    {
        Description = "Scenarios to run: ids, groups, or patterns with *. All when none is given.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly TargetOptions _target = new();

    private readonly Option<string> _topology = new("--topology") { Description = "How the reference registry runs.", DefaultValueFactory = _ => "embedded" };

    private readonly RunFolder _folder = new();

    public static Command Create()
    {
        var run = new RunCommand();
        run._topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        var command = new Command("run", "The main job: scenarios against a registry, with evidence and a report.")
        {
            run._filters, run._topology,
        };
        // A mistyped option would otherwise pass for a filter.
        run._filters.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
                result.AddError($"«{option.Value}» is not an option.");
        });
        run._folder.AddTo(command);
        run._target.AddTo(command);
        command.SetAction(run.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancelled)
    {
        var (target, misuse) = _target.Read(parsed, [.. Catalogue.All.Select(scenario => scenario.Id)]);
        if (misuse is not null)
            return await CommandLine.Say(misuse);
        var filters = parsed.GetValue(_filters) ?? [];
        var scenarios = Catalogue.Match(filters, out var idle);
        if (idle is not null)
        {
            await Console.Error.WriteLineAsync($"seatrial: «{idle}» matches no scenario. "
                + Suggestion.For(idle, Catalogue.All.SelectMany(scenario => new[] { scenario.Group, scenario.Id }).Distinct()));
            return ExitCode.NothingProved;
        }

        var (seed, badSeed) = _folder.Seed(parsed);
        if (badSeed is not null)
            return await CommandLine.Say(badSeed);
        await using var progress = new Progress(scenarios.Count);
        if (target is not null)
            return await RunAsync(parsed, target, scenarios, seed, progress, cancelled);
        var topology = parsed.GetValue(_topology)!;
        progress.Say($"Starting the reference registry ({topology})");
        var (registry, problem) = await RunningRegistry.StartAsync(topology, null, 0, null, cancelled);
        if (registry is null)
            return await Unusable(progress, problem!);
        await using (registry)
            return await RunAsync(parsed, Started(registry), scenarios, seed, progress, cancelled);
    }

    private async Task<int> RunAsync(
        ParseResult parsed, Target target, IReadOnlyList<Scenario> scenarios, ulong seed, Progress progress, CancellationToken cancelled)
    {
        var path = _folder.Record(parsed);
        var secrets = new Secrets();
        secrets.Add(target.Publisher.Token);
        secrets.Add(target.Stranger?.Token);
        progress.Say("Looking for cargo");
        var cargo = await FoundCargo.FindAsync(cancelled);
        Unusable? unusable;
        using (var record = new RecordWriter(File.Create(path), TimeProvider.System, secrets))
        {
            record.Written += progress.Show;
            progress.Say($"Probing {target.Index}");
            // With a filter the user wants those scenarios; and a registry that is not ours has nothing on its boundaries.
            Func<Task>? sweep = target.Topology is { } topology && scenarios.Count == Catalogue.All.Count
                ? () => SweepAsync(topology, seed, cargo.Cargo, record, secrets, progress, cancelled)
                : null;
            unusable = await new TrialRun(target, cargo, Options(seed), record, secrets, TimeProvider.System)
                .RunAsync(scenarios, sweep, cancelled);
        }

        if (unusable is not null)
            return await Unusable(progress, $"""
                {target.Index} could not be tested as a registry.
                  asked     {unusable.Asked}
                  came      {secrets.Hide(unusable.Came)}
                  expected  {unusable.Expected}
                  {unusable.Hint}
                """);
        await progress.DisposeAsync();
        return _folder.Report(parsed);
    }

    // A part of the publish sweep that fits the time of a run; `seatrial sweep` does the whole.
    private static async Task SweepAsync(
        string topology, ulong seed, FoundCargo? cargo, RecordWriter record, Secrets secrets, Progress progress, CancellationToken cancelled)
    {
        progress.Say($"Starting more registries to sweep ({topology})");
        var options = new SweepOptions
        {
            Lanes = topology == "full" ? 1 : 2,
            Seed = seed,
            Namespace = RunFolder.Namespace(),
            FastOnly = true,
            MostCases = SweptCases,
        };
        await new Sweep(Lanes.Of(topology), options, cargo, record, secrets, TimeProvider.System).RunAsync(["publish"], cancelled);
    }

    private const int SweptCases = 60;

    private static RunOptions Options(ulong seed) => new() { Seed = seed, Namespace = RunFolder.Namespace(), Tool = RunFolder.Tool };

    private static Target Started(RunningRegistry registry) => new()
    {
        Index = IndexUrl.Parse(registry.Index, "the reference registry").Url!,
        Publisher = new User(null, registry.AdminToken),
        Topology = registry.Topology,
    };

    private static async Task<int> Unusable(Progress progress, string problem)
    {
        await progress.DisposeAsync();
        await Console.Error.WriteLineAsync($"seatrial: {problem}");
        return ExitCode.Unusable;
    }
}
