namespace Seatrial.Cli.Topology;

/// <summary>Prometheus: it scrapes the replicas and workers each second and evaluates the registry's alert rules.</summary>
internal sealed class Prometheus : IAsyncDisposable
{
    private readonly Part _part;

    private Prometheus(Part part, int port) => (_part, Port) = (part, port);

    public int Port { get; }

    public Part Process => _part;

    /// <summary>Starts Prometheus.</summary>
    /// <param name="folder">Where the topology keeps its files.</param>
    /// <param name="scraped">The ports of all processes with a metrics endpoint.</param>
    /// <param name="rules">The file with the alert rules.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public static async Task<(Prometheus? Prometheus, string? Problem)> StartAsync(
        string folder, IReadOnlyList<int> scraped, string rules, CancellationToken cancelled)
    {
        if (Machine.Find("prometheus") is not { } program)
            return (null, "Prometheus is missing; install it with: apt-get install prometheus");
        var (home, port) = (Machine.Folder(folder, "prometheus"), Machine.FreePort());
        var configuration = Path.Combine(folder, "prometheus.yml");
        // A copy: the user that it runs as need not be able to read where the program lies.
        File.Copy(rules, Path.Combine(folder, "alerts.yml"), overwrite: true);
        await File.WriteAllTextAsync(configuration, $"""
            global:
              scrape_interval: 1s
              scrape_timeout: 1s
              evaluation_interval: 1s
            rule_files: ["alerts.yml"]
            scrape_configs:
              - job_name: registry
                static_configs:
                  - targets: [{string.Join(", ", scraped.Select(one => $"\"127.0.0.1:{one}\""))}]
            """, cancelled);
        var part = await Part.StartAsync("Prometheus", Path.Combine(folder, "prometheus.log"), "TERM", Machine.Unprivileged(
        [
            program, $"--config.file={configuration}", $"--storage.tsdb.path={home}", $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
        ]));
        var problem = await part.ReadyAsync(token => Part.ListensAsync(port, token), cancelled);
        if (problem is null)
            return (new Prometheus(part, port), null);
        await part.DisposeAsync();
        return (null, problem);
    }

    public ValueTask DisposeAsync() => _part.DisposeAsync();
}
