using System.Data.Common;
using Seatrial.Registry.Sql;

namespace Seatrial.Registry.Tests.Sql;

/// <summary>Every migration, over the data of every earlier version, beside the code of that version.</summary>
public sealed class MigrationTests
{
    private static readonly int Newest = Migrations.All(Dialect.Sqlite).Max(one => one.Number);

    public static TheoryData<int, int> Steps()
    {
        var steps = new TheoryData<int, int>();
        for (var from = 1; from < Newest; from++)
            for (var to = from + 1; to <= Newest; to++)
                steps.Add(from, to);
        return steps;
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task What_a_migration_derives_is_what_triggers_would_have_kept_and_earlier_code_keeps_it_right(int from, int to)
    {
        await using var migrated = await MigratedDatabase.Make(from);
        await using var always = await MigratedDatabase.Make(to);
        var (before, beside) = (EarlierCode.Of(from), EarlierCode.Of(from));
        await before.Work(migrated.One);
        await beside.Work(always.One);

        Assert.Equal(Enumerable.Range(from + 1, to - from), await Migrations.Apply(migrated.One, TimeProvider.System, default, to));

        Assert.Equal(await DerivedValues.Recomputed(migrated.One, to), await DerivedValues.Kept(migrated.One, to));
        Assert.Equal(await DerivedValues.Kept(always.One, to), await DerivedValues.Kept(migrated.One, to));
        if (to >= 3)
        {
            Assert.NotEmpty(await DerivedValues.Kept(migrated.One, to));
            Assert.Equal(await migrated.One.Number($"SELECT CAST(SUM(total) AS BIGINT) FROM downloads", default),
                await migrated.One.Number($"SELECT total FROM download_total", default));
        }

        // A replica of the version before goes on.
        await before.Work(migrated.One);
        Assert.Equal(await DerivedValues.Recomputed(migrated.One, to), await DerivedValues.Kept(migrated.One, to));
        Assert.Equal(["1.0.0 False", "2.0.0 True"], (await before.Index(migrated.One, "crate_0_1")).Select(
            line => $"{JsonVersion(line)} {line.Split(' ')[^1]}"));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_migration_that_fails_at_its_very_end_leaves_nothing_and_runs_again(int number)
    {
        await using var database = await MigratedDatabase.Make(number - 1);
        var code = EarlierCode.Of(number - 1);
        await code.Work(database.One);
        var before = await Schema(database.One);
        await Refuse(database.One, number);

        await Assert.ThrowsAnyAsync<DbException>(() => Migrations.Apply(database.One, TimeProvider.System, default));
        await Allow(database.One);

        Assert.Equal(before, await Schema(database.One));
        await code.Work(database.One);
        Assert.Equal(Enumerable.Range(number, Newest - number + 1), await Migrations.Apply(database.One, TimeProvider.System, default));
        Assert.Equal(await DerivedValues.Recomputed(database.One, Newest), await DerivedValues.Kept(database.One, Newest));
    }

    [Fact]
    public async Task What_is_done_before_a_migration_that_fails_stays_done()
    {
        await using var database = await MigratedDatabase.Make(1);
        await EarlierCode.Of(1).Work(database.One);
        await Refuse(database.One, 3);
        await Assert.ThrowsAnyAsync<DbException>(() => Migrations.Apply(database.One, TimeProvider.System, default));
        Assert.Equal(2, await database.One.Number($"SELECT CAST(MAX(number) AS BIGINT) FROM migrations", default));
        await Allow(database.One);
        Assert.Equal(Enumerable.Range(3, Newest - 2), await Migrations.Apply(database.One, TimeProvider.System, default));
    }

    [Fact]
    public async Task Two_processes_over_the_same_data_apply_each_migration_once()
    {
        await using var database = await MigratedDatabase.Make(1);
        await EarlierCode.Of(1).Work(database.One);
        var applied = await Task.WhenAll(
            Task.Run(() => Migrations.Apply(database.One, TimeProvider.System, default)),
            Task.Run(() => Migrations.Apply(database.Other, TimeProvider.System, default)));
        Assert.Equal(Enumerable.Range(2, Newest - 1), applied.SelectMany(numbers => numbers).Order());
        Assert.Equal(await DerivedValues.Recomputed(database.One, Newest), await DerivedValues.Kept(database.One, Newest));
    }

    [Fact]
    public async Task Two_processes_over_nothing_apply_each_migration_once()
    {
        await using var database = await MigratedDatabase.Make(0);
        var applied = await Task.WhenAll(
            Task.Run(() => Migrations.Apply(database.One, TimeProvider.System, default)),
            Task.Run(() => Migrations.Apply(database.Other, TimeProvider.System, default)));
        Assert.Equal(Enumerable.Range(1, Newest), applied.SelectMany(numbers => numbers).Order());
    }

    [Fact]
    public async Task A_publish_of_earlier_code_that_is_under_way_is_waited_for_and_derived_from()
    {
        await using var database = await MigratedDatabase.Make(1);
        var code = EarlierCode.Of(1);
        await code.Work(database.One);
        await using var publish = await database.Other.BeginWrite("", default);
        await code.Publish(publish, "Under-way", "1.0.0");

        var migrating = Task.Run(() => Migrations.Apply(database.One, TimeProvider.System, default));
        if (!database.One.Dialect.OneProcess)
            await Until(async () => await database.Other.Number($"SELECT COUNT(*) FROM pg_locks WHERE NOT granted", default) > 0);
        Assert.False(migrating.IsCompleted);
        await publish.Commit();
        await publish.DisposeAsync();

        await migrating;
        Assert.Equal(await DerivedValues.Recomputed(database.One, Newest), await DerivedValues.Kept(database.One, Newest));
        Assert.Single(await database.One.Query($"SELECT text FROM crate_texts WHERE canonical = 'under_way'", row => row.GetString(0), default));
    }

    [Fact]
    public async Task A_migration_outlives_the_limit_of_a_command_and_a_process_that_is_killed_leaves_it_undone()
    {
        await using var database = await MigratedDatabase.Make(1);
        Assert.SkipWhen(database.One.Dialect.OneProcess, "SQLite knows no limit of a statement, and a process that is killed leaves an unfinished log, which readers pass over.");
        await EarlierCode.Of(1).Work(database.One);
        await database.One.Execute($"""
            CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(600); RETURN NEW; END $$;
            CREATE TRIGGER dawdle BEFORE INSERT ON migrations FOR EACH ROW EXECUTE FUNCTION dawdle()
            """, default);
        var migrating = Task.Run(() => Migrations.Apply(database.One, TimeProvider.System, default));
        // Past the limit of a command, by the database's clock.
        await Until(async () => await database.Other.Number($"""
            SELECT COUNT(*) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO migrations%' AND state = 'active'
            AND query_start < clock_timestamp() - make_interval(secs => {Database.CommandSeconds + 0.5})
            """, default) > 0);
        Assert.False(migrating.IsCompleted);

        // As when its process is killed: the server ends the session, and with it the transaction.
        await database.Other.Number($"SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE query LIKE 'INSERT INTO migrations%'", default);
        await Assert.ThrowsAnyAsync<DbException>(() => migrating);
        await database.Other.Execute($"DROP TRIGGER dawdle ON migrations", default);

        Assert.Equal(1, await database.Other.Number($"SELECT CAST(MAX(number) AS BIGINT) FROM migrations", default));
        Assert.Equal(Enumerable.Range(2, Newest - 1), await Migrations.Apply(database.Other, TimeProvider.System, default));
        Assert.Equal(await DerivedValues.Recomputed(database.Other, Newest), await DerivedValues.Kept(database.Other, Newest));
    }

    private static string JsonVersion(string line) =>
        System.Text.Json.JsonDocument.Parse(line[..(line.LastIndexOf('}') + 1)]).RootElement.GetProperty("vers").GetString()!;

    private static async Task<List<string>> Schema(Database database) => database.Dialect.OneProcess
        ? await database.Query($"SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master ORDER BY 1", row => row.GetString(0), default)
        : await database.Query($"""
            SELECT 'column ' || table_name || ' ' || column_name AS what FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT 'index ' || indexname FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT 'trigger ' || tgname FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'function ' || proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace ORDER BY what
            """, row => row.GetString(0), default);

    // The last statement of a migration is the row that says that it was applied.
    private static async Task Refuse(Database database, int number)
    {
        if (database.Dialect.OneProcess)
            await database.Execute(Text($"CREATE TRIGGER refuse BEFORE INSERT ON migrations WHEN NEW.number = ", number, $" BEGIN SELECT RAISE(ABORT, 'no'); END"), default);
        else
            await database.Execute(Text($"""
                CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'no'; END $$;
                CREATE TRIGGER refuse BEFORE INSERT ON migrations FOR EACH ROW WHEN (NEW.number =
                """, number, $") EXECUTE FUNCTION refuse()"), default);
    }

    private static async Task Allow(Database database)
    {
        if (database.Dialect.OneProcess)
            await database.Execute($"DROP TRIGGER refuse", default);
        else
            await database.Execute($"DROP TRIGGER refuse ON migrations", default);
        if (!database.Dialect.OneProcess)
            await database.Execute($"DROP FUNCTION refuse", default);
    }

    // A definition has no parameters.
    private static SqlText Text(SqlText before, int number, SqlText after)
    {
        var text = new SqlText(0, 0);
        text.AppendFormatted(before);
        text.AppendLiteral(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
        text.AppendFormatted(after);
        return text;
    }

    private static async Task Until(Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        while (!await condition())
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
    }
}
