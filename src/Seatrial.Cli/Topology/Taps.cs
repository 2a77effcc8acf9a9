using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Seatrial.Faults;
using Seatrial.Faults.Http;
using Seatrial.Faults.Inside;
using Seatrial.Faults.Postgres;
using Seatrial.Faults.S3;
using Seatrial.Faults.Wires;
using Seatrial.Record;
using Seatrial.Scenarios.Sweeps;

namespace Seatrial.Cli.Topology;

/// <summary>What stands between the parts of one topology while it is swept: a proxy or a tap for each side of each boundary.</summary>
internal sealed class Taps : IAsyncDisposable
{
    /// <summary>The header by which a purge names its key, to the embedded edge and to Varnish alike.</summary>
    private const string PurgeKey = "xkey";

    private readonly ConcurrentBag<Proxy> _proxies = [];
    private readonly ConcurrentBag<InsideTap> _inside = [];

    /// <summary>Who sees the crossings and has the faults.</summary>
    public Watch Watch { get; } = new(TimeProvider.System);

    /// <summary>How many connections go through the proxies now.</summary>
    public int Open => _proxies.Sum(proxy => proxy.Open);

    /// <summary>A way to PostgreSQL for one process.</summary>
    /// <returns>The port to connect to.</returns>
    public int Database(string side, int port, Func<int?> processId) =>
        Keep(new PostgresProxy(At(Boundary.RegistryDatabase, side, processId), Loopback(port))).Address.Port;

    /// <summary>Ways to the database and the storage of a registry that somebody else has started, on ports that it knows.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A port is taken.</exception>
    public void Stand(SweptTarget target)
    {
        if (target.Database is { } database)
            Keep(new PostgresProxy(At(Boundary.RegistryDatabase, "registry", () => null), database.Upstream, database.Listen));
        if (target.StorageProxy is { } storage)
            Keep(new HttpProxy(At(Boundary.RegistryStorage, "registry", () => null), storage.Upstream, new S3Api(), storage.Listen));
    }

    /// <summary>A way to the storage for one process.</summary>
    /// <returns>The URL to use.</returns>
    public string Storage(string side, int port, Func<int?> processId) =>
        Url(Keep(new HttpProxy(At(Boundary.RegistryStorage, side, processId), Loopback(port), new S3Api())));

    /// <summary>A way to the edge, to purge it, for one process.</summary>
    /// <returns>The URL to use.</returns>
    public string Purge(string side, int port, Func<int?> processId) =>
        Url(Keep(new HttpProxy(At(Boundary.RegistryCdn, side, processId), Loopback(port), new PlainHttp(PurgeKey))));

    /// <summary>The edge's way to where it fetches what it does not have.</summary>
    /// <returns>The port to connect to.</returns>
    public int Origin(int port) => Keep(new HttpProxy(At(Boundary.RegistryCdn, "edge", () => null), Loopback(port), new PlainHttp())).Address.Port;

    /// <summary>The users' way to the web API.</summary>
    /// <returns>The URL to use.</returns>
    public string Client(int port) => Url(Keep(new HttpProxy(At(Boundary.ClientRegistry, "client", () => null), Loopback(port), new PlainHttp())));

    /// <summary>The database of a process without a wire to it, tapped from inside.</summary>
    public InsideTap Inside(string side, string background, Func<int?> processId)
    {
        var tap = new InsideTap(At(Boundary.RegistryDatabase, side, processId), At(Boundary.RegistryDatabase, background, processId));
        _inside.Add(tap);
        return tap;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var proxy in _proxies)
            await proxy.DisposeAsync();
        foreach (var tap in _inside)
            await tap.DisposeAsync();
    }

    private Tap At(Boundary boundary, string side, Func<int?> processId) => new(Watch, boundary, side) { ProcessId = processId };

    private T Keep<T>(T proxy) where T : Proxy
    {
        _proxies.Add(proxy);
        return proxy;
    }

    private static IPEndPoint Loopback(int port) => new(IPAddress.Loopback, port);

    private static string Url(Proxy proxy) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{proxy.Address.Port}");
}
