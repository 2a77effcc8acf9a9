using System.Data.Common;

namespace Seatrial.Registry.Sql;

/// <summary>
/// Statements that go to the database together: one round trip, where the database is behind a wire. They run in their order,
/// and each sees what the ones before it have done.
/// </summary>
internal sealed class SqlBatch
{
    private readonly List<(SqlText Sql, Action<DbDataReader>? Row)> _statements = [];

    /// <summary>Changes rows.</summary>
    public void Execute(SqlText sql) => _statements.Add((sql, null));

    /// <summary>Asks for rows.</summary>
    /// <returns>The list that has them once the batch has run.</returns>
    public List<T> Query<T>(SqlText sql, Func<DbDataReader, T> read)
    {
        var rows = new List<T>();
        _statements.Add((sql, row => rows.Add(read(row))));
        return rows;
    }

    /// <summary>Puts a question whose rows say nothing before all others.</summary>
    public void First(SqlText sql) => _statements.Insert(0, (sql, _ => { }));

    /// <param name="seconds">How long each statement may run.</param>
    public Task Run(DbConnection connection, DbTransaction? transaction, CancellationToken cancel, int seconds = Database.CommandSeconds) =>
        _statements.Count == 0 ? Task.CompletedTask
        : connection.CanCreateBatch ? RunTogether(connection, transaction, seconds, cancel) : RunInTurn(connection, transaction, seconds, cancel);

    private async Task RunTogether(DbConnection connection, DbTransaction? transaction, int seconds, CancellationToken cancel)
    {
        await using var batch = connection.CreateBatch();
        batch.Transaction = transaction;
        batch.Timeout = seconds;
        foreach (var (sql, _) in _statements)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = sql.Apply(command.Parameters, command.CreateParameter);
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancel);
        // The reader stops at statements with rows only.
        foreach (var (_, row) in _statements.Where(statement => statement.Row is not null))
        {
            while (await reader.ReadAsync(cancel))
                row!(reader);
            await reader.NextResultAsync(cancel);
        }
    }

    private async Task RunInTurn(DbConnection connection, DbTransaction? transaction, int seconds, CancellationToken cancel)
    {
        foreach (var (sql, row) in _statements)
            if (row is null)
                await Commands.Execute(connection, transaction, sql, cancel, seconds);
            else
                await Commands.Query(connection, transaction, sql, reader =>
                {
                    row(reader);
                    return true;
                }, cancel, seconds);
    }
}
