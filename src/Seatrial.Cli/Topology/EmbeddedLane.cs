using System.Data;
using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Seatrial.Scenarios;
using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Cli.Topology;

/// <summary>The embedded registry with something of ours on each of its boundaries; its database has no wire, and is tapped from inside.</summary>
internal static class EmbeddedLane
{
    /// <summary>Starts one.</summary>
    /// <param name="program">The registry's program, and what stands before its options: a defect, say.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public static async Task<(LaneFacts? Lane, string? Problem)> StartAsync(IReadOnlyList<string> program, CancellationToken cancelled)
    {
        if (InsideAssembly.Find() is not { } inside)
            return (null, InsideAssembly.Missing);
        var folder = Directory.CreateTempSubdirectory("seatrial-lane-").FullName;
        var (port, edge, storage) = (Machine.FreePort(), Machine.FreePort(), Machine.FreePort());
        var (key, secret, token) = (Machine.Secret(), Machine.Secret(), $"sea_{RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 32)}");
        Part? part = null;
        int? ProcessId() => part?.ProcessId;
        var taps = new Taps();
        var database = taps.Inside("registry", "worker", ProcessId);
        async ValueTask StopAsync()
        {
            if (part is not null)
                await part.DisposeAsync();
            await taps.DisposeAsync();
            // What was read with is kept open, as each opening reads the whole schema.
            SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }

        part = await Part.StartAsync("The reference registry", Path.Combine(folder, "registry.log"), "TERM",
        [
            .. program, "--data", Path.Combine(folder, "data"), "--port", $"{port}", "--edge-port", $"{edge}", "--storage-port", $"{storage}",
            "--storage-url", taps.Storage("registry", storage, ProcessId), "--purge-url", taps.Purge("registry", edge, ProcessId),
            "--origin-url", Machine.Url(taps.Origin(port)), "--public-url", taps.Client(port), "--public-edge-url", Machine.Url(edge),
        ], new Dictionary<string, string>(database.Variables(inside))
        {
            ["SEATRIAL_ADMIN_TOKEN"] = token,
            ["SEATRIAL_STORAGE_KEY"] = key,
            ["SEATRIAL_STORAGE_SECRET"] = secret,
            ["SEATRIAL_PURGE_SECRET"] = Machine.Secret(),
        });
        var problem = await part.ReadyAsync(token => Question.IsAnsweredAsync($"{Machine.Url(port)}/health/ready", refusalCounts: false, token), cancelled);
        if (problem is null && database.Processes.Count == 0)
            problem = "the tap inside the registry was not reached by it";
        if (problem is not null)
        {
            await StopAsync();
            return (null, problem);
        }

        return (new LaneFacts
        {
            Watch = taps.Watch,
            Index = new Uri($"{Machine.Url(edge)}/index/"),
            DirectApi = Machine.Url(port),
            Publisher = new User(null, token),
            Replicas = [("the registry", Machine.Url(port))],
            Database = new DatabaseStore(Sqlite(Path.Combine(folder, "data", "registry.db")), IsolationLevel.ReadUncommitted, DatabaseStatements.Reference with
            {
                // SQLite tells of no transactions. But to begin its log again it must wait for all that are open, and says whether it did.
                IdleInTransaction = "PRAGMA wal_checkpoint(RESTART)",
            }),
            Storage = new StorageFacts(Machine.Url(storage), StorageFacts.ReferenceBucket, key, secret),
            Processes = [new LaneProcess("registry", ProcessId, part.RestartAsync)],
            OpenConnections = () => taps.Open,
            Logs = [part.Log],
            Stop = StopAsync,
        }, null);
    }

    private static System.Data.Common.DbDataSource Sqlite(string file) => SqliteFactory.Instance.CreateDataSource(
        new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, DefaultTimeout = 2 }.ConnectionString);
}
