using Npgsql;
using Seatrial.Faults.Kinds;
using Seatrial.Faults.Postgres;
using Seatrial.Record;

namespace Seatrial.Faults.Tests.Postgres;

/// <summary>A proxy in front of the cluster, a pool of one client that goes through it, and a direct connection that asks for the truth.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private static int s_tables;

    private Rig(Cluster cluster, string more)
    {
        Proxy = new PostgresProxy(new Tap(Watch, Boundary.RegistryDatabase, "registry"), cluster.Address);
        Pool = NpgsqlDataSource.Create(Cluster.Of(Proxy.Address, $"Application Name={Table};Timeout=5;Command Timeout=5;Cancellation Timeout=1000;SSL Mode=Disable;GSS Encryption Mode=Disable;{more}"));
        Direct = NpgsqlDataSource.Create(Cluster.Of(cluster.Address));
    }

    public Watch Watch { get; } = new(TimeProvider.System);

    public PostgresProxy Proxy { get; }

    public NpgsqlDataSource Pool { get; }

    public NpgsqlDataSource Direct { get; }

    /// <summary>A table of its own, with one column.</summary>
    public string Table { get; } = $"t{Interlocked.Increment(ref s_tables)}";

    public static async Task<Rig> Make(Cluster cluster, string more = "")
    {
        var rig = new Rig(cluster, more);
        await rig.Ask($"CREATE TABLE {rig.Table} (id int PRIMARY KEY)");
        return rig;
    }

    /// <summary>The crossings so far, without those of the library.</summary>
    public IEnumerable<Crossing> Crossings => Watch.Recording.Crossings.Where(one => !one.Traits.HasFlag(Traits.Library));

    /// <summary>Runs the work once to see its crossings, then again with a fault at the one that is chosen.</summary>
    public async Task<ArmedFault> Fault(FaultKind kind, Func<NpgsqlDataSource, Task> work, Func<Crossing, bool> which, string? code = null, bool sticky = false)
    {
        Watch.Record(Names.None);
        await work(Pool);
        var crossing = Watch.Recording.Crossings.Single(which);
        await Ask($"DELETE FROM {Table}");
        Watch.Record(Names.None);
        return Watch.Arm(new Fault(kind, crossing) { Code = code, Sticky = sticky });
    }

    /// <summary>One number from the direct connection.</summary>
    public async Task<long> Ask(string sql)
    {
        await using var command = Direct.CreateCommand(sql);
        return await command.ExecuteScalarAsync() as long? ?? 0;
    }

    public Task<long> Rows() => Ask($"SELECT count(*) FROM {Table}");

    /// <summary>Waits until nothing of ours runs or is open in the server: what was cut has ended there.</summary>
    public Task Settled() => Cluster.Until(async () =>
        await Ask($"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{Table}' AND state <> 'idle'") == 0);

    public async ValueTask DisposeAsync()
    {
        await Pool.DisposeAsync();
        await Proxy.DisposeAsync();
        await Direct.DisposeAsync();
    }
}
