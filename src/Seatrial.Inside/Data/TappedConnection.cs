using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Transactions;
using Seatrial.Inside.Providers;
using IsolationLevel = System.Data.IsolationLevel;

namespace Seatrial.Inside.Data;

/// <summary>A connection whose acts are told to the tester before they are done.</summary>
internal sealed class TappedConnection(TappedSource source) : DbConnection
{
    // What the driver gives a command when nobody says otherwise, and so what BEGIN and COMMIT may take.
    private TimeSpan? _patience;
    private DbConnection? _inner;
    private bool _isBroken;

    /// <summary>The connection of the driver.</summary>
    public DbConnection Inner => _inner ?? Use(source.Inner.CreateConnection());

    /// <summary>Who is told.</summary>
    public Tester Tester => source.Tester;

    /// <summary>The errors of the driver.</summary>
    public Provider Provider => Provider.Of(Inner);

    /// <summary>The number of the transaction that is open; 0 when none is.</summary>
    public long TransactionNumber { get; private set; }

    /// <summary>How long what has no time limit of its own may take.</summary>
    public TimeSpan Patience
    {
        get
        {
            if (_patience is null)
            {
                using var command = Inner.CreateCommand();
                _patience = TappedCommand.Limit(command.CommandTimeout);
            }

            return _patience.Value;
        }
    }

    [AllowNull]
    public override string ConnectionString
    {
        get => Inner.ConnectionString;
        set => Inner.ConnectionString = value;
    }

    public override string Database => Inner.Database;

    public override string DataSource => Inner.DataSource;

    public override string ServerVersion => Inner.ServerVersion;

    public override ConnectionState State => _isBroken ? ConnectionState.Closed : Inner.State;

    public override int ConnectionTimeout => Inner.ConnectionTimeout;

    public override bool CanCreateBatch => Inner.CanCreateBatch;

    public override void ChangeDatabase(string databaseName) => Inner.ChangeDatabase(databaseName);

    public override Task ChangeDatabaseAsync(string databaseName, CancellationToken cancellationToken = default) =>
        Inner.ChangeDatabaseAsync(databaseName, cancellationToken);

    public override DataTable GetSchema() => Inner.GetSchema();

    public override DataTable GetSchema(string collectionName) => Inner.GetSchema(collectionName);

    public override DataTable GetSchema(string collectionName, string?[] restrictionValues) => Inner.GetSchema(collectionName, restrictionValues);

    public override void EnlistTransaction(Transaction? transaction) => Inner.EnlistTransaction(transaction);

    public override void Open() => Open(sync: true, default).AsTask().GetAwaiter().GetResult();

    public override Task OpenAsync(CancellationToken cancellationToken) => Open(sync: false, cancellationToken).AsTask();

    /// <summary>Opens it by the application's own data source, which may do more than to open it.</summary>
    public async ValueTask OpenFromSource(bool sync, CancellationToken cancelled) => await Crossing.Run(
        this, Asked.Open, ["OPEN"], TappedCommand.Limit(ConnectionTimeout), sync,
        async (now, stop) => Use(now
            ? source.Inner.OpenConnection()
            : await source.Inner.OpenConnectionAsync(stop).ConfigureAwait(false)),
        null, cancelled).ConfigureAwait(false);

    public override void Close()
    {
        EndTransaction();
        _inner?.Close();
    }

    public override async Task CloseAsync()
    {
        EndTransaction();
        if (_inner is { } inner)
            await inner.CloseAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        EndTransaction();
        if (_inner is { } inner)
            await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Why nothing can be done on it; null when it can.</summary>
    public Exception? Fault => _isBroken ? Provider.Lost() : null;

    /// <summary>It is broken: the driver's connection is closed, which takes back what was not committed.</summary>
    public void Break()
    {
        _isBroken = true;
        EndTransaction();
        Quietly(Inner.Close);
    }

    /// <summary>It is broken for the application, while what is under way on the driver's connection goes on.</summary>
    /// <returns>The driver's connection, for the caller to dispose of.</returns>
    public DbConnection Leave()
    {
        var kept = Inner;
        kept.StateChange -= Changed;
        _inner = null;
        _isBroken = true;
        TransactionNumber = 0;
        return kept;
    }

    /// <summary>A transaction has begun.</summary>
    public void BeginTransactionNumber() => TransactionNumber = Tester.NextTransaction();

    /// <summary>It is over, however it ended.</summary>
    public void EndTransaction()
    {
        Tester.Forget(TransactionNumber);
        TransactionNumber = 0;
    }

    /// <summary>Does something whose failure has been told already.</summary>
    public static void Quietly(Action act)
    {
        try
        {
            act();
        }
        catch (DbException)
        {
            // The connection is given up in any case.
        }
    }

    protected override DbProviderFactory? DbProviderFactory => DbProviderFactories.GetFactory(Inner);

    protected override DbCommand CreateDbCommand() => new TappedCommand(this, Inner.CreateCommand());

    protected override DbBatch CreateDbBatch() => new TappedBatch(this, Inner.CreateBatch());

    protected override DbTransaction BeginDbTransaction(IsolationLevel isolationLevel) =>
        Begin(sync: true, isolationLevel, default).AsTask().GetAwaiter().GetResult();

    protected override async ValueTask<DbTransaction> BeginDbTransactionAsync(IsolationLevel isolationLevel, CancellationToken cancellationToken) =>
        await Begin(sync: false, isolationLevel, cancellationToken).ConfigureAwait(false);

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            EndTransaction();
            _inner?.Dispose();
        }

        base.Dispose(disposing);
    }

    private async ValueTask Open(bool sync, CancellationToken cancelled)
    {
        _isBroken = false;
        await Crossing.Run(this, Asked.Open, ["OPEN"], TappedCommand.Limit(ConnectionTimeout), sync, async (now, stop) =>
        {
            if (now)
                Inner.Open();
            else
                await Inner.OpenAsync(stop).ConfigureAwait(false);
            return true;
        }, null, cancelled).ConfigureAwait(false);
    }

    private async ValueTask<DbTransaction> Begin(bool sync, IsolationLevel isolation, CancellationToken cancelled)
    {
        var inner = Inner;
        var begun = await Crossing.Run(this, Asked.Begin, [$"BEGIN {isolation}"], Patience, sync, async (now, stop) => now
            ? inner.BeginTransaction(isolation)
            : await inner.BeginTransactionAsync(isolation, stop).ConfigureAwait(false), null, cancelled).ConfigureAwait(false);
        BeginTransactionNumber();
        return new TappedTransaction(this, begun);
    }

    private DbConnection Use(DbConnection inner)
    {
        if (_inner is { } before && before != inner)
            before.StateChange -= Changed;
        if (_inner != inner)
            inner.StateChange += Changed;
        return _inner = inner;
    }

    private void Changed(object sender, StateChangeEventArgs change) => OnStateChange(change);
}
