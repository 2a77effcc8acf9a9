using System.Data.Common;

namespace Seatrial.Registry.Sql;

/// <summary>An open transaction; it is rolled back unless it was committed.</summary>
internal sealed class Transaction(DbConnection connection, DbTransaction transaction, SemaphoreSlim? held) : IAsyncDisposable
{
    private bool _disposed;

    public Task<List<T>> Query<T>(SqlText sql, Func<DbDataReader, T> read, CancellationToken cancel) =>
        Commands.Query(connection, transaction, sql, read, cancel);

    public async Task<T?> Find<T>(SqlText sql, Func<DbDataReader, T> read, CancellationToken cancel) where T : class =>
        (await Query(sql, read, cancel)) is [var first, ..] ? first : null;

    /// <summary>A single value: the first column of the only row.</summary>
    public async Task<T> Value<T>(SqlText sql, CancellationToken cancel) =>
        (await Query(sql, row => row.GetFieldValue<T>(0), cancel))[0];

    /// <returns>How many rows were changed.</returns>
    public Task<int> Execute(SqlText sql, CancellationToken cancel) => Commands.Execute(connection, transaction, sql, cancel);

    /// <summary>Makes it last. Not cancellable: a client that goes away now must not leave the outcome open.</summary>
    public Task Commit() => transaction.CommitAsync(CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        try
        {
            await transaction.DisposeAsync();
        }
        finally
        {
            try
            {
                await connection.DisposeAsync();
            }
            finally
            {
                held?.Release();
            }
        }
    }
}
