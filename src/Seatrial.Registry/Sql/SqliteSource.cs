using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Seatrial.Registry.Sql;

/// <summary>Opens pooled connections to one SQLite file, each with the settings that the registry relies on.</summary>
internal sealed class SqliteSource(string file) : DbDataSource
{
    // How long a command waits for another process's lock, and runs at most.
    private const int BusyMilliseconds = 5_000;

    public override string ConnectionString { get; } = new SqliteConnectionStringBuilder
    {
        DataSource = file,
        ForeignKeys = true,
        Pooling = true,
        DefaultTimeout = Database.CommandSeconds,
    }.ConnectionString;

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);

    protected override DbConnection OpenDbConnection()
    {
        var connection = new SqliteConnection(ConnectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    protected override ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(OpenDbConnection());

    protected override void Dispose(bool disposing)
    {
        // A pooled connection keeps the file open, and a temporary data folder could not be removed completely.
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        base.Dispose(disposing);
    }

    private static void Prepare(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        // WAL: readers never wait for the writer. synchronous=FULL: a 2xx answer survives a power cut (invariant I7).
        // Without busy_timeout the driver itself retries a busy lock every 150 ms.
        command.CommandText = string.Create(CultureInfo.InvariantCulture,
            $"PRAGMA busy_timeout={BusyMilliseconds}; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;");
        command.ExecuteNonQuery();
    }
}
