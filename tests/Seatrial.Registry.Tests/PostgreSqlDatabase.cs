using Npgsql;

namespace Seatrial.Registry.Tests;

/// <summary>
/// A database of its own on the cluster that eng/with-postgresql has started. Without such a cluster there is none, and the
/// tests run on SQLite; ./test runs them once on each.
/// </summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    private static int _made;
    private readonly string _name;

    private PostgreSqlDatabase(string name) => _name = name;

    private static string? Cluster => Environment.GetEnvironmentVariable("SEATRIAL_TEST_POSTGRESQL");

    /// <summary>How the registry reaches it.</summary>
    public string ConnectionString => new NpgsqlConnectionStringBuilder(Cluster) { Database = _name }.ConnectionString;

    /// <summary>Makes a database, when there is a cluster.</summary>
    public static async Task<PostgreSqlDatabase?> Make()
    {
        if (Cluster is null)
            return null;
        var database = new PostgreSqlDatabase($"test_{Environment.ProcessId}_{Interlocked.Increment(ref _made)}");
        await Run($"CREATE DATABASE {database._name}");
        return database;
    }

    /// <summary>Drops it, which PostgreSQL refuses while somebody is still connected: then a connection was left open.</summary>
    public async ValueTask DisposeAsync() => await Run($"DROP DATABASE {_name}");

    private static async Task Run(string statement)
    {
        await using var connection = new NpgsqlConnection(Cluster + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
