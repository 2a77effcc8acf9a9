using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Seatrial.Worlds.Seeding;

/// <summary>
/// Fills a SQLite database of the reference registry, in one transaction: all of the world is there afterwards, or nothing of it. Triggers and
/// indexes are made again behind the rows from their own text; foreign keys are checked before the commit.
/// </summary>
public static class SqliteSeed
{
    private const int ToldEvery = 1000;

    /// <summary>Fills the database; no registry may run on it.</summary>
    /// <param name="world">The world.</param>
    /// <param name="file">The file, <c>registry.db</c> in the registry's data folder.</param>
    /// <param name="options">What of it.</param>
    /// <param name="told">Is told how many versions are there so far.</param>
    /// <param name="cancel">Ends it; nothing is changed then.</param>
    /// <exception cref="SqliteException">The file is no database, or another process writes to it.</exception>
    public static Seeded Fill(World world, string file, SeedOptions options, Action<long>? told = null, CancellationToken cancel = default)
    {
        var settings = new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false, ForeignKeys = false };
        using var connection = new SqliteConnection(settings.ConnectionString);
        connection.Open();
        // So many KiB of pages in memory, however large the world.
        Run(connection, null, "PRAGMA cache_size = -65536");
        using var transaction = connection.BeginTransaction(deferred: false);
        if (Problem(connection, transaction) is { } problem)
            return new(problem);
        var structure = Read(connection, transaction, $"""
            SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND type IN ('trigger', 'index')
                AND tbl_name IN ({string.Join(", ", Table.All.Select(table => $"'{table.Name}'"))}) ORDER BY type = 'trigger' DESC, rowid
            """, row => (Type: row.GetString(0), Name: row.GetString(1), Text: row.GetString(2)));
        foreach (var (type, name, _) in structure)
            Run(connection, transaction, $"DROP {type} {name}");
        var rows = new WorldRows(world, Free(connection, transaction), options);
        Write(world, rows, connection, transaction, told, cancel);
        // One row holds them all.
        Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"UPDATE crate_counts SET crates = crates + {rows.CrateCounts.Sum()} WHERE shard = 0"));
        Run(connection, transaction, string.Create(CultureInfo.InvariantCulture, $"UPDATE download_total SET total = total + {rows.Downloads}"));
        Run(connection, transaction, "INSERT INTO crate_parts (crate_parts) VALUES ('rebuild')");
        foreach (var (_, _, text) in Enumerable.Reverse(structure))
            Run(connection, transaction, text);
        if (Read(connection, transaction, "PRAGMA foreign_key_check", row => row.GetString(0)) is [var table, ..])
            throw new InvalidOperationException($"The world's rows of {table} refer to rows that are not there.");
        transaction.Commit();
        Run(connection, null, "ANALYZE");
        return new(null, rows.Versions);
    }

    private static void Write(
        World world, WorldRows rows, SqliteConnection connection, SqliteTransaction transaction, Action<long>? told, CancellationToken cancel)
    {
        using var into = new SqliteRows(connection, transaction);
        rows.WriteUsers(into);
        foreach (var crate in world.Crates)
        {
            cancel.ThrowIfCancellationRequested();
            rows.Write(into, crate);
            if (crate.Number % ToldEvery == 0)
                told?.Invoke(rows.Versions);
        }

        rows.WriteCounts(into);
    }

    private static string? Problem(SqliteConnection connection, SqliteTransaction transaction)
    {
        if (Number(connection, transaction, "SELECT COUNT(*) FROM sqlite_master WHERE name = 'migrations'") == 0)
            return SeedProblems.NoSchema;
        if (Number(connection, transaction, "SELECT COALESCE(MAX(number), 0) FROM migrations") is var schema && schema != Table.Schema)
            return SeedProblems.OtherSchema(schema);
        return Number(connection, transaction, "SELECT COUNT(*) FROM crates") is var crates and > 0 ? SeedProblems.NotEmpty(crates) : null;
    }

    private static FirstIds Free(SqliteConnection connection, SqliteTransaction transaction)
    {
        long After(Table table) => Number(connection, transaction, $"SELECT COALESCE(MAX(id), 0) + 1 FROM {table.Name}");
        return new(After(Table.Users), After(Table.Tokens), After(Table.Crates), After(Table.Versions), After(Table.Audit));
    }

    private static long Number(SqliteConnection connection, SqliteTransaction transaction, string question) =>
        Read(connection, transaction, question, row => row.GetInt64(0))[0];

#pragma warning disable CA2100 // What is asked and run are constants, and what the database says of itself.
    private static void Run(SqliteConnection connection, SqliteTransaction? transaction, string statement)
    {
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText, command.CommandTimeout) = (transaction, statement, 0);
        command.ExecuteNonQuery();
    }

    private static List<T> Read<T>(SqliteConnection connection, SqliteTransaction transaction, string question, Func<SqliteDataReader, T> read)
    {
        var found = new List<T>();
        using var command = connection.CreateCommand();
        (command.Transaction, command.CommandText, command.CommandTimeout) = (transaction, question, 0);
        using var row = command.ExecuteReader();
        while (row.Read())
            found.Add(read(row));
        return found;
    }
#pragma warning restore CA2100
}
