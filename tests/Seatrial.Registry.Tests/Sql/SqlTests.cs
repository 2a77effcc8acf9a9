using Microsoft.Data.Sqlite;
using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests.Sql;

/// <summary>Statements, transactions and migrations on a real database.</summary>
public sealed class SqlTests
{
    [Fact]
    public void A_value_is_a_parameter_wherever_it_stands_also_inside_a_fragment()
    {
        SqlText inner = Of($"b = {"x'; DROP TABLE t; --"}");
        var outer = Of($"SELECT 1 WHERE a = {1} AND {inner} AND c = {(string?)null}");
        using var command = new SqliteCommand();
        command.CommandText = outer.Apply(command.Parameters, command.CreateParameter);
        Assert.Equal("SELECT 1 WHERE a = @p0 AND b = @p1 AND c = @p2", command.CommandText);
        Assert.Equal([1, "x'; DROP TABLE t; --", DBNull.Value],
            command.Parameters.Cast<SqliteParameter>().Select(one => one.Value));
    }

    [Fact]
    public async Task A_transaction_that_is_not_committed_leaves_nothing_and_gives_the_lock_back()
    {
        await using var temporary = new TemporaryDatabase();
        var database = temporary.Database;
        await database.Execute($"CREATE TABLE t (a INTEGER)", default);
        await using (var dropped = await database.BeginWrite("", default))
            await dropped.Execute($"INSERT INTO t VALUES (1)", default);
        Assert.Equal(0, await database.Number($"SELECT COUNT(*) FROM t", default));
        await using var kept = await database.BeginWrite("", default);
        await kept.Execute($"INSERT INTO t VALUES (1)", default);
        await kept.Commit();
        Assert.Equal(1, await database.Number($"SELECT COUNT(*) FROM t", default));
    }

    [Fact]
    public async Task A_reader_sees_one_state_while_a_writer_works()
    {
        await using var temporary = new TemporaryDatabase();
        var database = temporary.Database;
        await database.Execute($"CREATE TABLE t (a INTEGER)", default);
        await using var reading = await database.BeginRead(default);
        Assert.Equal(0, await reading.Number($"SELECT COUNT(*) FROM t", default));
        await database.Execute($"INSERT INTO t VALUES (1)", default);
        Assert.Equal(0, await reading.Number($"SELECT COUNT(*) FROM t", default));
        Assert.Equal(1, await database.Number($"SELECT COUNT(*) FROM t", default));
    }

    [Fact]
    public async Task Migrations_are_applied_once_also_by_two_at_the_same_time()
    {
        await using var temporary = new TemporaryDatabase();
        var applied = await Task.WhenAll(Enumerable.Range(0,
            4).Select(_ => Task.Run(() => Migrations.Apply(temporary.Database, TimeProvider.System, default))));
        Assert.Equal([.. Migrations.All(Dialect.Sqlite).Select(one => one.Number)],
            applied.SelectMany(numbers => numbers));
        Assert.Equal(0, await temporary.Database.Number($"SELECT COUNT(*) FROM crates", default));
    }

    [Fact]
    public async Task A_migration_that_was_edited_after_it_ran_stops_the_start()
    {
        await using var temporary = new TemporaryDatabase();
        await Migrations.Apply(temporary.Database, TimeProvider.System, default);
        await temporary.Database.Execute($"UPDATE migrations SET hash = 'other' WHERE number = 1", default);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Migrations.Apply(temporary.Database,
            TimeProvider.System, default));
    }

    [Fact]
    public void Migrations_have_each_number_once_the_same_on_both_databases()
    {
        var numbers = Migrations.All(Dialect.Sqlite).Select(one => one.Number).ToArray();
        Assert.Equal([.. numbers.Distinct().Order()], numbers);
        Assert.Equal(numbers, Migrations.All(Dialect.PostgreSql).Select(one => one.Number));
    }

    [Fact]
    public async Task Foreign_keys_and_durability_are_on()
    {
        await using var temporary = new TemporaryDatabase();
        Assert.Equal(1, await temporary.Database.Number($"PRAGMA foreign_keys", default));
        Assert.Equal(2, await temporary.Database.Number($"PRAGMA synchronous", default));
    }

    private static SqlText Of(SqlText sql) => sql;
}
