using System.Data.Common;

namespace Seatrial.Registry.Sql;

/// <summary>Runs one statement on a connection, always with a time limit.</summary>
internal static class Commands
{
    public static async Task<List<T>> Query<T>(
        DbConnection connection, DbTransaction? transaction, SqlText sql, Func<DbDataReader, T> read,
            CancellationToken cancel, int seconds = Database.CommandSeconds)
    {
        await using var command = Create(connection, transaction, sql, seconds);
        await using var reader = await command.ExecuteReaderAsync(cancel);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel))
            rows.Add(read(reader));
        return rows;
    }

    public static async Task<int> Execute(
        DbConnection connection, DbTransaction? transaction, SqlText sql, CancellationToken cancel, int seconds = Database.CommandSeconds)
    {
        await using var command = Create(connection, transaction, sql, seconds);
        return await command.ExecuteNonQueryAsync(cancel);
    }

    private static DbCommand Create(DbConnection connection, DbTransaction? transaction, SqlText sql, int seconds)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandTimeout = seconds;
        command.CommandText = sql.Apply(command.Parameters, command.CreateParameter);
        return command;
    }
}
