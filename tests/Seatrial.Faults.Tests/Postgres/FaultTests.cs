using System.Net.Sockets;
using Npgsql;
using Seatrial.Faults.Kinds;

namespace Seatrial.Faults.Tests.Postgres;

/// <summary>Each kind of fault at each place where it matters: what the client is told, and what is true in the database.</summary>
public sealed class FaultTests(Cluster cluster)
{
    private const string Lost = "lost";
    private const string Fine = "fine";

    [Theory]
    [InlineData("error", "begin read", "57014", 0)]
    [InlineData("error", "first insert", "40001", 0)]
    [InlineData("error", "last insert", "40001", 0)]
    [InlineData("error", "commit", "40001", 0)]
    [InlineData("error", "autocommit", "53100", 0)]
    [InlineData("error", "batch first", "40001", 0)]
    [InlineData("error", "batch last", "40001", 0)]
    [InlineData("error", "read", "57014", 0)]
    [InlineData("error", "connect", "53300", 0)]
    [InlineData("cut-before", "begin", Lost, 0)]
    [InlineData("cut-before", "begin read", Lost, 0)]
    [InlineData("cut-before", "last insert", Lost, 0)]
    [InlineData("cut-before", "commit", Lost, 0)]
    [InlineData("cut-before", "autocommit", Lost, 0)]
    [InlineData("cut-before", "batch last", Lost, 0)]
    [InlineData("cut-before", "read", Lost, 0)]
    [InlineData("cut-before", "connect", Lost, 0)]
    [InlineData("cut-after", "begin read", Lost, 0)]
    [InlineData("cut-after", "last insert", Lost, 0)]
    [InlineData("cut-after", "commit", Lost, 2)]
    [InlineData("cut-after", "autocommit", Lost, 1)]
    [InlineData("cut-after", "batch last", Lost, 2)]
    [InlineData("cut-after", "read", Lost, 0)]
    [InlineData("cut-after", "connect", Lost, 0)]
    [InlineData("truncated", "last insert", Lost, 0)]
    [InlineData("truncated", "commit", Lost, 2)]
    [InlineData("truncated", "autocommit", Lost, 1)]
    [InlineData("truncated", "batch last", Lost, 2)]
    [InlineData("truncated", "read", Lost, 0)]
    [InlineData("truncated", "connect", Lost, 0)]
    [InlineData("slow", "begin read", Fine, 2)]
    [InlineData("slow", "commit", Fine, 2)]
    [InlineData("slow", "autocommit", Fine, 1)]
    [InlineData("slow", "batch last", Fine, 2)]
    [InlineData("slow", "read", Fine, 0)]
    [InlineData("slow", "connect", Fine, 1)]
    [InlineData("hang", "begin read", Lost, 0)]
    [InlineData("hang", "last insert", Lost, 0)]
    [InlineData("hang", "commit", Lost, 0)]
    [InlineData("hang", "autocommit", Lost, 0)]
    [InlineData("hang", "batch last", Lost, 0)]
    [InlineData("hang", "read", Lost, 0)]
    [InlineData("hang", "connect", Lost, 0)]
    [InlineData("outage", "last insert", Lost, 0)]
    [InlineData("outage", "commit", Lost, 0)]
    [InlineData("outage", "autocommit", Lost, 0)]
    [InlineData("outage", "connect", Lost, 0)]
    public async Task What_the_client_is_told_and_what_is_true(string kind, string place, string told, int rows)
    {
        await using var rig = await Rig.Make(cluster, kind == "hang" ? "Command Timeout=1;Timeout=1" : "");
        var (work, which) = At(place, rig.Table);
        using var fault = await rig.Fault(FaultKind.Named(kind)!, work, which);
        if (place == "connect")
            rig.Pool.Clear();
        Assert.Equal(told, await Tell(work, rig.Pool));
        Assert.True(fault.Times > 0, "The fault has not fired.");
        await rig.Settled();
        Assert.Equal(rows, await rig.Rows());
        fault.Heal();
        await Usable(rig, work);
    }

    [Theory]
    [InlineData("commit", 2)]
    [InlineData("autocommit", 1)]
    [InlineData("batch last", 2)]
    public async Task What_is_delivered_late_comes_after_the_client_was_told_that_it_failed(string place, int rows)
    {
        await using var rig = await Rig.Make(cluster);
        var (work, which) = At(place, rig.Table);
        using var fault = await rig.Fault(new LateDelivery(), work, which);
        Assert.Equal(Lost, await Tell(work, rig.Pool));
        Assert.Equal(0, await rig.Rows());
        fault.Release();
        await Cluster.Until(async () => await rig.Rows() == rows);
        await rig.Settled();
        await Usable(rig, work);
    }

    [Theory]
    [InlineData("40P01", "last insert", "40P01")]
    [InlineData("40P01", "commit", "40P01")]
    [InlineData("23505", "autocommit", "23505")]
    [InlineData("25006", "autocommit", "25006")]
    [InlineData("57014", "last insert", "57014")]
    [InlineData("57P01", "last insert", "57P01")]
    [InlineData("57P01", "commit", "57P01")]
    [InlineData("57P01", "autocommit", "57P01")]
    [InlineData("57P01", "batch first", "57P01")]
    [InlineData("57P03", "connect", "57P03")]
    public async Task Any_state_can_be_asked_for(string code, string place, string told)
    {
        await using var rig = await Rig.Make(cluster);
        var (work, which) = At(place, rig.Table);
        using var fault = await rig.Fault(new Error(), work, which, code);
        if (place == "connect")
            rig.Pool.Clear();
        Assert.Equal(told, await Tell(work, rig.Pool));
        Assert.Equal(1, fault.Times);
        await rig.Settled();
        Assert.Equal(0, await rig.Rows());
        await Usable(rig, work);
    }

    [Fact]
    public async Task After_an_error_in_a_transaction_the_server_refuses_all_but_its_end()
    {
        await using var rig = await Rig.Make(cluster);
        await using var connection = await rig.Pool.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Work.Insert(connection, rig.Table, 1);
        var insert = rig.Crossings.Last();
        using var fault = rig.Watch.Arm(new Fault(new Error(), insert with { Occurrence = insert.Occurrence + 1 }));
        Assert.Equal("40001", (await Assert.ThrowsAsync<PostgresException>(() => Work.Insert(connection, rig.Table, 3))).SqlState);
        Assert.Equal("25P02", (await Assert.ThrowsAsync<PostgresException>(() => Work.Run(connection, "SELECT 1"))).SqlState);
        await transaction.RollbackAsync();
        await Work.Insert(connection, rig.Table, 4);
        Assert.Equal(1, await rig.Rows());
    }

    [Fact]
    public async Task A_hang_holds_only_its_own_connection()
    {
        await using var rig = await Rig.Make(cluster);
        var (work, which) = At("autocommit", rig.Table);
        using var fault = await rig.Fault(new Hang(), work, which);
        var hanging = Tell(work, rig.Pool);
        await fault.Fired;
        await Work.Read(rig.Pool, rig.Table);
        Assert.False(hanging.IsCompleted);
        fault.Heal();
        Assert.Equal(Lost, await hanging);
    }

    [Fact]
    public async Task A_sticky_error_comes_until_it_is_healed()
    {
        await using var rig = await Rig.Make(cluster);
        var (work, which) = At("autocommit", rig.Table);
        using var fault = await rig.Fault(new Error(), work, which, sticky: true);
        for (var i = 0; i < 3; i++)
            Assert.Equal("53100", await Tell(work, rig.Pool));
        fault.Heal();
        Assert.Equal(Fine, await Tell(work, rig.Pool));
        Assert.Equal(3, fault.Times);
    }

    [Fact]
    public async Task A_connection_that_fails_once_is_opened_again_by_a_driver_that_prefers_encryption()
    {
        await using var rig = await Rig.Make(cluster, "SSL Mode=Prefer;GSS Encryption Mode=Prefer");
        var (work, which) = At("connect", rig.Table);
        using var fault = await rig.Fault(new CutBefore(), work, which);
        rig.Pool.Clear();
        Assert.Equal(Fine, await Tell(work, rig.Pool));
        Assert.Equal(1, fault.Times);
        Assert.Equal(2, rig.Watch.Recording.Crossings.Count(one => one.Operation == "CONNECT"));
        Assert.All(rig.Watch.Recording.Crossings.Where(one => one.Operation == "CONNECT"), one => Assert.True(one.Traits.HasFlag(Traits.Retried)));
    }

    [Fact]
    public async Task A_server_that_does_not_listen_is_a_connection_that_fails()
    {
        await using var proxy = new Faults.Postgres.PostgresProxy(
            new Tap(new Watch(TimeProvider.System), Record.Boundary.RegistryDatabase, "registry"), new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, 1));
        await using var pool = NpgsqlDataSource.Create(Cluster.Of(proxy.Address, "Timeout=5"));
        Assert.Equal(Lost, await Tell(one => Work.Read(one, "pg_class"), pool));
        await Cluster.Until(() => Task.FromResult(proxy.Open == 0));
    }

    // The crossings of Npgsql's transaction, in the order in which it makes them.
    private static (Func<NpgsqlDataSource, Task> Work, Func<Crossing, bool> Which) At(string place, string table)
    {
        Func<NpgsqlDataSource, Task> transaction = pool => Work.Transaction(pool, table), batch = pool => Work.Batch(pool, table),
            autocommit = pool => Work.Autocommit(pool, table), read = pool => Work.Read(pool, table);
        return place switch
        {
            "begin" => (transaction, one => one.Operation == "BEGIN"),
            "begin read" => (transaction, one => one.Operation.StartsWith("SELECT ", StringComparison.Ordinal) && one.Traits == Traits.InTransaction),
            "first insert" => (transaction, one => one.Traits == (Traits.InTransaction | Traits.Writes | Traits.Pipelined)),
            "last insert" => (transaction, one => one.Traits == (Traits.InTransaction | Traits.Writes)),
            "commit" => (transaction, one => one.Operation == "COMMIT"),
            "autocommit" => (autocommit, one => one.Traits == (Traits.Writes | Traits.Commits)),
            "batch first" => (batch, one => one.Traits == (Traits.InTransaction | Traits.Writes | Traits.Pipelined)),
            "batch last" => (batch, one => one.Traits == (Traits.InTransaction | Traits.Writes | Traits.Commits)),
            "read" => (read, one => one.Traits == Traits.None),
            "connect" => (autocommit, one => one.Operation == "CONNECT"),
            _ => throw new ArgumentException(place),
        };
    }

    private static async Task<string> Tell(Func<NpgsqlDataSource, Task> work, NpgsqlDataSource pool)
    {
        try
        {
            await work(pool);
            return Fine;
        }
        catch (PostgresException refused)
        {
            return refused.SqlState;
        }
        catch (Exception lost) when (lost is NpgsqlException or SocketException or IOException or TimeoutException)
        {
            return Lost;
        }
    }

    // Nothing of a fault stays: the same work goes well, and leaves no connection in a transaction.
    private static async Task Usable(Rig rig, Func<NpgsqlDataSource, Task> work)
    {
        await rig.Ask($"DELETE FROM {rig.Table}");
        // A pool only finds out by use that its idle connections were cut.
        await Cluster.Until(async () => await Tell(work, rig.Pool) == Fine);
        await rig.Settled();
    }
}
