using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Seatrial.Faults;
using Seatrial.Faults.Postgres;
using Seatrial.Record;

namespace Seatrial.Bench;

/// <summary>pgbench against PostgreSQL: directly, through our proxy, and through pgbouncer in session mode.</summary>
internal sealed partial class PostgresCost : IAsyncDisposable
{
    private const int Rounds = 5;
    private const int Clients = 4;
    private const int Seconds = 4;
    private const int Scale = 10;

    private static readonly string? s_binaries = Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(one => Path.Combine(one, "bin")).LastOrDefault(one => File.Exists(Path.Combine(one, "pgbench")))
        : null;

    private static readonly string[] s_unprivileged = Environment.IsPrivilegedProcess
        ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"] : [];

    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-bench-").FullName;
    private readonly List<Process> _servers = [];

    /// <summary>What to install, when something is missing.</summary>
    public static string? Missing()
    {
        string?[] missing = [s_binaries is null ? "postgresql" : null, File.Exists(PgBouncer) ? null : "pgbouncer"];
        return missing.Any(one => one is not null) ? $"missing: {string.Join(' ', missing.OfType<string>())}; install with: apt-get install --no-install-recommends {string.Join(' ', missing.OfType<string>())}" : null;
    }

    /// <summary>Measures; two minutes and a half.</summary>
    public static async Task<Dictionary<string, object>> MeasureAsync()
    {
        var figures = new Dictionary<string, object>();
        await using var cost = new PostgresCost();
        var postgres = await cost.StartPostgresAsync();
        var bouncer = await cost.StartPgBouncerAsync(postgres);
        await PgBenchAsync(postgres, "-i", "-q", "-s", $"{Scale}");
        var watch = new Watch(TimeProvider.System);
        await using var proxy = new PostgresProxy(new Tap(watch, Boundary.RegistryDatabase, "bench"), new IPEndPoint(IPAddress.Loopback, postgres));
        watch.Record(Names.None);

        (string, Func<Task<double>>)[] Ways(params string[] script) =>
        [
            ("direct", () => RateAsync(postgres, script)), ("proxy", () => RateAsync(proxy.Address.Port, script)), ("pgbouncer", () => RateAsync(bouncer, script)),
        ];

        foreach (var port in new[] { postgres, proxy.Address.Port, bouncer })
            await RateAsync(port, ["-S", "-M", "prepared"]);
        var (standard, standardRatios) = await Turns.TakeAsync("TPC-B-like, simple protocol", Rounds, Ways("-b", "tpcb-like"));
        var (select, selectRatios) = await Turns.TakeAsync("select only, prepared", Rounds, Ways("-S", "-M", "prepared"));
        figures["postgres_ratio"] = Round(standardRatios[1]);
        figures["pgbouncer_ratio"] = Round(standardRatios[2]);
        figures["postgres_to_pgbouncer"] = Round(standard[1] / standard[2]);
        figures["postgres_select_ratio"] = Round(selectRatios[1]);
        figures["pgbouncer_select_ratio"] = Round(selectRatios[2]);
        figures["postgres_select_to_pgbouncer"] = Round(select[1] / select[2]);
        figures["postgres_tps_direct"] = Math.Round(standard[0]);
        figures["postgres_select_tps_direct"] = Math.Round(select[0]);
        figures["postgres_crossings"] = watch.Recording.Crossings.Count + watch.Recording.Dropped;
        return figures;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in Enumerable.Reverse(_servers))
        {
            // The shell that holds it stops it when its input ends.
            server.StandardInput.Close();
            await server.WaitForExitAsync();
            server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static string PgBouncer => "/usr/sbin/pgbouncer";

    private async Task<int> StartPostgresAsync()
    {
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        if (Environment.IsPrivilegedProcess)
            await RunAsync(["chown", "-R", "nobody:nogroup", _folder]);
        await RunAsync([.. s_unprivileged, $"{s_binaries}/initdb", "-D", data, "-U", "postgres", "-A", "trust", "--no-instructions", "-E", "UTF8", "--locale=C"]);
        var port = FreePort();
        // With fsync, as everybody runs it.
        await StartAsync(port, $"{s_binaries}/postgres", "-D", data, "-p", $"{port}", "-c", "listen_addresses=127.0.0.1",
            "-c", $"unix_socket_directories={_folder}", "-c", "max_wal_size=4GB", "-c", "checkpoint_timeout=1h");
        return port;
    }

    private async Task<int> StartPgBouncerAsync(int postgres)
    {
        var port = FreePort();
        var file = Path.Combine(_folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(file, $"""
            [databases]
            postgres = host=127.0.0.1 port={postgres} dbname=postgres user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {port}
            unix_socket_dir =
            auth_type = any
            pool_mode = session
            ignore_startup_parameters = extra_float_digits
            log_connections = 0
            log_disconnections = 0
            """);
        await StartAsync(port, PgBouncer, "-q", file);
        return port;
    }

    private async Task StartAsync(int port, params string[] command)
    {
        const string leash = "\"$@\" < /dev/null > \"$LOG\" 2>&1 3<&- & child=$!; cat > /dev/null; kill -s INT $child 2> /dev/null; wait $child 2> /dev/null";
        var start = new ProcessStartInfo("/bin/sh", ["-c", leash, "leash", .. s_unprivileged, .. command]) { RedirectStandardInput = true };
        var log = start.Environment["LOG"] = Path.Combine(_folder, $"{Path.GetFileName(command[0])}.log");
        _servers.Add(Process.Start(start)!);
        for (var attempt = 0; !await AnswersAsync(port); attempt++)
        {
            if (attempt > 200)
                throw new InvalidOperationException($"{command[0]} does not answer:\n{await File.ReadAllTextAsync(log!)}");
            await Task.Delay(50);
        }
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        using var asked = Process.Start(new ProcessStartInfo($"{s_binaries}/pg_isready", ["-q", "-h", "127.0.0.1", "-p", $"{port}"]))!;
        await asked.WaitForExitAsync();
        return asked.ExitCode == 0;
    }

    private static async Task<double> RateAsync(int port, string[] script)
    {
        var output = await PgBenchAsync(port, ["-n", "-c", $"{Clients}", "-T", $"{Seconds}", .. script]);
        if (!output.Contains("number of failed transactions: 0 ", StringComparison.Ordinal))
            throw new InvalidOperationException($"pgbench failed:\n{output}");
        return double.Parse(Rate().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static Task<string> PgBenchAsync(int port, params string[] arguments) =>
        RunAsync([$"{s_binaries}/pgbench", "-h", "127.0.0.1", "-p", $"{port}", "-U", "postgres", .. arguments, "postgres"]);

    private static async Task<string> RunAsync(string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? await output : throw new InvalidOperationException($"{string.Join(' ', command)} ended with {process.ExitCode}:\n{await errors}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static double Round(double value) => Math.Round(value, 3);

    [GeneratedRegex(@"tps = ([\d.]+) ")]
    private static partial Regex Rate();
}
