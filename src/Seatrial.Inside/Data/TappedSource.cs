using System.Data.Common;

namespace Seatrial.Inside.Data;

/// <summary>A data source whose connections are tapped.</summary>
internal sealed class TappedSource(DbDataSource inner, Tester tester) : DbDataSource
{
    /// <summary>The source of the application.</summary>
    public DbDataSource Inner => inner;

    /// <summary>Who is told.</summary>
    public Tester Tester => tester;

    public override string ConnectionString => inner.ConnectionString;

    protected override DbConnection CreateDbConnection() => new TappedConnection(this);

    protected override DbConnection OpenDbConnection()
    {
        var connection = new TappedConnection(this);
        connection.OpenFromSource(sync: true, default).AsTask().GetAwaiter().GetResult();
        return connection;
    }

    protected override async ValueTask<DbConnection> OpenDbConnectionAsync(CancellationToken cancellationToken = default)
    {
        var connection = new TappedConnection(this);
        await connection.OpenFromSource(sync: false, cancellationToken).ConfigureAwait(false);
        return connection;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            inner.Dispose();
        base.Dispose(disposing);
    }

    protected override async ValueTask DisposeAsyncCore()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsyncCore().ConfigureAwait(false);
    }
}
