using System.Data.Common;

namespace Seatrial.Registry.Sql;

/// <summary>Where statements run: each on its own, or together in a transaction.</summary>
internal abstract class SqlSession
{
    /// <summary>Every row of a statement.</summary>
    public abstract Task<List<T>> Query<T>(SqlText sql, Func<DbDataReader, T> read, CancellationToken cancel);

    /// <summary>Changes rows.</summary>
    /// <returns>How many.</returns>
    public abstract Task<int> Execute(SqlText sql, CancellationToken cancel);

    /// <summary>Runs several statements together; their rows are in the lists that the batch has given out.</summary>
    public abstract Task Run(SqlBatch batch, CancellationToken cancel);

    /// <summary>The first row of a statement, or null.</summary>
    public async Task<T?> Find<T>(SqlText sql, Func<DbDataReader, T> read, CancellationToken cancel) where T : class =>
        await Query(sql, read, cancel) is [var first, ..] ? first : null;

    /// <summary>A number: the first column of the only row.</summary>
    public async Task<long> Number(SqlText sql, CancellationToken cancel) =>
        (await Query(sql, row => row.GetInt64(0), cancel))[0];
}
