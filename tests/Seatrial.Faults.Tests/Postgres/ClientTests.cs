using System.Buffers.Binary;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Npgsql;
using Seatrial.Faults.Kinds;

namespace Seatrial.Faults.Tests.Postgres;

/// <summary>What clients do beside plain statements, and clients that are not Npgsql.</summary>
public sealed class ClientTests(Cluster cluster)
{
    [Fact]
    public async Task Prepared_statements_keep_their_names_apart_from_what_they_are()
    {
        await using var rig = await Rig.Make(cluster);
        await using var connection = await rig.Pool.OpenConnectionAsync();
        await using var insert = new NpgsqlCommand($"INSERT INTO {rig.Table} (id) VALUES ($1)", connection) { Parameters = { new() { Value = 0 } } };
        await insert.PrepareAsync();
        await using var read = new NpgsqlCommand($"SELECT count(*) FROM {rig.Table}", connection);
        await read.PrepareAsync();
        // Nothing is executed by a Parse.
        Assert.Empty(rig.Crossings);
        for (var i = 1; i <= 3; i++)
        {
            insert.Parameters[0].Value = i;
            await insert.ExecuteNonQueryAsync();
            Assert.Equal((long)i, await read.ExecuteScalarAsync());
        }

        Assert.Equal(["INSERT", "SELECT", "INSERT", "SELECT", "INSERT", "SELECT"], rig.Crossings.Select(one => one.Operation.Split(' ')[0]));
        Assert.Equal([1, 1, 2, 2, 3, 3], rig.Crossings.Select(one => one.Occurrence));
    }

    [Fact]
    public async Task An_error_leaves_prepared_statements_usable()
    {
        await using var rig = await Rig.Make(cluster, "Max Auto Prepare=10;Auto Prepare Min Usages=2");
        await using var connection = await rig.Pool.OpenConnectionAsync();
        for (var i = 1; i <= 3; i++)
            await Work.Insert(connection, rig.Table, i);
        var last = rig.Crossings.Last();
        using var fault = rig.Watch.Arm(new Fault(new Error(), last with { Occurrence = last.Occurrence + 1 }) { Code = "40001" });
        for (var round = 0; round < 2; round++)
        {
            await Assert.ThrowsAsync<PostgresException>(() => Work.Insert(connection, rig.Table, round == 0 ? 4 : 3));
            await Work.Insert(connection, rig.Table, 5 + round);
        }

        Assert.Equal(5, await rig.Rows());
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("cut-before", 0)]
    [InlineData("cut-after", 1_000)]
    [InlineData("slow", 1_000)]
    public async Task Copied_data_is_one_crossing_with_its_statement(string kind, int rows)
    {
        await using var rig = await Rig.Make(cluster);
        async Task Copy(NpgsqlDataSource pool)
        {
            await using var connection = await pool.OpenConnectionAsync();
            await using var writer = await connection.BeginBinaryImportAsync($"COPY {rig.Table} (id) FROM STDIN (FORMAT BINARY)");
            for (var i = 0; i < 1_000; i++)
            {
                await writer.StartRowAsync();
                await writer.WriteAsync(i);
            }

            await writer.CompleteAsync();
        }

        using var fault = await rig.Fault(FaultKind.Named(kind)!, Copy, one => one.Operation.StartsWith("COPY ", StringComparison.Ordinal));
        if (kind == "slow")
            await Copy(rig.Pool);
        else
            await Assert.ThrowsAnyAsync<Exception>(() => Copy(rig.Pool));
        Assert.Equal(1, fault.Times);
        await rig.Settled();
        Assert.Equal(rows, await rig.Rows());
    }

    [Fact]
    public async Task Much_data_goes_both_ways()
    {
        await using var rig = await Rig.Make(cluster);
        await using var connection = await rig.Pool.OpenConnectionAsync();
        var large = new byte[20_000_000];
        new Random(7).NextBytes(large);
        await using var command = new NpgsqlCommand("SELECT $1::bytea", connection) { Parameters = { new() { Value = large } } };
        Assert.Equal(large, await command.ExecuteScalarAsync());
        await using (var reader = await connection.BeginTextExportAsync("COPY (SELECT generate_series(1, 300000)) TO STDOUT"))
            Assert.Equal(300_000, (await reader.ReadToEndAsync()).Count(one => one == '\n'));
        await Work.Insert(connection, rig.Table, 1);
        Assert.Equal(["SELECT", "COPY", "INSERT"], rig.Crossings.Select(one => one.Operation.Split(' ')[0]));
    }

    [Fact]
    public async Task A_large_statement_can_be_refused_and_be_delivered_late()
    {
        await using var rig = await Rig.Make(cluster);
        var sql = $"INSERT INTO {rig.Table} (id) SELECT length('{new string('x', 3_000_000)}')";
        async Task Insert(NpgsqlDataSource pool)
        {
            await using var connection = await pool.OpenConnectionAsync();
            await Work.Run(connection, sql);
        }

        using (await rig.Fault(new Error(), Insert, one => one.Operation.StartsWith("INSERT", StringComparison.Ordinal)))
            Assert.Equal("53100", (await Assert.ThrowsAsync<PostgresException>(() => Insert(rig.Pool))).SqlState);
        Assert.Equal(0, await rig.Rows());
        using var late = await rig.Fault(new LateDelivery(), Insert, one => one.Operation.StartsWith("INSERT", StringComparison.Ordinal));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => Insert(rig.Pool));
        Assert.Equal(0, await rig.Rows());
        late.Release();
        await Cluster.Until(async () => await rig.Rows() == 1);
    }

    [Fact]
    public async Task Notifications_come_while_nothing_is_asked_and_while_a_fault_has_the_connection()
    {
        await using var rig = await Rig.Make(cluster);
        await using var connection = await rig.Pool.OpenConnectionAsync();
        var heard = new List<string>();
        connection.Notification += (_, news) => heard.Add(news.Payload);
        await Work.Run(connection, $"LISTEN {rig.Table}");
        Assert.Equal(Traits.Waits, rig.Crossings.Single().Traits);
        await rig.Ask($"SELECT pg_notify('{rig.Table}', 'idle')");
        await connection.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["idle"], heard);
        using var fault = rig.Watch.Arm(new Fault(new Hold(), rig.Crossings.Single() with { Occurrence = 2 }));
        var held = Work.Run(connection, $"LISTEN {rig.Table}");
        await fault.Fired;
        await rig.Ask($"SELECT pg_notify('{rig.Table}', 'held')");
        Assert.False(held.IsCompleted);
        fault.Release();
        await held;
        if (heard.Count < 2)
            await connection.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["idle", "held"], heard);
    }

    [Fact]
    public async Task A_cancel_reaches_the_server_and_is_a_crossing()
    {
        await using var rig = await Rig.Make(cluster);
        await using var connection = await rig.Pool.OpenConnectionAsync();
        await using var command = new NpgsqlCommand("SELECT pg_sleep(30)", connection) { CommandTimeout = 60 };
        var sleeping = command.ExecuteNonQueryAsync();
        await Cluster.Until(async () => await rig.Ask($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{rig.Table}' AND wait_event = 'PgSleep'") == 1);
        command.Cancel();
        var cancelled = await Assert.ThrowsAsync<OperationCanceledException>(() => sleeping);
        Assert.Equal("57014", Assert.IsType<PostgresException>(cancelled.InnerException).SqlState);
        Assert.Single(rig.Watch.Recording.Crossings, one => one.Operation == "CANCEL" && one.Traits == Traits.Library);
        await Work.Insert(connection, rig.Table, 1);
    }

    [Fact]
    public async Task A_client_that_cancels_has_given_up()
    {
        await using var rig = await Rig.Make(cluster);
        await using var connection = await rig.Pool.OpenConnectionAsync();
        using var fault = rig.Watch.Arm(new Fault(new Hang(), new Crossing(rig.Proxy.Tap.Boundary, "registry", Statement.Of("SELECT 1").Name, "", 1)));
        await using var command = new NpgsqlCommand("SELECT 1", connection) { CommandTimeout = 60 };
        var hanging = command.ExecuteNonQueryAsync();
        var exchange = await fault.Fired;
        Assert.False(exchange.ClientGone.IsCompleted);
        command.Cancel();
        await exchange.ClientGone;
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => hanging);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public async Task Messages_in_pieces_are_the_same_messages(int piece)
    {
        await using var rig = await Rig.Make(cluster);
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(rig.Proxy.Address);
        var stream = client.GetStream();
        byte[] startup = [0, 0, 0, 0, 0, 3, 0, 0, .. "user\0postgres\0database\0postgres\0\0"u8];
        BinaryPrimitives.WriteInt32BigEndian(startup, startup.Length);
        byte[] asked =
        [
            .. startup,
            .. Of('Q', "BEGIN\0"u8),
            .. Of('P', [.. "s1\0"u8, .. Encoding.UTF8.GetBytes($"INSERT INTO {rig.Table} (id) VALUES (1)"), 0, 0, 0]),
            .. Of('B', "p1\0s1\0\0\0\0\0\0\0"u8), .. Of('E', "p1\0\0\0\0\0"u8),
            .. Of('S', []),
            .. Of('Q', Encoding.UTF8.GetBytes($"INSERT INTO {rig.Table} (id) VALUES (2); SELECT 1; ;\0")),
            .. Of('Q', "COMMIT\0"u8), .. Of('X', []),
        ];
        for (var at = 0; at < asked.Length; at += piece)
            await stream.WriteAsync(asked.AsMemory(at, Math.Min(piece, asked.Length - at)));
        var answer = new MemoryStream();
        await stream.CopyToAsync(answer);
        Assert.Equal(2, await rig.Rows());
        var crossings = rig.Crossings.ToArray();
        Assert.Equal(["BEGIN", "INSERT", "INSERT", "COMMIT"], crossings.Select(one => one.Operation.Split(' ')[0]));
        Assert.Contains("; SELECT ~", crossings[2].Operation, StringComparison.Ordinal);
        Assert.Equal(crossings[1].Operation, crossings[3].Transaction);
    }

    [Theory]
    [InlineData("simple")]
    [InlineData("extended")]
    [InlineData("prepared")]
    public async Task Pgbench_in_each_of_its_protocols_goes_through_unharmed(string protocol)
    {
        await using var rig = await Rig.Make(cluster);
        await Run(rig, "pgbench", "-i", "-q", "-s", "1");
        rig.Watch.Record(Names.None);
        var output = await Run(rig, "pgbench", "-n", "-c", "3", "-t", "20", "-M", protocol);
        Assert.Contains("number of transactions actually processed: 60/60", output, StringComparison.Ordinal);
        var crossings = rig.Crossings.Where(one => one.Transaction.Length > 0).ToArray();
        // BEGIN is sent alone, so that nobody knows yet what it begins.
        Assert.Equal(60, crossings.Count(one => one.Operation == "END" && one.Traits == (Traits.InTransaction | Traits.Writes | Traits.Commits)));
        Assert.Equal(60, crossings.Count(one => one.Operation.StartsWith("INSERT pgbench_history", StringComparison.Ordinal)));
        // In the simple protocol the sign of a number is part of the text: +- 7 and + 7 are two statements.
        Assert.Single(crossings.Select(one => one.Transaction.Split('~')[0]).Distinct());
    }

    [Fact]
    public async Task Psql_is_told_of_an_error_and_goes_on()
    {
        await using var rig = await Rig.Make(cluster);
        var insert = $"INSERT INTO {rig.Table} VALUES (1)";
        using var fault = rig.Watch.Arm(new Fault(new Error(), new Crossing(rig.Proxy.Tap.Boundary, "registry", Statement.Of(insert).Name, "", 1)));
        var output = await Run(rig, "psql", "-X", "-c", insert, "-c", insert, "-c", $"\\copy {rig.Table} to stdout");
        Assert.Contains("INSERT 0 1", output, StringComparison.Ordinal);
        Assert.Equal(1, fault.Times);
        Assert.Equal(1, await rig.Rows());
    }

    private static byte[] Of(char type, ReadOnlySpan<byte> body)
    {
        var message = new byte[body.Length + 5];
        message[0] = (byte)type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), body.Length + 4);
        body.CopyTo(message.AsSpan(5));
        return message;
    }

    private async Task<string> Run(Rig rig, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Path.Combine(cluster.Binaries, program),
            ["-h", "127.0.0.1", "-p", $"{rig.Proxy.Address.Port}", "-U", "postgres", .. arguments, "postgres"])
        { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {output}");
        return output;
    }
}
