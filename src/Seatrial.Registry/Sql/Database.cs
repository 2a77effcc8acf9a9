using System.Data;
using System.Data.Common;

namespace Seatrial.Registry.Sql;

/// <summary>The registry's only way to its database: single statements, and transactions.</summary>
internal sealed class Database(DbDataSource source, Dialect dialect) : SqlSession, IDisposable
{
    /// <summary>How long one statement may run: well below cargo's 30 s idle window (API-GEN-14).</summary>
    public const int CommandSeconds = 5;

    // SQLite has one writer. Waiting for it here, in order and without a thread, beats the driver's polling for the
    // lock.
    private readonly SemaphoreSlim _writer = new(1, 1);
    private static readonly TimeSpan WriterWait = TimeSpan.FromSeconds(CommandSeconds);

    public Dialect Dialect => dialect;

    public override async Task<List<T>> Query<T>(SqlText sql, Func<DbDataReader, T> read, CancellationToken cancel)
    {
        await using var connection = await source.OpenConnectionAsync(cancel);
        return await Commands.Query(connection, null, sql, read, cancel);
    }

    /// <summary>One statement that is its own transaction.</summary>
    public override async Task<int> Execute(SqlText sql, CancellationToken cancel)
    {
        await using var transaction = await BeginWrite(cancel);
        var changed = await transaction.Execute(sql, cancel);
        await transaction.Commit();
        return changed;
    }

    /// <summary>A transaction that sees one state of the database and changes nothing.</summary>
    public Task<Transaction> BeginRead(CancellationToken cancel) => Begin(dialect.Snapshot, null, cancel);

    /// <summary>A transaction that holds the write lock from its beginning.</summary>
    /// <exception cref="TimeoutException">Another writer held the lock too long.</exception>
    public async Task<Transaction> BeginWrite(CancellationToken cancel)
    {
        if (!await _writer.WaitAsync(WriterWait, cancel))
            throw new TimeoutException("The database's writer is busy.");
        try
        {
            return await Begin(IsolationLevel.Serializable, _writer, cancel);
        }
        catch
        {
            _writer.Release();
            throw;
        }
    }

    public void Dispose() => _writer.Dispose();

    private async Task<Transaction> Begin(IsolationLevel isolation, SemaphoreSlim? held, CancellationToken cancel)
    {
        var connection = await source.OpenConnectionAsync(cancel);
        try
        {
            return new Transaction(connection, await connection.BeginTransactionAsync(isolation, cancel), held);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }
}
