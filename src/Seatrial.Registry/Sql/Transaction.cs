using System.Data.Common;

namespace Seatrial.Registry.Sql;

/// <summary>An open transaction; it is rolled back unless it was committed.</summary>
/// <param name="held">The writer's place, given back at the end; null when there is none.</param>
/// <param name="seconds">How long each statement may run.</param>
internal sealed class Transaction(DbConnection connection, DbTransaction transaction, SemaphoreSlim? held, int seconds) : SqlSession, IAsyncDisposable
{
    private bool _disposed;

    public override Task<List<T>> Query<T>(SqlText sql, Func<DbDataReader, T> read, CancellationToken cancel) =>
        Commands.Query(connection, transaction, sql, read, cancel, seconds);

    public override Task<int> Execute(SqlText sql, CancellationToken cancel) =>
        Commands.Execute(connection, transaction, sql, cancel, seconds);

    public override Task Run(SqlBatch batch, CancellationToken cancel) => batch.Run(connection, transaction, cancel, seconds);

    /// <summary>Makes it last. Not cancellable: a client that goes away now must not leave the outcome open.</summary>
    public Task Commit() => transaction.CommitAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await Quietly(transaction);
        await Quietly(connection);
        held?.Release();
    }

    // A connection that cannot even roll back is lost, and the database ends its transaction with it. What went wrong
    // before is the answer; this must not replace it.
    private static async Task Quietly(IAsyncDisposable part)
    {
        try
        {
            await part.DisposeAsync();
        }
        catch (DbException)
        {
        }
    }
}
