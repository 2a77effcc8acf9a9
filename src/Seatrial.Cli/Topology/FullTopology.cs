using System.Security.Cryptography;

namespace Seatrial.Cli.Topology;

/// <summary>
/// The reference registry with its real parts as private processes on loopback: PostgreSQL, the S3 server, two replicas, two
/// workers, Varnish in front, and Prometheus that watches. Nothing of the machine's own is touched, and nothing is left behind.
/// </summary>
internal sealed class FullTopology
{
    private const int Replicas = 2;
    private const int Workers = 2;

    private readonly List<(string Name, Part Process, string Url)> _parts = [];
    private readonly List<IAsyncDisposable> _started = [];
    private readonly Dictionary<string, string> _secrets = new()
    {
        ["SEATRIAL_STORAGE_KEY"] = Machine.Secret(),
        ["SEATRIAL_STORAGE_SECRET"] = Machine.Secret(),
        ["SEATRIAL_PURGE_SECRET"] = Machine.Secret(),
        ["SEATRIAL_DOWNLOAD_SECRET"] = Machine.Secret(),
        ["SEATRIAL_ADMIN_TOKEN"] = $"sea_{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 32)}",
    };

    private readonly string _program;
    private readonly string _folder;
    private readonly int _port;
    private readonly Taps? _taps;

    private FullTopology(string program, string folder, int port, Taps? taps) => (_program, _folder, _port, _taps) = (program, folder, port, taps);

    private SweptStores? _swept;

    private string Front => Machine.Url(_port);

    /// <summary>Starts everything; what was started is stopped again when a later part fails.</summary>
    /// <param name="data">Where it keeps its data; null for a temporary folder.</param>
    /// <param name="port">The port of the front; 0 for any free one.</param>
    /// <param name="taps">What stands between the parts while they are swept: then there is one worker, so that who takes a job is no chance, and no monitoring. Null for the parts alone.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public static async Task<(RunningRegistry? Registry, string? Problem)> StartAsync(string? data, int port, Taps? taps, CancellationToken cancelled)
    {
        if (!OperatingSystem.IsLinux())
            return (null, "The full topology starts its servers as private processes in the way of Linux; elsewhere use --topology embedded.");
        if (RegistryProgram.Find() is not { } program)
            return (null, RegistryProgram.Missing);
        var folder = data is null ? Directory.CreateTempSubdirectory("seatrial-full-").FullName : Directory.CreateDirectory(data).FullName;
        // The servers run as another user; they must be able to reach their own folders below this one.
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        var topology = new FullTopology(program, folder, port == 0 ? Machine.FreePort() : port, taps);
        var problem = await topology.StartPartsAsync(cancelled);
        if (problem is null)
            return (topology.Running(temporary: data is null), null);
        await topology.StopAsync(temporary: data is null);
        return (null, problem);
    }

    private async Task<string?> StartPartsAsync(CancellationToken cancelled)
    {
        var (cluster, problem) = await PostgreSql.StartAsync(_folder, cancelled);
        if (cluster is null)
            return problem;
        Keep("postgres", cluster.Process, $"127.0.0.1:{cluster.Port}", cluster);
        _secrets["SEATRIAL_DATABASE"] = cluster.ConnectionString;
        var storage = Machine.FreePort();
        _swept = new SweptStores(cluster.ConnectionString, Machine.Url(storage), _secrets["SEATRIAL_STORAGE_KEY"], _secrets["SEATRIAL_STORAGE_SECRET"]);
        if (await StartRegistryAsync("storage", storage, ["--parts", "storage", "--storage-port", $"{storage}", "--data", Path.Combine(_folder, "storage")], "/", cancelled) is { } noStorage)
            return noStorage;
        var replicas = Enumerable.Range(0, Replicas).Select(_ => Machine.FreePort()).ToArray();
        var front = _taps is null ? Front : _taps.Client(_port);
        foreach (var (number, replica) in replicas.Index())
            if (await StartServerAsync($"replica-{number + 1}", "api", "registry", replica, storage, cluster.Port, front, cancelled) is { } failed)
                return failed;
        var workers = Enumerable.Range(0, _taps is null ? Workers : 1).Select(_ => Machine.FreePort()).ToArray();
        foreach (var (number, worker) in workers.Index())
            if (await StartServerAsync($"worker-{number + 1}", "worker", "worker", worker, storage, cluster.Port, front, cancelled) is { } failed)
                return failed;
        int[] origins = [.. replicas.Select(replica => _taps is null ? replica : _taps.Origin(replica))];
        var (varnish, noVarnish) = await Varnish.StartAsync(_folder, _port, origins, _secrets["SEATRIAL_PURGE_SECRET"], cancelled);
        if (varnish is null)
            return noVarnish;
        Keep("varnish", varnish.Process, Front, varnish);
        if (_taps is not null)
            return null;
        await DoctorFile.WriteAsync(_folder, Arguments("api", 0, Machine.Url(storage), Front, Front), _secrets);
        var (prometheus, noPrometheus) = await Prometheus.StartAsync(_folder, [.. replicas, .. workers], RegistryProgram.Alerts(_program), cancelled);
        if (prometheus is null)
            return noPrometheus;
        Keep("prometheus", prometheus.Process, Machine.Url(prometheus.Port), prometheus);
        return null;
    }

    private string[] Arguments(string parts, int port, string storage, string purge, string front) =>
    [
        "--parts", parts, "--port", $"{port}", "--storage-url", storage,
        "--public-url", front, "--public-edge-url", Front, "--purge-url", purge,
    ];

    // One process of the registry's program that has the database, the storage and the edge behind it; each by a way of its own
    // while it is swept, so that it is known who asks.
    private async Task<string?> StartServerAsync(string name, string parts, string side, int port, int storage, int database, string front, CancellationToken cancelled)
    {
        int? ProcessId() => _parts.FirstOrDefault(part => part.Name == name).Process?.ProcessId;
        if (_taps is null)
            return await StartRegistryAsync(name, port, Arguments(parts, port, Machine.Url(storage), Front, front), "/health/ready", cancelled);
        _secrets["SEATRIAL_DATABASE"] = _swept!.Database.Replace($"Port={database}", $"Port={_taps.Database(side, database, ProcessId)}", StringComparison.Ordinal);
        return await StartRegistryAsync(
            name, port, Arguments(parts, port, _taps.Storage(side, storage, ProcessId), _taps.Purge(side, _port, ProcessId), front), "/health/ready", cancelled);
    }

    private async Task<string?> StartRegistryAsync(string name, int port, string[] arguments, string question, CancellationToken cancelled)
    {
        var part = await Part.StartAsync(name, Path.Combine(_folder, $"{name}.log"), "TERM", [_program, "serve", .. arguments], _secrets);
        Keep(name, part, Machine.Url(port), part);
        // The storage refuses an unsigned question.
        return await part.ReadyAsync(token => Question.IsAnsweredAsync($"{Machine.Url(port)}{question}", refusalCounts: question == "/", token), cancelled);
    }

    private RunningRegistry Running(bool temporary) => new(
        $"sparse+{Front}/index/", Front, _secrets["SEATRIAL_ADMIN_TOKEN"], "full",
        [.. _parts.Select(part => new RunningPart(part.Name, part.Process.ProcessId, part.Url))],
        Task.Delay(Timeout.Infinite), () => StopAsync(temporary))
    {
        Data = _folder,
        Swept = _swept,
        Processes = [.. _parts.Select(part => (part.Name, part.Process))],
    };

    // In the reverse order: nobody loses what they still need.
    private async ValueTask StopAsync(bool temporary)
    {
        for (var part = _started.Count - 1; part >= 0; part--)
            await _started[part].DisposeAsync();
        _started.Clear();
        if (temporary && Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private void Keep(string name, Part process, string url, IAsyncDisposable part)
    {
        _parts.Add((name, process, url));
        _started.Add(part);
    }
}
