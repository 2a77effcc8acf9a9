using System.Diagnostics;
using System.Globalization;

namespace Seatrial.Cli.Topology;

/// <summary>A private PostgreSQL cluster: made anew, on a free loopback port, owned by nobody else.</summary>
internal sealed class PostgreSql : IAsyncDisposable
{
    private readonly Part _part;

    private PostgreSql(Part part, int port) => (_part, Port) = (part, port);

    public int Port { get; }

    public Part Process => _part;

    public string ConnectionString => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={Port};Username=postgres;Database=postgres;SSL Mode=Disable");

    /// <summary>Makes and starts a cluster.</summary>
    /// <returns>The cluster, or why there is none.</returns>
    public static async Task<(PostgreSql? Cluster, string? Problem)> StartAsync(string folder, CancellationToken cancelled)
    {
        if (Binaries() is not { } binaries)
            return (null, "PostgreSQL is missing; install it with: apt-get install postgresql");
        var home = Machine.Folder(folder, "postgres");
        var (data, port) = (Path.Combine(home, "data"), Machine.FreePort());
        if (await InitAsync(binaries, home, data, cancelled) is { } failed)
            return (null, failed);
        var part = await Start(binaries, home, port);
        var ready = Path.Combine(binaries, "pg_isready");
        var problem = await part.ReadyAsync(async token =>
        {
            using var asked = System.Diagnostics.Process.Start(new ProcessStartInfo(ready, ["-q", "-h", "127.0.0.1", "-p", $"{port}"]))!;
            await asked.WaitForExitAsync(token);
            return asked.ExitCode == 0;
        }, cancelled);
        if (problem is null)
            return (new PostgreSql(part, port), null);
        await part.DisposeAsync();
        return (null, problem);
    }

    public ValueTask DisposeAsync() => _part.DisposeAsync();

    private static Task<Part> Start(string binaries, string home, int port) => Part.StartAsync("PostgreSQL", Path.Combine(home, "..", "postgres.log"), "INT",
        Machine.Unprivileged(
        [
            Path.Combine(binaries, "postgres"), "-D", Path.Combine(home, "data"), "-p", $"{port}",
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={home}",
            // The outbox is emptied all the time; its dead rows are swept as often as its workers would stumble over them.
            "-c", "autovacuum_naptime=5s",
            "-c", "shared_buffers=128MB", "-c", "max_connections=200",
        ]));

    private static async Task<string?> InitAsync(string binaries, string home, string data, CancellationToken cancelled)
    {
        var init = await Part.StartAsync("initdb", Path.Combine(home, "..", "initdb.log"), "TERM", Machine.Unprivileged(
        [
            Path.Combine(binaries, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C",
        ]));
        await using (init)
        {
            while (init.IsRunning)
                await Task.Delay(TimeSpan.FromMilliseconds(20), cancelled);
            return File.Exists(Path.Combine(data, "PG_VERSION")) ? null : $"initdb failed: {init.LastWords()}";
        }
    }

    // Debian keeps the servers of all versions beside each other and none on the PATH; the newest is taken.
    private static string? Binaries()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian) : [];
        return versions.OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin")).FirstOrDefault(folder => File.Exists(Path.Combine(folder, "postgres")))
            ?? Path.GetDirectoryName(Machine.Find("postgres"));
    }
}
