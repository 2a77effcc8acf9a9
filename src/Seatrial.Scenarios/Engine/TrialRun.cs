using System.Runtime.InteropServices;
using Seatrial.Record;

namespace Seatrial.Scenarios;

/// <summary>How a run is made.</summary>
public sealed record RunOptions
{
    /// <summary>The seed of all chance.</summary>
    public required ulong Seed { get; init; }

    /// <summary>What every crate name of the run starts with: a letter, then letters and digits; short.</summary>
    public required string Namespace { get; init; }

    /// <summary>The tester's name and version, for the record.</summary>
    public required string Tool { get; init; }

    /// <summary>How many scenarios run at once. Most of a scenario is waiting, so this is more than the processors.</summary>
    public int Parallel { get; init; } = Math.Clamp(Environment.ProcessorCount * 2, 4, 16);

    /// <summary>How long one scenario may take before it is ended: real cargo may build, and waits up to 60 s for an index.</summary>
    public TimeSpan ScenarioLimit { get; init; } = TimeSpan.FromMinutes(3);
}

/// <summary>A run: the probe of the registry, then every scenario, each with its own names, all of it in the record.</summary>
public sealed class TrialRun(Target target, (FoundCargo? Found, string Evidence) cargo, RunOptions options, RecordWriter record, Secrets secrets, TimeProvider clock)
{
    /// <summary>Probes the registry and runs the scenarios.</summary>
    /// <param name="scenarios">What is run.</param>
    /// <param name="then">What belongs to the same run and follows the scenarios; nothing when absent.</param>
    /// <param name="cancelled">Ends the run.</param>
    /// <returns>Why the registry could not be used; nothing when the run was made.</returns>
    public async Task<Unusable?> RunAsync(IReadOnlyList<Scenario> scenarios, Func<Task>? then, CancellationToken cancelled)
    {
        var start = clock.GetTimestamp();
        using var http = Registry.NewHttp(target.Roots);
        var probe = new Probe(target, http, secrets, clock, options.Namespace);
        var (found, unusable) = await probe.RunAsync(cancelled);
        record.Write(Started(found));
        foreach (var exchange in probe.Exchanges)
            record.Write(exchange);
        if (found is null)
            return unusable;

        found.Add(Capability.Cargo, cargo.Found is not null, cargo.Evidence);
        foreach (var (capability, (available, evidence)) in found.Capabilities)
            record.Write(new CapabilityProbed { Capability = capability.ToString(), Available = available, Evidence = evidence });

        var context = Context(scenarios, found, http);
        await RunAllAsync(scenarios, context, cancelled);
        if (then is not null && !cancelled.IsCancellationRequested)
            await then();
        if (!cancelled.IsCancellationRequested)
            record.Write(new RunFinished { Milliseconds = clock.GetElapsedTime(start).TotalMilliseconds });
        return null;
    }

    private async Task RunAllAsync(IReadOnlyList<Scenario> scenarios, TrialContext context, CancellationToken cancelled)
    {
        // Real cargo takes longest: begun first, it does not become a tail that a single processor works off.
        var ordered = scenarios.OrderByDescending(scenario => scenario.Needs.Contains(Capability.Cargo));
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallel };
        await Parallel.ForEachAsync(ordered, parallel, async (scenario, _) =>
        {
            if (!cancelled.IsCancellationRequested)
                await new ScenarioRunner(scenario, context, options.ScenarioLimit).RunAsync(cancelled);
        });
    }

    private TrialContext Context(IReadOnlyList<Scenario> scenarios, ProbeResult found, HttpMessageInvoker http) => new()
    {
        Target = target,
        Probe = found,
        Http = http,
        Cargo = cargo.Found,
        Record = record,
        Secrets = secrets,
        Clock = clock,
        Seed = options.Seed,
        Namespace = options.Namespace,
        Ordinals = scenarios.Select((scenario, ordinal) => (scenario.Id, ordinal)).ToDictionary(),
    };

    private RunStarted Started(ProbeResult? found) => new()
    {
        Tool = options.Tool,
        Seed = options.Seed,
        Namespace = options.Namespace,
        Target = new TargetFacts(target.Index.ToString(), found?.Config.Api, target.Topology),
        Machine = new MachineFacts(RuntimeInformation.OSDescription, Environment.ProcessorCount, RuntimeInformation.FrameworkDescription, cargo.Found?.Version),
        Rules = [.. RuleBook.All],
    };
}
