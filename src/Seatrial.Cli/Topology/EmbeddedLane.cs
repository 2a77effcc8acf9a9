using System.Data;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Seatrial.Faults;
using Seatrial.Faults.Http;
using Seatrial.Faults.Inside;
using Seatrial.Faults.S3;
using Seatrial.Record;
using Seatrial.Scenarios;
using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Cli.Topology;

/// <summary>
/// The embedded registry with something of ours on each of its boundaries: proxies before its storage, its edge, its origin and
/// its API, and a tap inside for its database, which has no wire.
/// </summary>
internal static class EmbeddedLane
{
    private const string Bucket = "seatrial";
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    /// <summary>Starts one.</summary>
    public static async Task<(LaneFacts? Lane, string? Problem)> StartAsync(CancellationToken cancelled)
    {
        if (RegistryProgram.Find() is not { } program)
            return (null, RegistryProgram.Missing);
        if (InsideAssembly.Find() is not { } inside)
            return (null, InsideAssembly.Missing);
        var folder = Directory.CreateTempSubdirectory("seatrial-lane-").FullName;
        var (port, edge, storage) = (Machine.FreePort(), Machine.FreePort(), Machine.FreePort());
        var (key, secret, token) = (Secret(), Secret(), $"sea_{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 32)}");
        Part? part = null;
        var watch = new Watch(TimeProvider.System);
        Tap At(Boundary boundary, string side) => new(watch, boundary, side) { ProcessId = () => side == "client" ? null : part?.ProcessId };
        var client = new HttpProxy(At(Boundary.ClientRegistry, "client"), Loopback(port), new PlainHttp());
        var toStorage = new HttpProxy(At(Boundary.RegistryStorage, "registry"), Loopback(storage), new S3Api());
        var toEdge = new HttpProxy(At(Boundary.RegistryCdn, "registry"), Loopback(edge), new PlainHttp("xkey"));
        var toOrigin = new HttpProxy(At(Boundary.RegistryCdn, "edge"), Loopback(port), new PlainHttp());
        var toDatabase = new InsideTap(At(Boundary.RegistryDatabase, "registry"), At(Boundary.RegistryDatabase, "worker"));
        HttpProxy[] proxies = [client, toStorage, toEdge, toOrigin];
        async ValueTask StopAsync()
        {
            if (part is not null)
                await part.DisposeAsync();
            foreach (var proxy in proxies)
                await proxy.DisposeAsync();
            await toDatabase.DisposeAsync();
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }

        var variables = new Dictionary<string, string>(toDatabase.Variables(inside))
        {
            ["SEATRIAL_ADMIN_TOKEN"] = token,
            ["SEATRIAL_STORAGE_KEY"] = key,
            ["SEATRIAL_STORAGE_SECRET"] = secret,
            ["SEATRIAL_PURGE_SECRET"] = Secret(),
        };
        part = await Part.StartAsync("The reference registry", Path.Combine(folder, "registry.log"), "TERM",
        [
            program, "serve", "--data", Path.Combine(folder, "data"), "--port", $"{port}", "--edge-port", $"{edge}", "--storage-port", $"{storage}",
            "--storage-url", $"http://{toStorage.Address}", "--purge-url", $"http://{toEdge.Address}", "--origin-url", $"http://{toOrigin.Address}",
            "--public-url", $"http://{client.Address}", "--public-edge-url", Url(edge),
        ], variables);
        var problem = await part.ReadyAsync(token => ReadyAsync($"{Url(port)}/health/ready", token), cancelled);
        if (problem is null && toDatabase.Processes.Count == 0)
            problem = "the tap inside the registry has not been reached by it";
        if (problem is not null)
        {
            await StopAsync();
            return (null, problem);
        }

        var database = new SqliteConnectionStringBuilder { DataSource = Path.Combine(folder, "data", "registry.db"), Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 2, Pooling = false };
        return (new LaneFacts
        {
            Watch = watch,
            Index = new Uri($"{Url(edge)}/index/"),
            DirectApi = Url(port),
            Publisher = new User(null, token),
            Database = new DatabaseStore(SqliteFactory.Instance.CreateDataSource(database.ConnectionString), IsolationLevel.ReadUncommitted, DatabaseStatements.Reference),
            Storage = new StorageFacts(Url(storage), Bucket, key, secret),
            Replicas = [("the registry", Url(port))],
            Processes = [new LaneProcess("registry", () => part.ProcessId, part.RestartAsync)],
            OpenConnections = () => proxies.Sum(proxy => proxy.Open),
            Logs = [part.Log],
            Stop = StopAsync,
        }, null);
    }

    // A real question: whether database and storage answer, and not only whether the process runs.
    private static async Task<bool> ReadyAsync(string url, CancellationToken cancelled)
    {
        using var http = new HttpClient { Timeout = AnswerLimit };
        try
        {
            using var answer = await http.GetAsync(url, cancelled);
            return answer.IsSuccessStatusCode;
        }
        catch (Exception problem) when (problem is HttpRequestException or TaskCanceledException && !cancelled.IsCancellationRequested)
        {
            return false;
        }
    }

    private static IPEndPoint Loopback(int port) => new(IPAddress.Loopback, port);

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    private static string Secret() => RandomNumberGenerator.GetHexString(40, lowercase: true);
}
