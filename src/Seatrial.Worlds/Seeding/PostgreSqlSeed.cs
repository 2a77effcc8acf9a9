using System.Globalization;
using Npgsql;

namespace Seatrial.Worlds.Seeding;

/// <summary>
/// Fills a PostgreSQL database of the reference registry by binary COPY, in one transaction: all of the world is there afterwards, or nothing of
/// it. Indexes and constraints are made again behind the rows, from their own definitions, which is several times faster than keeping them.
/// </summary>
public static class PostgreSqlSeed
{
    // For building indexes; the server's default would sort on disk.
    private const string BuildMemory = "256MB";

    /// <summary>Fills the database; whoever else uses it waits meanwhile.</summary>
    /// <param name="world">The world.</param>
    /// <param name="connectionString">As the registry is given it; the user must own the tables.</param>
    /// <param name="options">What of it.</param>
    /// <param name="told">Is told how many versions are there so far.</param>
    /// <param name="cancel">Ends it; nothing is changed then.</param>
    /// <exception cref="NpgsqlException">The database could not be reached, or refused.</exception>
    public static async Task<Seeded> Fill(World world, string connectionString, SeedOptions options, Action<long>? told = null, CancellationToken cancel = default)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = 0 };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync(cancel);
        await using var transaction = await connection.BeginTransactionAsync(cancel);
        if (await Problem(connection, cancel) is { } problem)
            return new(problem);
        await Run(connection, $"SET LOCAL maintenance_work_mem = '{BuildMemory}'", cancel);
        var structure = await Structure.Of(connection, cancel);
        foreach (var statement in structure.Drop)
            await Run(connection, statement, cancel);
        var rows = new WorldRows(world, await Free(connection, cancel), options);
        await foreach (var chunk in Chunks.Of(world, rows, cancel))
        {
            foreach (var (table, bytes) in chunk.Filled)
                await Copy(connection, table, bytes, cancel);
            told?.Invoke(rows.Versions);
        }

        foreach (var (crates, shard) in rows.CrateCounts.Select((crates, shard) => (crates, shard)))
            await Run(connection, string.Create(CultureInfo.InvariantCulture, $"UPDATE crate_counts SET crates = crates + {crates} WHERE shard = {shard}"), cancel);
        await Run(connection, string.Create(CultureInfo.InvariantCulture, $"UPDATE download_total SET total = total + {rows.Downloads}"), cancel);
        foreach (var (table, next) in rows.Next.All)
            await Run(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT setval(pg_get_serial_sequence('{table.Name}', 'id'), {next}, FALSE)"), cancel);
        foreach (var statement in structure.Make)
            await Run(connection, statement, cancel);
        await transaction.CommitAsync(cancel);
        // What autovacuum would do within minutes; plans made before would be those of empty tables.
        await Run(connection, $"ANALYZE {string.Join(", ", Table.All.Select(table => table.Name))}", cancel);
        return new(null, rows.Versions);
    }

    private static async Task<string?> Problem(NpgsqlConnection connection, CancellationToken cancel)
    {
        if (await Ask(connection, "SELECT to_regclass('migrations')::TEXT", cancel) is null)
            return SeedProblems.NoSchema;
        if (await Number(connection, "SELECT COALESCE(MAX(number), 0)::BIGINT FROM migrations", cancel) is var schema && schema != Table.Schema)
            return SeedProblems.OtherSchema(schema);
        // Whoever publishes at this moment waits until the world is there.
        await Run(connection, "LOCK TABLE crates, versions IN ACCESS EXCLUSIVE MODE", cancel);
        return await Number(connection, "SELECT COUNT(*) FROM crates", cancel) is var crates and > 0 ? SeedProblems.NotEmpty(crates) : null;
    }

    private static async Task<FirstIds> Free(NpgsqlConnection connection, CancellationToken cancel)
    {
        async Task<long> After(Table table) => await Number(connection, $"SELECT COALESCE(MAX(id), 0) + 1 FROM {table.Name}", cancel);
        return new(await After(Table.Users), await After(Table.Tokens), await After(Table.Crates), await After(Table.Versions), await After(Table.Audit));
    }

    private static async Task Copy(NpgsqlConnection connection, Table table, ReadOnlyMemory<byte> rows, CancellationToken cancel)
    {
        await using var copy = await connection.BeginRawBinaryCopyAsync($"COPY {table.Name} ({string.Join(", ", table.Columns)}) FROM STDIN (FORMAT BINARY)", cancel);
        await copy.WriteAsync(rows, cancel);
    }

    private static async Task Run(NpgsqlConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync(cancel);
    }

    private static async Task<long> Number(NpgsqlConnection connection, string question, CancellationToken cancel) => (long)(await Ask(connection, question, cancel))!;

    private static async Task<object?> Ask(NpgsqlConnection connection, string question, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(question, connection);
        return await command.ExecuteScalarAsync(cancel) is var answer and not DBNull ? answer : null;
    }
}
