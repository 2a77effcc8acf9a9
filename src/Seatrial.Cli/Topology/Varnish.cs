namespace Seatrial.Cli.Topology;

/// <summary>Varnish as the CDN: it keeps the index and the files, forgets by surrogate key, and spreads the web API over the replicas.</summary>
internal sealed class Varnish : IAsyncDisposable
{
    private readonly Part _part;

    private Varnish(Part part, int port) => (_part, Port) = (part, port);

    public int Port { get; }

    public Part Process => _part;

    /// <summary>Starts Varnish.</summary>
    /// <param name="folder">Where the topology keeps its files.</param>
    /// <param name="port">The port that it listens on.</param>
    /// <param name="replicas">The ports of the registry's replicas.</param>
    /// <param name="purgeSecret">What a purge must carry.</param>
    /// <param name="cancelled">Ends the wait.</param>
    /// <returns>Varnish, or why there is none.</returns>
    public static async Task<(Varnish? Varnish, string? Problem)> StartAsync(
        string folder, int port, IReadOnlyList<int> replicas, string purgeSecret, CancellationToken cancelled)
    {
        if (Machine.Find("varnishd") is not { } program)
            return (null, "Varnish is missing; install it with: apt-get install varnish varnish-modules");
        if (Directory.GetDirectories("/usr/lib", "*-linux-gnu").All(lib => !File.Exists(Path.Combine(lib, "varnish/vmods/libvmod_xkey.so"))))
            return (null, "Varnish has no module xkey; install it with: apt-get install varnish-modules");
        var home = Machine.Folder(folder, "varnish");
        var configuration = Path.Combine(folder, "varnish.vcl");
        await File.WriteAllTextAsync(configuration, VarnishConfiguration.Text(replicas, purgeSecret), cancelled);
        var part = await Part.StartAsync("Varnish", Path.Combine(folder, "varnish.log"), "INT", Machine.Unprivileged(
        [
            program, "-F", "-j", "none", "-n", home, "-a", $"127.0.0.1:{port}", "-f", configuration, "-s", "malloc,128m", "-T", "none",
        ]));
        var problem = await part.ReadyAsync(token => Part.ListensAsync(port, token), cancelled);
        if (problem is null)
            return (new Varnish(part, port), null);
        await part.DisposeAsync();
        return (null, problem);
    }

    public ValueTask DisposeAsync() => _part.DisposeAsync();
}
