using System.Data;
using Npgsql;
using Seatrial.Scenarios;
using Seatrial.Scenarios.Sweeps;
using Seatrial.Scenarios.Sweeps.Stores;

namespace Seatrial.Cli.Topology;

/// <summary>Starts registries that are to be swept, in whatever topology.</summary>
internal static class Lanes
{
    /// <summary>What the registry itself tells its workers when it has added a job.</summary>
    private const string TellWorkers = "SELECT pg_notify('jobs', '')";

    /// <summary>What starts one.</summary>
    public static Func<CancellationToken, Task<(LaneFacts? Lane, string? Problem)>> Of(string topology) => topology == "full" ? FullAsync : EmbeddedAsync;

    /// <summary>What stands before the database and the storage of a registry that the user has started. There is one of it, so there is one lane.</summary>
    public static Func<CancellationToken, Task<(LaneFacts? Lane, string? Problem)>> Of(Target target) => async cancelled =>
    {
        if (target.Swept is not { } swept)
            return (null, "The target file has neither [database] nor [storage], so there is no boundary to sweep; see docs/target-file.md.");
        var taps = new Taps();
        try
        {
            taps.Stand(swept);
        }
        catch (System.Net.Sockets.SocketException taken)
        {
            await taps.DisposeAsync();
            return (null, $"A port for our proxies cannot be had: {taken.Message}. Choose another `listen`.");
        }

        var database = swept.Connection is null ? null : NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(swept.Connection) { MaxPoolSize = 4, CommandTimeout = 5 }.ConnectionString);
        return (new LaneFacts
        {
            Watch = taps.Watch,
            Index = target.Index,
            Publisher = target.Publisher,
            Stranger = target.Stranger,
            Database = database is null ? null : new DatabaseStore(database, IsolationLevel.RepeatableRead, swept.Statements!),
            Storage = swept.Storage,
            OpenConnections = () => taps.Open,
            Stop = async () =>
            {
                if (database is not null)
                    await database.DisposeAsync();
                await taps.DisposeAsync();
            },
        }, null);
    };

    private static async Task<(LaneFacts?, string?)> EmbeddedAsync(CancellationToken cancelled) => RegistryProgram.Find() is { } program
        ? await EmbeddedLane.StartAsync([program, "serve"], cancelled)
        : (null, RegistryProgram.Missing);

    private static async Task<(LaneFacts?, string?)> FullAsync(CancellationToken cancelled)
    {
        var taps = new Taps();
        var (registry, problem) = await FullTopology.StartAsync(null, 0, taps, cancelled);
        if (registry?.Swept is not { } swept)
        {
            await taps.DisposeAsync();
            return (null, problem);
        }

        // One connection at a time: what looks must not use up what the registry may have.
        var database = new NpgsqlDataSourceBuilder(new NpgsqlConnectionStringBuilder(swept.Database) { MaxPoolSize = 4, CommandTimeout = 5 }.ConnectionString).Build();
        return (new LaneFacts
        {
            Watch = taps.Watch,
            Index = new Uri($"{registry.Url}/index/"),
            DirectApi = registry.Parts.First(part => part.Name == "replica-1").Url,
            Publisher = new User(null, registry.AdminToken),
            Replicas = [.. registry.Parts.Where(part => part.Name.StartsWith("replica-", StringComparison.Ordinal)).Select(part => (part.Name, part.Url))],
            Database = new DatabaseStore(database, IsolationLevel.RepeatableRead, DatabaseStatements.Reference with
            {
                IdleInTransaction = "SELECT COUNT(*) FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'",
                AddIndexJob = $"{DatabaseStatements.Reference.AddIndexJob}; {TellWorkers}",
                AddPurgeJob = $"{DatabaseStatements.Reference.AddPurgeJob}; {TellWorkers}",
            }),
            Storage = new StorageFacts(swept.Storage, StorageFacts.ReferenceBucket, swept.StorageKey, swept.StorageSecret),
            Processes = [.. registry.Processes.Select(one => new LaneProcess(one.Name, () => one.Process.ProcessId, one.Process.RestartAsync))],
            OpenConnections = () => taps.Open,
            Logs = [.. registry.Processes.Select(one => one.Process.Log)],
            Stop = async () =>
            {
                await database.DisposeAsync();
                await registry.DisposeAsync();
                await taps.DisposeAsync();
            },
        }, null);
    }
}
