using System.CommandLine;
using System.Reflection;
using System.Security.Cryptography;
using Seatrial.Record;
using Seatrial.Reports;
using Seatrial.Scenarios;

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

    private readonly Option<ulong?> _seed = new("--seed") { Description = "The seed of all chance; printed by every run.", HelpName = "N" };

    private readonly Option<string> _out = new("--out")
    {
        Description = "Where the record and the reports go.",
        HelpName = "DIR",
        DefaultValueFactory = _ => "seatrial-out",
    };

    private readonly Option<bool> _json = new("--json") { Description = "Print the summary as JSON." };

    public static Command Create()
    {
        var run = new RunCommand();
        run._topology.AcceptOnlyFromAmong("embedded");
        var command = new Command("run", "The main job: scenarios against a registry, with evidence and a report.")
        {
            run._filters, run._topology, run._seed, run._out, run._json,
        };
        // A mistyped option would otherwise pass for a filter.
        run._filters.Validators.Add(result =>
        {
            if (result.Tokens.FirstOrDefault(token => token.Value.StartsWith('-')) is { } option)
                result.AddError($"«{option.Value}» is not an option.");
        });
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

        if (parsed.GetValue(_seed) is > MaxSeed)
            return await CommandLine.Say(new Misuse("--seed", "the seed is too large.", $"Give a whole number from 0 to {MaxSeed}."));

        await using var progress = new Progress(scenarios.Count);
        if (target is not null)
            return await RunAsync(parsed, target, scenarios, progress, cancelled);
        progress.Say("Starting the reference registry (embedded)");
        var (registry, problem) = await EmbeddedRegistry.StartAsync([], cancelled);
        if (registry is null)
            return await Unusable(progress, problem!);
        await using (registry)
            return await RunAsync(parsed, Embedded(registry), scenarios, progress, cancelled);
    }

    private async Task<int> RunAsync(
        ParseResult parsed, Target target, IReadOnlyList<Scenario> scenarios, Progress progress, CancellationToken cancelled)
    {
        var folder = parsed.GetValue(_out)!;
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "record.ndjson");
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
            unusable = await new TrialRun(target, cargo, Options(parsed), record, secrets, TimeProvider.System).RunAsync(scenarios, cancelled);
        }

        if (unusable is not null)
            return await Unusable(progress, $"""
                {target.Index} could not be tested as a registry.
                  asked     {unusable.Asked}
                  came      {secrets.Hide(unusable.Came)}
                  expected  {unusable.Expected}
                  {unusable.Hint}
                """);
        var view = RunView.From(RecordReader.Read(File.ReadLines(path)).Events);
        Report.WriteAll(view, folder);
        await progress.DisposeAsync();
        Console.Out.Write(parsed.GetValue(_json) ? Report.Summary(view) : Outcome.Text(view, folder));
        return RunVerdict.ExitCode(view.Verdict);
    }

    /// <summary>JSON readers keep whole numbers exactly up to here (RFC 8259, section 6), and summary.json carries the seed.</summary>
    private const ulong MaxSeed = (1UL << 53) - 1;

    private RunOptions Options(ParseResult parsed) => new()
    {
        Seed = parsed.GetValue(_seed) ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8)) & MaxSeed,
        // Not from the seed: the same seed must be usable twice against one registry, where names are taken for ever.
        Namespace = $"t{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 6)}",
        Tool = $"seatrial {typeof(RunCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion}",
    };

    private static Target Embedded(EmbeddedRegistry registry) => new()
    {
        Index = IndexUrl.Parse(registry.Index, "the embedded registry").Url!,
        Publisher = new User(null, registry.AdminToken),
        Topology = "embedded",
    };

    private static async Task<int> Unusable(Progress progress, string problem)
    {
        await progress.DisposeAsync();
        await Console.Error.WriteLineAsync($"seatrial: {problem}");
        return ExitCode.Unusable;
    }
}
