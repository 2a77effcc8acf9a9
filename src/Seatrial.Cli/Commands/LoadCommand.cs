using System.CommandLine;
using System.Net;
using Seatrial.Cli.Loads;
using Seatrial.Cli.Topology;
using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Profiles;
using Seatrial.Load.Recording;
using Seatrial.Load.Sessions;
using Seatrial.Record;
using Seatrial.Scenarios;

namespace Seatrial.Cli.Commands;

/// <summary><c>seatrial load</c>: many users at once, who come whether or not the registry is ready.</summary>
internal sealed class LoadCommand
{
    private readonly Argument<string> _profile = new("PROFILE")
    {
        Description = $"What comes: {string.Join(", ", ProfileFile.Names)}; or a profile file (TOML).",
        DefaultValueFactory = _ => "expected",
    };

    private readonly Option<double?> _seconds = new("--seconds") { Description = "For how long sessions begin, in place of the profile's own time.", HelpName = "N" };

    private readonly Option<double> _scale = new("--scale") { Description = "Multiply all rates of the profile.", HelpName = "X", DefaultValueFactory = _ => 1 };

    private readonly Option<string?> _shard = new("--shard") { Description = "Make only this part of the load, beside other generators with the same seed: 1/3, 2/3, 3/3.", HelpName = "i/n" };

    private readonly Option<string[]> _allowHost = new("--allow-host") { Description = "Confirm that this host, which is not this machine, may be loaded; can be given more than once.", HelpName = "HOST" };

    private readonly Option<string> _topology = new("--topology") { Description = "How the reference registry runs.", DefaultValueFactory = _ => "embedded" };

    private readonly TargetOptions _target = new();

    private readonly RunFolder _folder = new();

    public static Command Create()
    {
        var load = new LoadCommand();
        load._topology.AcceptOnlyFromAmong(RunningRegistry.Topologies);
        load._seconds.Between(1, 86_400);
        load._scale.Between(0.001, 10_000);
        var command = new Command("load", "Many users at once, who come whether or not the registry is ready: latency from when each request was due.")
        {
            load._profile, load._seconds, load._scale, load._shard, load._allowHost, load._topology,
        };
        load._folder.AddTo(command);
        load._target.AddTo(command);
        command.SetAction(load.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancelled)
    {
        var (target, misuse) = _target.Read(parsed, [.. Catalogue.All.Select(scenario => scenario.Id)]);
        if (misuse is not null)
            return await CommandLine.Say(misuse);
        var (profile, wrong) = ProfileFile.Read(parsed.GetValue(_profile)!, parsed.GetValue(_seconds), parsed.GetValue(_scale));
        if (profile is null)
            return await CommandLine.Say(wrong!);
        var (seed, badSeed) = _folder.Seed(parsed);
        if (badSeed is not null)
            return await CommandLine.Say(badSeed);
        if (ShardOf(parsed.GetValue(_shard)) is not { } shard)
            return await CommandLine.Say(new Misuse("--shard", $"«{parsed.GetValue(_shard)}» is no part of a load.", "Write i/n with i from 1 to n, such as 2/3."));
        var hosts = new Hosts(parsed.GetValue(_allowHost) ?? []);
        if (target is not null && await hosts.AskAsync(target.Index, "The index", cancelled) is { } refused)
            return await CommandLine.Say(refused);

        await using var progress = new Progress(0);
        if (target is not null)
            return await RunAsync(parsed, profile, target, seed, shard, hosts, progress, cancelled);
        var topology = parsed.GetValue(_topology)!;
        progress.Say($"Starting the reference registry ({topology})");
        var (registry, problem) = await RunningRegistry.StartAsync(topology, null, 0, null, cancelled);
        if (registry is null)
            return await Unusable(progress, problem!);
        await using (registry)
            return await RunAsync(parsed, profile, new Target
            {
                Index = IndexUrl.Parse(registry.Index, "the reference registry").Url!,
                Publisher = new User(null, registry.AdminToken),
                Topology = registry.Topology,
            }, seed, shard, hosts, progress, cancelled);
    }

    private async Task<int> RunAsync(
        ParseResult parsed, LoadProfile profile, Target target, ulong seed, Shard shard, Hosts hosts, Progress progress, CancellationToken cancelled)
    {
        var secrets = new Secrets();
        secrets.Add(target.Publisher.Token);
        string? problem;
        using (var record = new RecordWriter(File.Create(_folder.Record(parsed)), TimeProvider.System, secrets))
        {
            record.Written += progress.Show;
            var names = RunFolder.Namespace();
            record.Write(new RunStarted
            {
                Tool = RunFolder.Tool,
                Seed = seed,
                Namespace = names,
                Target = new TargetFacts(target.Index.ToString(), null, target.Topology),
                Machine = RunFolder.Machine(null),
                Rules = [],
            });
            var start = TimeProvider.System.GetTimestamp();
            problem = await LoadAsync(profile, target, names, seed, shard, hosts, record, progress, cancelled);
            if (problem is null && !cancelled.IsCancellationRequested)
                record.Write(new RunFinished { Milliseconds = TimeProvider.System.GetElapsedTime(start).TotalMilliseconds });
        }

        if (problem is not null)
            return await Unusable(progress, secrets.Hide(problem));
        await progress.DisposeAsync();
        return _folder.Report(parsed);
    }

    private static async Task<string?> LoadAsync(
        LoadProfile profile, Target target, string names, ulong seed, Shard shard, Hosts hosts, RecordWriter record, Progress progress, CancellationToken cancelled)
    {
        var graph = CrateGraph.Grow(profile.Crates, seed);
        progress.Say($"Publishing {graph.Count} crates to {target.Index}");
        using var world = new LoadWorld(target, names, hosts);
        RegistryRequests? requests;
        try
        {
            (requests, var problem) = await world.MakeAsync(graph, made => progress.Note($"publishing crates: {made} of {graph.Count}"), cancelled);
            if (requests is null)
                return problem;
        }
        catch (OperationCanceledException)
        {
            // Before the first session nothing was done that a report could be of; the record says that it was interrupted.
            return null;
        }

        var isPlain = OperatingSystem.IsLinux() && hosts.All.All(host => host.Scheme == "http");
        record.Write(new LoadStarted
        {
            Load = profile.Name,
            Story = profile.Description,
            Seconds = profile.Curve.Seconds,
            Sessions = Math.Round(profile.Curve.Count),
            Shard = $"{shard.Index + 1}/{shard.Count}",
            Engine = isPlain ? "sockets" : "handler",
        });
        Workload Workload() => new RegistryWorkload(graph, profile.Mix, requests, seed);
        void Told(int second, Tally tally) => record.Write(LoadFindings.Second(profile.Name, second, tally));
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxConnectionsPerServer = profile.Limits.Connections,
            SslOptions = target.Roots?.Options() ?? new(),
        };
        Engine engine = isPlain && OperatingSystem.IsLinux()
            ? new SocketEngine(Workload, RegistryOperations.Names.Count, hosts.All, profile.Limits) { Told = Told }
            : new HandlerEngine(Workload, RegistryOperations.Names.Count, profile.Limits, handler, HttpVersion.Version20) { Told = Told };
        var result = await engine.RunAsync(new OpenModel(new ArrivalPlan(profile.Curve, profile.Spacing, seed), shard), cancelled);
        record.Write(LoadFindings.Whole(profile, result));
        return null;
    }

    private static Shard? ShardOf(string? text)
    {
        if (text is null)
            return Shard.Whole;
        return text.Split('/') is [var one, var all] && int.TryParse(one, out var index) && int.TryParse(all, out var count) && index >= 1 && index <= count && count <= 10_000
            ? new Shard(index - 1, count)
            : null;
    }

    private static async Task<int> Unusable(Progress progress, string problem)
    {
        await progress.DisposeAsync();
        await Console.Error.WriteLineAsync($"seatrial: {problem}");
        return ExitCode.Unusable;
    }
}
