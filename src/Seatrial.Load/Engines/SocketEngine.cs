using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>
/// The engine for HTTP/1.1 in plain text on Linux: a thread for each core, each with its own connections, arrivals and counts, on non-blocking
/// sockets. Nothing is shared while a load goes on, and nothing is allocated for a request.
/// </summary>
/// <param name="workload">Makes what arrivals do, once for each thread.</param>
/// <param name="operations">How many kinds of requests it has.</param>
/// <param name="hosts">All hosts that requests go to, as URLs.</param>
/// <param name="limits">The bounds of the load.</param>
/// <param name="cores">How many threads.</param>
[SupportedOSPlatform("linux")]
public sealed class SocketEngine(Func<Workload> workload, int operations, IReadOnlyList<Uri> hosts, LoadLimits limits, int cores = 1)
    : Engine(workload, operations, limits)
{
    // All threads are there before the first arrival is due.
    private static readonly TimeSpan Lead = TimeSpan.FromMilliseconds(20);

    /// <inheritdoc/>
    /// <exception cref="System.Net.Sockets.SocketException">A host has no address.</exception>
    public override async Task<LoadResult> RunAsync(LoadModel model, CancellationToken cancelled)
    {
        var addresses = new Dictionary<string, (int Host, byte[] Address)>();
        foreach (var host in hosts)
            if (!addresses.ContainsKey($"{host.Host}:{host.Port}"))
                addresses.Add($"{host.Host}:{host.Port}", (addresses.Count, await AddressAsync(host, cancelled)));
        var collector = new Collector(Operations, cores, Told);
        var start = Stopwatch.GetTimestamp() + (long)(Lead.TotalSeconds * Stopwatch.Frequency);
        var used = Environment.CpuUsage.TotalTime;
        var all = Enumerable.Range(0, cores).Select(core => new SocketCore(NewWorkload(), Part(model, core), addresses, Share(core), new Recorder(collector), start, cancelled)).ToArray();
        var runs = all.Select(core => Task.Factory.StartNew(core.Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        var collected = collector.RunAsync();
        try
        {
            await Task.WhenAll(runs);
        }
        finally
        {
            foreach (var core in all)
                core.Dispose();
        }

        var (elapsed, cpu) = (TimeSpan.FromTicks(all.Max(core => core.Elapsed) / 100), Environment.CpuUsage.TotalTime - used);
        await collected;
        return new LoadResult(collector.Whole, elapsed, all.Max(core => core.End), cpu);
    }

    private static async Task<byte[]> AddressAsync(Uri host, CancellationToken cancelled)
    {
        var address = IPAddress.TryParse(host.Host.Trim('[', ']'), out var literal) ? literal : (await Dns.GetHostAddressesAsync(host.Host, cancelled))[0];
        var socket = new IPEndPoint(address, host.Port).Serialize();
        return socket.Buffer[..socket.Size].ToArray();
    }

    private LoadModel Part(LoadModel model, int core) => model switch
    {
        OpenModel open => open with { Shard = open.Shard.Part(core, cores) },
        ClosedModel closed => closed with { Clients = (int)PartOf(closed.Clients, core) },
        _ => throw new ArgumentOutOfRangeException(nameof(model), model, "No engine knows this model."),
    };

    private LoadLimits Share(int core) => Limits with
    {
        Connections = (int)Math.Max(1, PartOf(Limits.Connections, core)),
        Waiting = (int)PartOf(Limits.Waiting, core),
        Requests = PartOf(Limits.Requests, core),
    };

    private long PartOf(long whole, int core) => (whole / cores) + (core < whole % cores ? 1 : 0);
}
