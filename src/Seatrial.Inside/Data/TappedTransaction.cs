using System.Data;
using System.Data.Common;

namespace Seatrial.Inside.Data;

/// <summary>A transaction whose end is told to the tester.</summary>
internal sealed class TappedTransaction(TappedConnection connection, DbTransaction inner) : DbTransaction
{
    private bool _isOver;

    /// <summary>The transaction of the driver.</summary>
    public DbTransaction Inner => inner;

    public override IsolationLevel IsolationLevel => inner.IsolationLevel;

    public override bool SupportsSavepoints => inner.SupportsSavepoints;

    protected override DbConnection? DbConnection => _isOver ? null : connection;

    public override void Commit() => Commit(sync: true, default).AsTask().GetAwaiter().GetResult();

    public override Task CommitAsync(CancellationToken cancellationToken = default) => Commit(sync: false, cancellationToken).AsTask();

    public override void Rollback() => Rollback(sync: true, default).AsTask().GetAwaiter().GetResult();

    public override Task RollbackAsync(CancellationToken cancellationToken = default) => Rollback(sync: false, cancellationToken).AsTask();

    public override void Save(string savepointName) => Point(true, "SAVEPOINT", inner.Save, inner.SaveAsync, savepointName, default)
        .AsTask().GetAwaiter().GetResult();

    public override Task SaveAsync(string savepointName, CancellationToken cancellationToken = default) =>
        Point(false, "SAVEPOINT", inner.Save, inner.SaveAsync, savepointName, cancellationToken).AsTask();

    public override void Release(string savepointName) => Point(true, "RELEASE", inner.Release, inner.ReleaseAsync, savepointName, default)
        .AsTask().GetAwaiter().GetResult();

    public override Task ReleaseAsync(string savepointName, CancellationToken cancellationToken = default) =>
        Point(false, "RELEASE", inner.Release, inner.ReleaseAsync, savepointName, cancellationToken).AsTask();

    public override void Rollback(string savepointName) => Point(true, "ROLLBACK TO", inner.Rollback, inner.RollbackAsync, savepointName, default)
        .AsTask().GetAwaiter().GetResult();

    public override Task RollbackAsync(string savepointName, CancellationToken cancellationToken = default) =>
        Point(false, "ROLLBACK TO", inner.Rollback, inner.RollbackAsync, savepointName, cancellationToken).AsTask();

    public override async ValueTask DisposeAsync()
    {
        if (!_isOver)
            await Undo(sync: false).ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && !_isOver)
            Undo(sync: true).AsTask().GetAwaiter().GetResult();
        base.Dispose(disposing);
    }

    private async ValueTask Commit(bool sync, CancellationToken cancelled)
    {
        await Run(Asked.Commit, "COMMIT", sync, async (now, stop) =>
        {
            if (now)
                inner.Commit();
            else
                await inner.CommitAsync(stop).ConfigureAwait(false);
            return true;
        }, cancelled).ConfigureAwait(false);
        await Over(sync).ConfigureAwait(false);
    }

    private async ValueTask Rollback(bool sync, CancellationToken cancelled)
    {
        await Run(Asked.Rollback, "ROLLBACK", sync, async (now, stop) =>
        {
            if (now)
                inner.Rollback();
            else
                await inner.RollbackAsync(stop).ConfigureAwait(false);
            return true;
        }, cancelled).ConfigureAwait(false);
        await Over(sync).ConfigureAwait(false);
    }

    // Disposing of an open transaction is how most code takes it back. On a broken connection there is nothing left to do.
    private async ValueTask Undo(bool sync)
    {
        _isOver = true;
        if (connection.Fault is not null)
            return;
        try
        {
            await Run(Asked.Rollback, "ROLLBACK", sync, async (now, _) =>
            {
                if (now)
                    inner.Dispose();
                else
                    await inner.DisposeAsync().ConfigureAwait(false);
                return true;
            }, default).ConfigureAwait(false);
        }
        finally
        {
            connection.EndTransaction();
        }
    }

    private async ValueTask Over(bool sync)
    {
        _isOver = true;
        connection.EndTransaction();
        if (sync)
            inner.Dispose();
        else
            await inner.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask Point(bool sync, string words, Action<string> act, Func<string, CancellationToken, Task> actLater,
        string name, CancellationToken cancelled) =>
        await Run(Asked.Execute, $"{words} {name}", sync, async (now, stop) =>
        {
            if (now)
                act(name);
            else
                await actLater(name, stop).ConfigureAwait(false);
            return true;
        }, cancelled).ConfigureAwait(false);

    // A transaction that is kept for a late delivery belongs to who delivers it.
    private ValueTask<bool> Run(Asked what, string text, bool sync, Func<bool, CancellationToken, ValueTask<bool>> act, CancellationToken cancelled) =>
        Crossing.Run(connection, what, [text], connection.Patience, sync, act, null, cancelled);
}
