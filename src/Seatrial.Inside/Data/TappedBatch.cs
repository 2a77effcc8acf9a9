using System.Data;
using System.Data.Common;

namespace Seatrial.Inside.Data;

/// <summary>Several statements that go to the database together: one exchange, and so one crossing.</summary>
internal sealed class TappedBatch(TappedConnection connection, DbBatch inner) : DbBatch
{
    private TappedConnection? _connection = connection;
    private DbTransaction? _transaction;
    private bool _isKept;

    public override int Timeout
    {
        get => inner.Timeout;
        set => inner.Timeout = value;
    }

    protected override DbBatchCommandCollection DbBatchCommands => inner.BatchCommands;

    protected override DbConnection? DbConnection
    {
        get => _connection;
        set
        {
            _connection = (TappedConnection?)value;
            inner.Connection = _connection?.Inner;
        }
    }

    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set => inner.Transaction = (_transaction = value) is TappedTransaction tapped ? tapped.Inner : value;
    }

    public override void Cancel() => inner.Cancel();

    public override void Prepare() => inner.Prepare();

    public override Task PrepareAsync(CancellationToken cancellationToken = default) => inner.PrepareAsync(cancellationToken);

    public override int ExecuteNonQuery() =>
        Run(true, (_, _) => ValueTask.FromResult(inner.ExecuteNonQuery()), default).AsTask().GetAwaiter().GetResult();

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken = default) => Run(
        false, async (now, stop) => now ? inner.ExecuteNonQuery() : await inner.ExecuteNonQueryAsync(stop).ConfigureAwait(false), cancellationToken).AsTask();

    public override object? ExecuteScalar() =>
        Run(true, (_, _) => ValueTask.FromResult(inner.ExecuteScalar()), default).AsTask().GetAwaiter().GetResult();

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken = default) => Run(
        false, async (now, stop) => now ? inner.ExecuteScalar() : await inner.ExecuteScalarAsync(stop).ConfigureAwait(false), cancellationToken).AsTask();

    public override void Dispose()
    {
        if (!_isKept)
            inner.Dispose();
        base.Dispose();
    }

    public override async ValueTask DisposeAsync()
    {
        if (!_isKept)
            await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override DbBatchCommand CreateDbBatchCommand() => inner.CreateBatchCommand();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        Run(true, (_, _) => ValueTask.FromResult(inner.ExecuteReader(behavior)), default).AsTask().GetAwaiter().GetResult();

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) => Run(
        false, async (now, stop) => now
            ? inner.ExecuteReader(behavior)
            : await inner.ExecuteReaderAsync(behavior, stop).ConfigureAwait(false), cancellationToken).AsTask();

    private ValueTask<T> Run<T>(bool sync, Func<bool, CancellationToken, ValueTask<T>> act, CancellationToken cancelled) =>
        _connection is { } on
            ? Crossing.Run(on, Asked.Execute, [.. inner.BatchCommands.Select(one => one.CommandText)], TappedCommand.Limit(inner.Timeout),
                sync, act, () => _isKept = true, cancelled)
            : act(sync, cancelled); // The driver says what is missing.
}
