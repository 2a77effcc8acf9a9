using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests;

/// <summary>An empty SQLite file in a folder of its own.</summary>
internal sealed class TemporaryDatabase : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-sql-test-").FullName;
    private readonly SqliteSource _source;

    public TemporaryDatabase()
    {
        _source = new SqliteSource(Path.Combine(_folder, "test.db"));
        Database = new Database(_source, Dialect.Sqlite);
    }

    public Database Database { get; }

    public async ValueTask DisposeAsync()
    {
        Database.Dispose();
        await _source.DisposeAsync();
        Assert.False(File.Exists(Path.Combine(_folder, "test.db-wal")), "A connection was left open.");
        Directory.Delete(_folder, recursive: true);
    }
}
