using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;
using Seatrial.Faults.Tests.Postgres;

[assembly: AssemblyFixture(typeof(Cluster))]

namespace Seatrial.Faults.Tests.Postgres;

/// <summary>A private PostgreSQL cluster for these tests. A machine without PostgreSQL fails them: eng/install-for-tests installs it.</summary>
public sealed class Cluster : IAsyncLifetime
{
    // The shell reads our end of a pipe, so that the server ends however we end.
    private const string Leash = """
        "$@" < /dev/null > "$LOG" 2>&1 3<&- &
        child=$!
        cat > /dev/null
        kill -s INT "$child" 2> /dev/null
        wait "$child" 2> /dev/null
        """;

    private string _folder = "";
    private Process? _leash;

    /// <summary>Where it listens.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    /// <summary>The folder of its programs: psql and pgbench are there too.</summary>
    public string Binaries { get; } = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").OrderByDescending(one => one.Length).ThenByDescending(one => one, StringComparer.Ordinal)
            .Select(one => Path.Combine(one, "bin")).FirstOrDefault(one => File.Exists(Path.Combine(one, "postgres"))) ?? ""
        : "";

    /// <summary>A user who is asked for a password, by SCRAM, and has to be made.</summary>
    public const string SecretUser = "secretive";

    /// <summary>How the direct connection reaches it, or one through a proxy.</summary>
    public static string Of(IPEndPoint address, string more = "") => string.Create(CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={address.Port};Username=postgres;Database=postgres;Include Error Detail=true;{more}");

    public async ValueTask InitializeAsync()
    {
        Assert.True(Binaries.Length > 0, "PostgreSQL is missing; install it with: apt-get install postgresql");
        _folder = Directory.CreateTempSubdirectory("seatrial-faults-").FullName;
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        if (Environment.IsPrivilegedProcess)
            await Run("chown", "-R", "nobody:nogroup", _folder);
        await Run([.. Unprivileged, Path.Combine(Binaries, "initdb"), "-D", data, "-U", "postgres", "-A", "trust", "--no-sync", "--no-instructions", "-E", "UTF8", "--locale=C"]);
        // The first line that fits counts; all others are trusted.
        var access = Path.Combine(data, "pg_hba.conf");
        await File.WriteAllTextAsync(access, $"host all {SecretUser} 127.0.0.1/32 scram-sha-256\n{await File.ReadAllTextAsync(access)}");
        Address = new IPEndPoint(IPAddress.Loopback, FreePort());
        var start = new ProcessStartInfo("/bin/sh",
        [
            "-c", Leash, "leash", .. Unprivileged, Path.Combine(Binaries, "postgres"), "-D", data, "-p", $"{Address.Port}",
            "-c", "listen_addresses=127.0.0.1", "-c", $"unix_socket_directories={_folder}", "-c", "fsync=off", "-c", "max_connections=100",
        ])
        { RedirectStandardInput = true };
        start.Environment["LOG"] = Path.Combine(_folder, "postgres.log");
        _leash = Process.Start(start)!;
        await Until(async () =>
        {
            try
            {
                await using var connection = new NpgsqlConnection(Of(Address, "Pooling=false"));
                await connection.OpenAsync();
                return true;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (_leash is not null)
        {
            _leash.StandardInput.Close();
            await _leash.WaitForExitAsync();
            _leash.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Waits for a condition, with a bound.</summary>
    public static async Task Until(Func<Task<bool>> condition)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(30), "It did not become true within 30 seconds.");
            await Task.Delay(10);
        }
    }

    private static string[] Unprivileged => Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] : [];

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task Run(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true })!;
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }
}
