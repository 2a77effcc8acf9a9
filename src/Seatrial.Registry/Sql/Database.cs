using System.Data;
using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Seatrial.Registry.Sql;

/// <summary>The registry's only way to its database: single statements, and transactions.</summary>
internal sealed class Database(DbDataSource source, Dialect dialect) : SqlSession, IDisposable
{
    /// <summary>How long one statement may run: well below cargo's 30 s idle window (API-GEN-14).</summary>
    public const int CommandSeconds = 5;

    /// <summary>How long a statement of a migration may run, and wait for the migrations of another process: for tables of any size.</summary>
    public const int MigrationSeconds = 3600;

    // SQLite has one writer. Waiting for it here, in order and without a thread, beats the driver's polling for the lock.
    private readonly SemaphoreSlim? _writer = dialect.OneProcess ? new(1, 1) : null;

    public Dialect Dialect => dialect;

    public override async Task<List<T>> Query<T>(SqlText sql, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await Commands.Query(connection, null, sql, read, cancel);
    }

    /// <summary>Reads with several statements; on PostgreSQL they are one transaction of their own.</summary>
    public override async Task Run(SqlBatch batch, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        await batch.Run(connection, null, cancel);
    }

    /// <summary>One statement that is its own transaction.</summary>
    public override async Task<int> Execute(SqlText sql, CancellationToken cancel)
    {
        if (_writer is null)
        {
            await using var connection = await source.OpenConnectionAsync(cancel);
            return await Commands.Execute(connection, null, sql, cancel);
        }

        await using var transaction = await BeginWrite("", cancel);
        var changed = await transaction.Execute(sql, cancel);
        await transaction.Commit();
        return changed;
    }

    /// <summary>A transaction that sees one state of the database and changes nothing.</summary>
    public Task<Transaction> BeginRead(CancellationToken cancel) => Begin(dialect.Snapshot, null, CommandSeconds, cancel);

    /// <summary>A transaction that writes. Those of one key wait for each other, so what one checks stays true until its commit.</summary>
    /// <param name="key">What it is about, from <see cref="LockKeys"/>; empty when it needs nobody to wait.</param>
    /// <exception cref="TimeoutException">Another writer held the lock too long.</exception>
    public Task<Transaction> BeginWrite(string key, CancellationToken cancel) => BeginWrite(key, new SqlBatch(), cancel);

    /// <summary>The same, with the first statements sent together with the wait for the key.</summary>
    public Task<Transaction> BeginWrite(string key, SqlBatch first, CancellationToken cancel) => BeginWrite(key, first, CommandSeconds, cancel);

    /// <summary>A transaction that changes the schema, after those of other processes, and takes its time.</summary>
    public Task<Transaction> BeginMigration(CancellationToken cancel) =>
        BeginWrite(LockKeys.Migrations, new SqlBatch(), MigrationSeconds, cancel);

    public void Dispose() => _writer?.Dispose();

    private async Task<Transaction> BeginWrite(string key, SqlBatch first, int seconds, CancellationToken cancel)
    {
        if (_writer is not null && !await _writer.WaitAsync(TimeSpan.FromSeconds(seconds), cancel))
            throw new TimeoutException("The database's writer is busy.");
        Transaction transaction;
        try
        {
            transaction = await Begin(dialect.Write, _writer, seconds, cancel);
        }
        catch
        {
            _writer?.Release();
            throw;
        }

        if (key.Length > 0 && dialect.LockKey(key) is { } wait)
            first.First(wait);
        try
        {
            await transaction.Run(first, cancel);
            return transaction;
        }
        catch
        {
            await transaction.DisposeAsync(); // which gives the writer back
            throw;
        }
    }

    private async Task<Transaction> Begin(IsolationLevel isolation, SemaphoreSlim? held, int seconds, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        // What BEGIN itself waits for: the lock of another process on the file.
        if (connection is SqliteConnection file)
            file.DefaultTimeout = seconds;
        try
        {
            return new Transaction(connection, await connection.BeginTransactionAsync(isolation, cancel), held, seconds);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
