using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Seatrial.Bench;

/// <summary>nginx with one file of 1 KB, one worker on core 0: what both are measured against.</summary>
internal sealed class Nginx : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _folder;

    private Nginx(Process process, string folder, string url) => (_process, _folder, Url) = (process, folder, url);

    /// <summary>The file.</summary>
    public string Url { get; }

    /// <summary>The one process that serves: without a master, so that it can be stopped alone.</summary>
    public int ProcessId => _process.Id;

    public static async Task<Nginx> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-bench-").FullName;
        await File.WriteAllBytesAsync($"{Directory.CreateDirectory($"{folder}/files")}/1k", new byte[1024]);
        var port = FreePort();
        await File.WriteAllTextAsync($"{folder}/nginx.conf", $$"""
            master_process off; worker_processes 1; daemon off; pid {{folder}}/pid; error_log {{folder}}/error.log; user root;
            events { worker_connections 4096; }
            http {
                access_log off; default_type text/plain; sendfile on; keepalive_requests 1000000000; open_file_cache max=100;
                client_body_temp_path {{folder}}/a; proxy_temp_path {{folder}}/b; fastcgi_temp_path {{folder}}/c;
                uwsgi_temp_path {{folder}}/d; scgi_temp_path {{folder}}/e;
                server { listen 127.0.0.1:{{port}}; root {{folder}}/files; }
            }
            """);
        var process = Process.Start(Tools.Program("taskset")!, ["-c", "0", Tools.Program("nginx")!, "-c", $"{folder}/nginx.conf", "-e", $"{folder}/error.log"]);
        var nginx = new Nginx(process, folder, $"http://127.0.0.1:{port}/1k");
        using var http = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (await http.GetByteArrayAsync(nginx.Url)).Length == 1024 ? nginx : throw new InvalidOperationException("nginx does not give the file.");
            }
            catch (HttpRequestException) when (attempt < 100)
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
