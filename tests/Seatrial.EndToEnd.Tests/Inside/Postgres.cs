using Npgsql;
using Seatrial.Cli.Topology;

[assembly: AssemblyFixture(typeof(Seatrial.EndToEnd.Tests.Inside.Postgres))]

namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>A private PostgreSQL for the tests whose application reaches it by Npgsql; it is started by the first of them. Each has a database of its own.</summary>
public sealed class Postgres : IAsyncLifetime
{
    private readonly SemaphoreSlim _starting = new(1, 1);
    private DirectoryInfo? _folder;
    private PostgreSql? _cluster;
    private int _databases;

    /// <summary>Its port.</summary>
    internal int Port => _cluster!.Port;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A new database.</summary>
    /// <returns>How it is reached directly.</returns>
    internal async Task<string> DatabaseAsync()
    {
        await StartedAsync();
        var name = $"notes{Interlocked.Increment(ref _databases)}";
        await using var source = NpgsqlDataSource.Create(_cluster!.ConnectionString);
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();
        // A time limit of one second, which is what a hang waits for.
        return new NpgsqlConnectionStringBuilder(_cluster.ConnectionString) { Database = name, CommandTimeout = 1, Timeout = 5, CancellationTimeout = 500 }.ConnectionString;
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_cluster is not null)
            await _cluster.DisposeAsync();
        _folder?.Delete(recursive: true);
    }

    private async Task StartedAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_cluster is not null)
                return;
            _folder = Directory.CreateTempSubdirectory("seatrial-postgres-");
            // It runs as another user, who must reach its own folder below this one.
            if (OperatingSystem.IsLinux())
                File.SetUnixFileMode(_folder.FullName, File.GetUnixFileMode(_folder.FullName) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            (_cluster, var problem) = await PostgreSql.StartAsync(_folder.FullName, TestContext.Current.CancellationToken);
            Assert.True(_cluster is not null, problem);
        }
        finally
        {
            _starting.Release();
        }
    }
}
