using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Notes;

/// <summary>Where the file is, for a registration by type.</summary>
internal sealed record NoteFile(string Path);

/// <summary>A data source as a small application would write it.</summary>
internal sealed class NoteSource(string file) : DbDataSource
{
    public NoteSource(NoteFile file) : this(file.Path)
    {
    }

    public override string ConnectionString => new SqliteConnectionStringBuilder { DataSource = file, DefaultTimeout = 1 }.ConnectionString;

    protected override DbConnection CreateDbConnection() => new SqliteConnection(ConnectionString);
}

/// <summary>Notes in a table, written in the ways in which applications write.</summary>
internal sealed class NoteStore(DbDataSource source, bool isPostgres)
{
    public void Prepare()
    {
        using var command = source.CreateCommand(
            $"CREATE TABLE IF NOT EXISTS notes (id {(isPostgres ? "BIGSERIAL" : "INTEGER")} PRIMARY KEY, text TEXT NOT NULL, size INTEGER NOT NULL)");
        command.ExecuteNonQuery();
    }

    public List<string> Read()
    {
        using var connection = source.OpenConnection();
        using var command = Command(connection, "SELECT text, size FROM notes ORDER BY id", null);
        using var reader = command.ExecuteReader();
        var notes = new List<string>();
        while (reader.Read())
            notes.Add($"{reader["text"]} {reader.GetInt32(1)}");
        return notes;
    }

    public async Task<long> Count()
    {
        await using var command = source.CreateCommand("SELECT COUNT(*) FROM notes");
        return (long)(await command.ExecuteScalarAsync())!;
    }

    // Its own transaction, on blocking calls.
    public int Add(string text)
    {
        using var connection = source.OpenConnection();
        using var command = Command(connection, "INSERT INTO notes (text, size) VALUES (@text, length(@text))", text);
        return command.ExecuteNonQuery();
    }

    // A write that answers with rows: SQLite ends it only when they are read.
    public async Task<string> AddReturning(string text)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var command = Command(connection, "INSERT INTO notes (text, size) VALUES (@text, 0), (@text, 1) RETURNING id, text", text);
        await using var reader = await command.ExecuteReaderAsync();
        var ids = new List<string>();
        while (await reader.ReadAsync())
            ids.Add($"{reader.GetFieldValue<long>(reader.GetOrdinal("id"))}={reader.GetString(1)}");
        return string.Join(',', ids);
    }

    public int AddTyped(string text)
    {
        using var connection = source.OpenConnection();
        foreach (var sql in (string[])[isPostgres ? "BEGIN" : "BEGIN IMMEDIATE", "INSERT INTO notes (text, size) VALUES (@text, 2)", "COMMIT"])
        {
            using var command = Command(connection, sql, text);
            command.ExecuteNonQuery();
        }

        return 1;
    }

    // A read first, as most do; then two writes.
    public async Task<int> AddInTransaction(string text)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var count = Command(connection, "SELECT COUNT(*) FROM notes WHERE text = @text", text, transaction);
        if (await count.ExecuteScalarAsync() is not 0L)
            return 0;
        await using var command = Command(connection, "INSERT INTO notes (text, size) VALUES (@text, 5), (@text, 6)", text, transaction);
        var added = await command.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
        return added;
    }

    // In one call, where the driver has such.
    public async Task<int> AddBatch(string text)
    {
        await using var connection = await source.OpenConnectionAsync();
        await using var batch = connection.CreateBatch();
        for (var size = 7; size < 9; size++)
        {
            var command = batch.CreateBatchCommand();
            command.CommandText = $"INSERT INTO notes (text, size) VALUES (@text, {size})";
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@text", text);
            command.Parameters.Add(parameter);
            batch.BatchCommands.Add(command);
        }

        return await batch.ExecuteNonQueryAsync();
    }

    // On one connection: what the first did to it, the second finds.
    public string AddTwice(string text)
    {
        using var connection = source.OpenConnection();
        var seen = new List<string>();
        for (var i = 0; i < 2; i++)
        {
            try
            {
                using var command = Command(connection, "INSERT INTO notes (text, size) VALUES (@text, 3)", text);
                seen.Add($"{command.ExecuteNonQuery()}");
            }
            catch (DbException failure)
            {
                seen.Add($"{(failure is SqliteException { SqliteErrorCode: var code } ? $"{code}" : failure.SqlState ?? "lost")} {connection.State}");
            }
        }

        connection.Close();
        connection.Open();
        using var last = Command(connection, "SELECT COUNT(*) FROM notes WHERE text = @text", text);
        return $"{string.Join(", ", seen)}, {last.ExecuteScalar()} {connection.State}";
    }

    public async Task<int> AddWithin(string text, TimeSpan time)
    {
        using var over = new CancellationTokenSource(time);
        await using var connection = await source.OpenConnectionAsync(over.Token);
        await using var command = Command(connection, "INSERT INTO notes (text, size) VALUES (@text, 4)", text);
        command.CommandTimeout = 0;
        return await command.ExecuteNonQueryAsync(over.Token);
    }

    private static DbCommand Command(DbConnection connection, string sql, string? text, DbTransaction? transaction = null)
    {
        var command = connection.CreateCommand();
        (command.CommandText, command.Transaction) = (sql, transaction);
        if (text is not null)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = ("@text", text);
            command.Parameters.Add(parameter);
        }

        return command;
    }
}
