using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Seatrial.Inside.Data;

/// <summary>A command that is told to the tester each time before it is executed.</summary>
internal sealed class TappedCommand(TappedConnection connection, DbCommand inner) : DbCommand
{
    private TappedConnection? _connection = connection;
    private DbTransaction? _transaction;
    private bool _isKept;

    [AllowNull]
    [SuppressMessage("Security", "CA2100", Justification = "The text is the application's own, and is passed on as it is.")]
    public override string CommandText
    {
        get => inner.CommandText;
        set => inner.CommandText = value;
    }

    public override int CommandTimeout
    {
        get => inner.CommandTimeout;
        set => inner.CommandTimeout = value;
    }

    public override CommandType CommandType
    {
        get => inner.CommandType;
        set => inner.CommandType = value;
    }

    public override bool DesignTimeVisible
    {
        get => inner.DesignTimeVisible;
        set => inner.DesignTimeVisible = value;
    }

    public override UpdateRowSource UpdatedRowSource
    {
        get => inner.UpdatedRowSource;
        set => inner.UpdatedRowSource = value;
    }

    protected override DbConnection? DbConnection
    {
        get => _connection;
        set
        {
            _connection = (TappedConnection?)value;
            inner.Connection = _connection?.Inner;
        }
    }

    protected override DbParameterCollection DbParameterCollection => inner.Parameters;

    protected override DbTransaction? DbTransaction
    {
        get => _transaction;
        set => inner.Transaction = (_transaction = value) is TappedTransaction tapped ? tapped.Inner : value;
    }

    /// <summary>A time limit of ADO.NET: seconds, 0 for none.</summary>
    public static TimeSpan Limit(int seconds) => seconds > 0 ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan;

    public override void Cancel() => inner.Cancel();

    public override void Prepare() => inner.Prepare();

    public override Task PrepareAsync(CancellationToken cancellationToken = default) => inner.PrepareAsync(cancellationToken);

    public override int ExecuteNonQuery() =>
        Run(true, (_, _) => ValueTask.FromResult(inner.ExecuteNonQuery()), default).AsTask().GetAwaiter().GetResult();

    public override Task<int> ExecuteNonQueryAsync(CancellationToken cancellationToken) => Run(
        false, async (now, stop) => now ? inner.ExecuteNonQuery() : await inner.ExecuteNonQueryAsync(stop).ConfigureAwait(false), cancellationToken).AsTask();

    public override object? ExecuteScalar() =>
        Run(true, (_, _) => ValueTask.FromResult(inner.ExecuteScalar()), default).AsTask().GetAwaiter().GetResult();

    public override Task<object?> ExecuteScalarAsync(CancellationToken cancellationToken) => Run(
        false, async (now, stop) => now ? inner.ExecuteScalar() : await inner.ExecuteScalarAsync(stop).ConfigureAwait(false), cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        if (!_isKept)
            await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override DbParameter CreateDbParameter() => inner.CreateParameter();

    protected override DbDataReader ExecuteDbDataReader(CommandBehavior behavior) =>
        Run(true, (_, _) => ValueTask.FromResult(inner.ExecuteReader(behavior)), default).AsTask().GetAwaiter().GetResult();

    protected override Task<DbDataReader> ExecuteDbDataReaderAsync(CommandBehavior behavior, CancellationToken cancellationToken) => Run(
        false, async (now, stop) => now
            ? inner.ExecuteReader(behavior)
            : await inner.ExecuteReaderAsync(behavior, stop).ConfigureAwait(false), cancellationToken).AsTask();

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isKept)
            inner.Dispose();
        base.Dispose(disposing);
    }

    private ValueTask<T> Run<T>(bool sync, Func<bool, CancellationToken, ValueTask<T>> act, CancellationToken cancelled) =>
        _connection is { } on
            ? Crossing.Run(on, Asked.Execute, [inner.CommandText], Limit(inner.CommandTimeout), sync, act, () => _isKept = true, cancelled)
            : act(sync, cancelled); // The driver says what is missing.
}
