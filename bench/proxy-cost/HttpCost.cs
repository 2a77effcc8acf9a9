using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Seatrial.Faults;
using Seatrial.Faults.Http;
using Seatrial.Record;

namespace Seatrial.Bench;

/// <summary>
/// The HTTP proxy, recording, against HAProxy in HTTP mode with one thread: objects of 16 KB from one nginx, wrk with one thread and
/// 16 kept connections. The rounds of the two alternate, and each ratio is that of two neighbours.
/// </summary>
internal static partial class HttpCost
{
    private const int Rounds = 5;
    private const int ObjectBytes = 16 * 1024;
    private const string Object = "/object";
    private static readonly string[] Programs = ["wrk", "nginx", "haproxy"];

    /// <summary>What to install, when something is missing.</summary>
    public static string? Missing()
    {
        string[] missing = [.. Programs.Where(program => Program(program) is null)];
        return missing.Length == 0 ? null : $"missing: {string.Join(", ", missing)}; install with: apt-get install {string.Join(' ', missing)}";
    }

    /// <summary>Measures; a minute.</summary>
    public static async Task<Dictionary<string, object>> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-bench-").FullName;
        var (upstream, peer) = (FreePort(), FreePort());
        await WriteAsync(folder, upstream, peer);
        var nginx = Process.Start(Program("nginx")!, ["-c", $"{folder}/nginx.conf", "-e", $"{folder}/error.log"]);
        var haproxy = Process.Start(Program("haproxy")!, ["-q", "-db", "-f", $"{folder}/haproxy.cfg"]);
        try
        {
            var watch = new Watch(TimeProvider.System);
            await using var proxy = new HttpProxy(new Tap(watch, Boundary.RegistryStorage, "registry"), new IPEndPoint(IPAddress.Loopback, upstream), new PlainHttp());
            var (theirUrl, ourUrl) = ($"http://127.0.0.1:{peer}{Object}", $"http://{proxy.Address}{Object}");
            await AnswersAsync(theirUrl);
            await AnswersAsync(ourUrl);
            var direct = await PerSecondAsync($"http://127.0.0.1:{upstream}{Object}", 2);
            await PerSecondAsync(ourUrl, 3);
            await PerSecondAsync(theirUrl, 2);
            var (theirs, ours) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                theirs.Add(await PerSecondAsync(theirUrl, 4));
                watch.Record(Names.None);
                ours.Add(await PerSecondAsync(ourUrl, 4));
                if (watch.Recording.Crossings.Count == 0)
                    throw new InvalidOperationException("Nothing was recorded: what was measured is not what is used.");
            }

            var ratios = theirs.Zip(ours, (one, other) => other / one).Order().ToArray();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"http: nginx direct {direct:0} a second; HAProxy {Shown(theirs)}; ours {Shown(ours)}; ratio {ratios[Rounds / 2]:0.00} ({ratios[0]:0.00} to {ratios[^1]:0.00})"));
            return new()
            {
                ["http_ratio"] = Math.Round(ratios[Rounds / 2], 3),
                ["http_per_second"] = Math.Round(ours.Order().ElementAt(Rounds / 2)),
                ["haproxy_per_second"] = Math.Round(theirs.Order().ElementAt(Rounds / 2)),
                ["nginx_per_second"] = Math.Round(direct),
            };
        }
        finally
        {
            foreach (var process in new[] { haproxy, nginx })
            {
                process.Kill(entireProcessTree: true);
                await process.WaitForExitAsync();
                process.Dispose();
            }

            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task WriteAsync(string folder, int upstream, int peer)
    {
        Directory.CreateDirectory($"{folder}/files");
        var bytes = new byte[ObjectBytes];
        new Random(1).NextBytes(bytes);
        await File.WriteAllBytesAsync($"{folder}/files{Object}", bytes);
        await File.WriteAllTextAsync($"{folder}/nginx.conf", $$"""
            worker_processes 1; daemon off; pid {{folder}}/pid; error_log {{folder}}/error.log; user root;
            events { worker_connections 256; }
            http {
                access_log off; sendfile on; keepalive_requests 100000000; open_file_cache max=100;
                client_body_temp_path {{folder}}/a; proxy_temp_path {{folder}}/b; fastcgi_temp_path {{folder}}/c;
                uwsgi_temp_path {{folder}}/d; scgi_temp_path {{folder}}/e;
                server { listen 127.0.0.1:{{upstream}}; root {{folder}}/files; }
            }
            """);
        await File.WriteAllTextAsync($"{folder}/haproxy.cfg", $"""
            global
                nbthread 1
                maxconn 256
            defaults
                mode http
                timeout connect 5s
                timeout client 30s
                timeout server 30s
                http-reuse always
            listen peer
                bind 127.0.0.1:{peer}
                server nginx 127.0.0.1:{upstream}

            """);
    }

    private static async Task AnswersAsync(string url)
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                if ((await http.GetByteArrayAsync(url)).Length != ObjectBytes)
                    throw new InvalidOperationException($"{url} does not give the object.");
                return;
            }
            catch (HttpRequestException) when (attempt < 100)
            {
                await Task.Delay(50);
            }
        }
    }

    private static async Task<double> PerSecondAsync(string url, int seconds)
    {
        using var wrk = Process.Start(new ProcessStartInfo(Program("wrk")!, ["-t1", "-c16", $"-d{seconds}s", url]) { RedirectStandardOutput = true })!;
        var output = await wrk.StandardOutput.ReadToEndAsync();
        await wrk.WaitForExitAsync();
        if (output.Contains("Non-2xx", StringComparison.Ordinal) || output.Contains("Socket errors", StringComparison.Ordinal))
            throw new InvalidOperationException($"{url} answered with errors:\n{output}");
        return double.Parse(RatePattern().Match(output).Groups[1].Value, CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static string Shown(IEnumerable<double> rates) => string.Join(' ', rates.Select(rate => rate.ToString("0", CultureInfo.InvariantCulture)));

    private static string? Program(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex RatePattern();
}
