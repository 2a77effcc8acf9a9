using Microsoft.Data.Sqlite;

namespace Seatrial.Worlds.Seeding;

/// <summary>Writes rows into SQLite with one prepared statement a table.</summary>
internal sealed class SqliteRows(SqliteConnection connection, SqliteTransaction transaction) : Rows, IDisposable
{
    private readonly Dictionary<Table, SqliteCommand> _commands = [];
    private SqliteCommand? _row;
    private int _at;

    public override void Begin(Table table)
    {
        if (!_commands.TryGetValue(table, out _row))
            _commands.Add(table, _row = Prepare(table));
        _at = 0;
    }

    public override Rows Number(long? value) => Value(value);

    public override Rows Small(int value) => Value((long)value);

    public override Rows Flag(bool value) => Value(value ? 1L : 0L);

    public override Rows Text(string? value) => Value(value);

    public override Rows Text(ReadOnlySpan<byte> utf8) => Value(System.Text.Encoding.UTF8.GetString(utf8));

    public override Rows Bytes(ReadOnlySpan<byte> value) => Value(value.ToArray());

    public override void End() => _row!.ExecuteNonQuery();

    public void Dispose()
    {
        foreach (var command in _commands.Values)
            command.Dispose();
    }

    private SqliteRows Value(object? value)
    {
        _row!.Parameters[_at++].Value = value ?? DBNull.Value;
        return this;
    }

    private SqliteCommand Prepare(Table table)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
#pragma warning disable CA2100 // The names are constants of Table.
        command.CommandText = $"INSERT INTO {table.Name} ({string.Join(", ", table.Columns)}) VALUES ({string.Join(", ", table.Columns.Select((_, at) => $"$p{at}"))})";
#pragma warning restore CA2100
        for (var at = 0; at < table.Columns.Length; at++)
            command.Parameters.Add(new SqliteParameter($"$p{at}", null));
        command.Prepare();
        return command;
    }
}
