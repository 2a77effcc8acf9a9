using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Seatrial.Bench;

/// <summary>nginx with one index file, as a private process: the named peer.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Nginx(Process process, string folder, string url) => (_process, _folder, Url) = (process, folder, url);

    public string Url { get; }

    public string ETag { get; private set; } = "";

    public static async Task<Nginx> StartAsync(string path, byte[] file)
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-bench-").FullName;
        var target = Path.Combine(folder, "files", path.TrimStart('/'));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await File.WriteAllBytesAsync(target, file);
        var port = FreePort();
        // One worker for one file, without an access log: its best on what is left of the machine beside wrk.
        await File.WriteAllTextAsync(Path.Combine(folder, "nginx.conf"), $$"""
            worker_processes 1; daemon off; pid {{folder}}/pid; error_log {{folder}}/error.log; user root;
            events { worker_connections 256; }
            http {
                access_log off; default_type text/plain; sendfile on; keepalive_requests 1000000; open_file_cache max=100;
                client_body_temp_path {{folder}}/a; proxy_temp_path {{folder}}/b; fastcgi_temp_path {{folder}}/c;
                uwsgi_temp_path {{folder}}/d; scgi_temp_path {{folder}}/e;
                server { listen 127.0.0.1:{{port}}; root {{folder}}/files; }
            }
            """);
        var program = Wrk.Path().Select(one => Path.Combine(one, "nginx")).First(File.Exists);
        var nginx = new Nginx(Process.Start(program, ["-c", Path.Combine(folder, "nginx.conf"), "-e", Path.Combine(folder, "error.log")]),
            folder, $"http://127.0.0.1:{port}");
        using var answer = await AnswersAsync(nginx.Url + path);
        nginx.ETag = answer.Headers.ETag!.ToString();
        return nginx;
    }

    /// <summary>A loopback port that nobody has now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Waits for the first answer of a server that has just been started.</summary>
    public static async Task<HttpResponseMessage> AnswersAsync(string url)
    {
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (await http.GetAsync(url)).EnsureSuccessStatusCode();
            }
            catch (HttpRequestException) when (attempt < 200)
            {
                await Task.Delay(50);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
