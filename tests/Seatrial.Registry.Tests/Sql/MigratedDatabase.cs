using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests.Sql;

/// <summary>An empty database, on PostgreSQL where there is a cluster, as two processes see it.</summary>
internal sealed class MigratedDatabase : IAsyncDisposable
{
    private readonly List<IAsyncDisposable> _parts = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-sql-test-").FullName;

    private MigratedDatabase(PostgreSqlDatabase? cluster)
    {
        if (cluster is not null)
            _parts.Add(cluster);
        (One, Other) = (Open(cluster), Open(cluster));
    }

    public Database One { get; }

    /// <summary>The same database, of another process.</summary>
    public Database Other { get; }

    public static async Task<MigratedDatabase> Make(int schema)
    {
        var database = new MigratedDatabase(await PostgreSqlDatabase.Make());
        await Migrations.Apply(database.One, TimeProvider.System, default, schema);
        return database;
    }

    public async ValueTask DisposeAsync()
    {
        One.Dispose();
        Other.Dispose();
        foreach (var part in Enumerable.Reverse(_parts))
            await part.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private Database Open(PostgreSqlDatabase? cluster)
    {
        System.Data.Common.DbDataSource source = cluster is null
            ? new SqliteSource(Path.Combine(_folder, "test.db"))
            : PostgreSqlSource.Of(cluster.ConnectionString);
        _parts.Add(source);
        return new Database(source, cluster is null ? Dialect.Sqlite : Dialect.PostgreSql);
    }
}
