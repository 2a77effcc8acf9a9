using Npgsql;

namespace Seatrial.Faults.Tests.Postgres;

/// <summary>Small pieces of work, as an application does them.</summary>
internal static class Work
{
    public static async Task Autocommit(NpgsqlDataSource pool, string table, int id = 1)
    {
        await using var connection = await pool.OpenConnectionAsync();
        await Insert(connection, table, id);
    }

    public static async Task Read(NpgsqlDataSource pool, string table)
    {
        await using var connection = await pool.OpenConnectionAsync();
        await Run(connection, $"SELECT id FROM {table} WHERE id > 0");
    }

    /// <summary>BEGIN with a read; two inserts in one write; COMMIT.</summary>
    public static async Task Transaction(NpgsqlDataSource pool, string table, int id = 1)
    {
        await using var connection = await pool.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Run(connection, $"SELECT count(*) FROM {table}");
        await Inserts(connection, table, id + 1);
        await transaction.CommitAsync();
    }

    /// <summary>Two inserts in one write, which are one transaction without BEGIN.</summary>
    public static async Task Batch(NpgsqlDataSource pool, string table, int id = 1)
    {
        await using var connection = await pool.OpenConnectionAsync();
        await Inserts(connection, table, id + 3);
    }

    public static async Task Insert(NpgsqlConnection connection, string table, int id)
    {
        await using var command = new NpgsqlCommand($"INSERT INTO {table} (id) VALUES ($1)", connection) { Parameters = { new() { Value = id } } };
        await command.ExecuteNonQueryAsync();
    }

    public static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static async Task Inserts(NpgsqlConnection connection, string table, int id)
    {
        await using var batch = new NpgsqlBatch(connection);
        for (var i = 0; i < 2; i++)
            batch.BatchCommands.Add(new NpgsqlBatchCommand($"INSERT INTO {table} (id) VALUES ($1)") { Parameters = { new() { Value = id + i } } });
        await batch.ExecuteNonQueryAsync();
    }
}
