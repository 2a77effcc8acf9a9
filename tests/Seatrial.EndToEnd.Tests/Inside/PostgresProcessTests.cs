using System.Net;
using Npgsql;
using Seatrial.Faults;
using Seatrial.Faults.Kinds;
using Seatrial.Faults.Postgres;

namespace Seatrial.EndToEnd.Tests.Inside;

/// <summary>An application with Npgsql that is killed or paused exactly at a crossing of the proxy before its PostgreSQL.</summary>
public sealed class PostgresProcessTests(Postgres postgres)
{
    [Theory]
    [InlineData("kill-before", "plain", "INSERT notes ~", 0)]
    [InlineData("kill-before", "transaction", "COMMIT", 0)]
    [InlineData("kill-after", "plain", "INSERT notes ~", 1)]
    [InlineData("kill-after", "transaction", "INSERT notes ~", 0)]
    [InlineData("kill-after", "transaction", "COMMIT", 2)]
    public async Task A_process_that_is_killed_has_done_what_the_server_was_told_before_and_no_more(string kind, string way, string operation, int written)
    {
        await using var rig = await StartAsync();
        using var fault = await rig.ArmAsync(kind, way, operation);
        Assert.Null(await rig.Notes.TryPostAsync($"{way}/second"));
        await rig.Notes.Ended.WaitAsync(TappedRegistry.Soon);
        Assert.Equal(1, fault.Times);
        await rig.SettledAsync();
        Assert.Equal(written, await rig.NumberAsync("SELECT count(*) FROM notes WHERE text = 'second'"));
    }

    [Theory]
    [InlineData("plain", "INSERT notes ~", "1")]
    [InlineData("transaction", "COMMIT", "2")]
    public async Task A_process_that_is_paused_stands_still_and_goes_on_as_if_nothing_had_been(string way, string operation, string told)
    {
        await using var rig = await StartAsync();
        using var fault = await rig.ArmAsync("pause", way, operation);
        var asking = rig.Notes.TryPostAsync($"{way}/second");
        await fault.Fired;
        // Stopped, as the kernel says; and the server has done its part beside it.
        await Traffic.UntilAsync(() => Task.FromResult(File.ReadAllText($"/proc/{rig.Notes.Id}/stat").Contains(") T ", StringComparison.Ordinal)), TappedRegistry.Soon, () => "It was not stopped.");
        await Traffic.UntilAsync(async () => await rig.NumberAsync("SELECT count(*) FROM notes WHERE text = 'second'") > 0, TappedRegistry.Soon, () => "The server did nothing.");
        Assert.False(asking.IsCompleted);
        fault.Heal();
        Assert.Equal((HttpStatusCode.OK, told), await asking);
    }

    private async Task<Rig> StartAsync()
    {
        var database = await postgres.DatabaseAsync();
        return await Rig.StartAsync(database, postgres.Port);
    }

    // The application, the proxy before its database, and a way to the database itself.
    private sealed class Rig : IAsyncDisposable
    {
        private readonly NpgsqlDataSource _direct;
        private OtherApplication? _notes;

        private Rig(string database, int port)
        {
            _direct = NpgsqlDataSource.Create(database);
            Proxy = new PostgresProxy(new Tap(Watch, Record.Boundary.RegistryDatabase, "notes") { ProcessId = () => _notes?.Id }, new IPEndPoint(IPAddress.Loopback, port));
        }

        public Watch Watch { get; } = new(TimeProvider.System);

        public PostgresProxy Proxy { get; }

        public OtherApplication Notes => _notes!;

        public static async Task<Rig> StartAsync(string database, int port)
        {
            var rig = new Rig(database, port);
            var through = new NpgsqlConnectionStringBuilder(database) { Port = rig.Proxy.Address.Port, ApplicationName = "notes", CommandTimeout = 30 };
            rig._notes = await OtherApplication.StartAsync("postgres", new Dictionary<string, string>(), through.ConnectionString);
            return rig;
        }

        /// <summary>Does it once to see its crossings, and arms a fault for the next time.</summary>
        public async Task<ArmedFault> ArmAsync(string kind, string way, string operation)
        {
            Watch.Record(Names.None);
            Assert.Equal(HttpStatusCode.OK, (await Notes.PostAsync($"{way}/first")).Status);
            var crossing = Watch.Recording.Crossings.Last(one => one.Operation.StartsWith(operation, StringComparison.Ordinal));
            Assert.Null(FaultKind.Named(kind)!.Excludes(crossing));
            Watch.Record(Names.None);
            return Watch.Arm(new Fault(FaultKind.Named(kind)!, crossing with { Occurrence = 1 }));
        }

        public async Task<long> NumberAsync(string sql)
        {
            await using var command = _direct.CreateCommand(sql);
            return (long)(await command.ExecuteScalarAsync())!;
        }

        /// <summary>Waits until the server has ended what the killed process had open.</summary>
        public Task SettledAsync() => Traffic.UntilAsync(
            async () => await NumberAsync("SELECT count(*) FROM pg_stat_activity WHERE application_name = 'notes' AND state <> 'idle'") == 0, TappedRegistry.Soon, () => "The server still has something of it open.");

        public async ValueTask DisposeAsync()
        {
            if (_notes is not null)
                await _notes.DisposeAsync();
            await Proxy.DisposeAsync();
            await _direct.DisposeAsync();
        }
    }
}
