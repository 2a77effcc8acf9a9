using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Seatrial.Bench;

/// <summary>A private PostgreSQL, which goes with the benchmark.</summary>
internal sealed class Cluster : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Cluster(Process process, string folder, int port) => (_process, _folder, ConnectionString) =
        (process, folder, $"Host=127.0.0.1;Port={port};Username=postgres;Database=postgres");

    public string ConnectionString { get; }

    /// <summary>Where PostgreSQL's programs are; null when there are none.</summary>
    public static string? Programs => !Directory.Exists("/usr/lib/postgresql") ? null
        : Directory.GetDirectories("/usr/lib/postgresql").Select(one => Path.Combine(one, "bin")).Where(Directory.Exists).Order().LastOrDefault();

    public static async Task<Cluster> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-bench-").FullName;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var data = Path.Combine(folder, "data");
        // PostgreSQL refuses to run as root.
        string[] nobody = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] : [];
        if (nobody.Length > 0)
            await RunAsync(["chown", "nobody:nogroup", folder]);
        await RunAsync([.. nobody, Path.Combine(Programs!, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "-E", "UTF8", "--locale=C"]);
        // PostgreSQL's own settings, but for what only loading cares about.
        var process = Start([.. nobody, Path.Combine(Programs!, "postgres"), "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={folder}", "-c", "fsync=off", "-c", "max_wal_size=4GB", "-c", "log_min_messages=fatal"]);
        var cluster = new Cluster(process, folder, port);
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await cluster.ExecuteAsync("SELECT 1");
                return cluster;
            }
            catch (NpgsqlException) when (attempt < 100)
            {
                await Task.Delay(100);
            }
        }
    }

    /// <summary>Runs a script, however long it takes.</summary>
    public async Task ExecuteAsync(string script, params object[] values)
    {
        await using var connection = new NpgsqlConnection(ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandTimeout = 0;
        command.CommandText = script;
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        using (var stop = Process.Start("kill", ["-s", "INT", $"{_process.Id}"]))
            await stop.WaitForExitAsync();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task RunAsync(string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}");
    }

    private static Process Start(string[] command)
    {
        var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, WorkingDirectory = "/" })!;
        process.BeginOutputReadLine();
        return process;
    }
}
