using System.CommandLine;
using Seatrial.Cli.Topology;
using Seatrial.Faults.Kinds;
using Seatrial.Record;
using Seatrial.Scenarios;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial sweep</c>: all crossings × all faults of workflows.</summary>
internal sealed class SweepCommand
{
    private const string All = "all";

    private readonly Argument<string[]> _workflows = new("WORKFLOW")
    {
        Description = $"What is swept: {string.Join(", ", Sweep.Workflows.Select(workflow => workflow.Name))}; or {All}.",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string[]> _faults = new("--fault")
    {
        Description = $"Only this kind of fault, of {string.Join(", ", FaultKind.All.Select(kind => kind.Name))}; can be given more than once.",
        HelpName = "KIND",
    };

    private readonly Option<bool> _fast = new("--fast") { Description = "Leave out what waits for the registry's own time limits, and what stops processes." };

    private readonly Option<int?> _cases = new("--cases") { Description = "Run so many cases at most; the seed chooses them.", HelpName = "N" };

    private readonly Option<int> _lanes = new("--lanes")
    {
        Description = "How many registries are swept at once.",
        HelpName = "N",
        DefaultValueFactory = _ => Math.Clamp(Environment.ProcessorCount * 2, 2, 8),
    };

    private readonly Option<string> _topology = new("--topology") { Description = "How the reference registry runs.", DefaultValueFactory = _ => "embedded" };

    private readonly Option<string?> _target = new("--target")
    {
        Description = "Sweep the registry that this target file (TOML) describes, which you have started.",
        HelpName = "FILE",
    };

    private readonly RunFolder _folder = new();

    public static Command Create()
    {
        var sweep = new SweepCommand();
        sweep._topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        sweep._faults.AcceptOnlyFromAmong([.. FaultKind.All.Select(kind => kind.Name)]);
        sweep._lanes.Within(1, 32);
        sweep._cases.Within(1, int.MaxValue);
        var command = new Command("sweep", "A workflow run again once for each of its crossings and each way in which it can fail.")
        {
            sweep._workflows, sweep._faults, sweep._fast, sweep._cases, sweep._lanes, sweep._topology, sweep._target,
        };
        sweep._folder.AddTo(command);
        command.SetAction((parsed, cancelled) => sweep.RunAsync(parsed, null, cancelled));
        return command;
    }

    /// <summary><c>seatrial replay</c>: one case of a sweep, or one position of a race, again.</summary>
    public static Command CreateReplay()
    {
        var sweep = new SweepCommand();
        sweep._topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        var id = new Argument<string>("ID") { Description = "The case or the position, as reports name it." };
        var command = new Command("replay", "One case of a sweep, or one position of a race, again.") { id, sweep._topology, sweep._target };
        sweep._folder.AddTo(command);
        command.SetAction((parsed, cancelled) => sweep.ReplayAsync(parsed, parsed.GetValue(id)!, cancelled));
        return command;
    }

    private Task<int> ReplayAsync(ParseResult parsed, string id, CancellationToken cancelled) => !RaceCommand.HasRun(id)
        ? RunAsync(parsed, id, cancelled)
        : parsed.GetValue(_target) is null
        ? RaceCommand.ReplayAsync(_folder, parsed, parsed.GetValue(_topology)!, id, cancelled)
        : CommandLine.Say(new Misuse("--target", "a race runs on reference registries of its own.", $"Leave it out: ./seatrial replay {id}"));

    private async Task<int> RunAsync(ParseResult parsed, string? only, CancellationToken cancelled)
    {
        var (workflows, misuse) = only is null ? Chosen(parsed.GetValue(_workflows)!) : Of(only);
        if (misuse is not null)
            return await CommandLine.Say(misuse);
        var (seed, badSeed) = _folder.Seed(parsed);
        if (badSeed is not null)
            return await CommandLine.Say(badSeed);
        Target? target = null;
        if (parsed.GetValue(_target) is { } file)
        {
            (target, var badTarget) = TargetFile.Read(file, [.. Catalogue.All.Select(scenario => scenario.Id)]);
            if (badTarget is not null)
                return await CommandLine.Say(badTarget);
        }

        var topology = target is null ? parsed.GetValue(_topology)! : "external";
        var options = new SweepOptions
        {
            Lanes = only is null && target is null ? parsed.GetValue(_lanes) : 1,
            Seed = seed,
            Namespace = RunFolder.Namespace(),
            Faults = only is null ? parsed.GetValue(_faults) ?? [] : [],
            FastOnly = only is null && parsed.GetValue(_fast),
            Only = only,
            MostCases = only is null ? parsed.GetValue(_cases) : null,
        };
        var secrets = new Secrets();
        string? problem;
        await using (var progress = new Progress(0))
        {
            progress.Say(target is null ? $"Starting reference registries to sweep: {options.Lanes} ({topology})" : $"Standing before the database and the storage of {target.Index}");
            using var record = new RecordWriter(File.Create(_folder.Record(parsed)), TimeProvider.System, secrets);
            record.Written += progress.Show;
            record.Write(new RunStarted
            {
                Tool = RunFolder.Tool,
                Seed = seed,
                Namespace = options.Namespace,
                Target = new TargetFacts(target?.Index.ToString() ?? "", null, topology),
                Machine = RunFolder.Machine(null),
                Rules = [],
            });
            var start = TimeProvider.System.GetTimestamp();
            problem = await new Sweep(target is null ? Lanes.Of(topology) : Lanes.Of(target), options, (await FoundCargo.FindAsync(cancelled)).Cargo, record, secrets, TimeProvider.System).RunAsync(workflows, cancelled);
            if (problem is null && !cancelled.IsCancellationRequested)
                record.Write(new RunFinished { Milliseconds = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds });
        }

        if (problem is null)
            return _folder.Report(parsed);
        await Console.Error.WriteLineAsync($"seatrial: {secrets.Hide(problem)}");
        return ExitCode.Unusable;
    }

    private static (IReadOnlyList<string>, Misuse?) Chosen(string[] names)
    {
        string[] known = [.. Sweep.Workflows.Select(workflow => workflow.Name)];
        if (names.Contains(All))
            return (known, null);
        return names.FirstOrDefault(name => !known.Contains(name)) is { } unknown
            ? ([], new Misuse($"«{unknown}»", "is not a workflow that can be swept.", Suggestion.For(unknown, [.. known, All])))
            : ([.. names.Distinct()], null);
    }

    private static (IReadOnlyList<string>, Misuse?) Of(string id)
    {
        var at = id.LastIndexOf('-');
        return at > 0 && Sweep.Workflows.Any(workflow => workflow.Name == id[..at])
            ? ([id[..at]], null)
            : ([], new Misuse($"«{id}»", "is the id of no case and of no position.", "They stand in the report, such as publish-7f3a2c01 or same-version-0b1c2d3e."));
    }
}
