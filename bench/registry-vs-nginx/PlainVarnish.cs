using System.Diagnostics;

namespace Seatrial.Bench;

/// <summary>Varnish with nothing but its built-in rules, in front of nginx: what Varnish can do at best here.</summary>
internal sealed class PlainVarnish : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private PlainVarnish(Process process, string folder, string url) => (_process, _folder, Url) = (process, folder, url);

    public string Url { get; }

    public static async Task<PlainVarnish> StartAsync(string origin, string path)
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-bench-").FullName;
        var (port, backend) = (Nginx.FreePort(), new Uri(origin));
        var configuration = Path.Combine(folder, "plain.vcl");
        await File.WriteAllTextAsync(configuration, $$"""
            vcl 4.1;
            backend default { .host = "{{backend.Host}}"; .port = "{{backend.Port}}"; }
            sub vcl_backend_response { set beresp.ttl = 1h; }
            """);
        var program = Wrk.Path().Select(one => Path.Combine(one, "varnishd")).First(File.Exists);
        var varnish = new PlainVarnish(Process.Start(program,
            ["-F", "-j", "none", "-n", Path.Combine(folder, "work"), "-a", $"127.0.0.1:{port}", "-f", configuration, "-s", "malloc,128m", "-T", "none"]),
            folder, $"http://127.0.0.1:{port}");
        await Nginx.AnswersAsync(varnish.Url + path);
        return varnish;
    }

    public async ValueTask DisposeAsync()
    {
        using (var kill = Process.Start("kill", ["-s", "INT", $"{_process.Id}"]))
            await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
