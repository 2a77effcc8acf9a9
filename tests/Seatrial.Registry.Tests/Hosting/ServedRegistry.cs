using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Seatrial.Registry.Tests.Hosting;

/// <summary>The registry as a process of its own, for what a process alone has: its memory, its environment, its end.</summary>
internal sealed class ServedRegistry : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task<string> _log;
    private JsonElement _ready;

    private ServedRegistry(Process process) => (_process, _log) = (process, process.StandardError.ReadToEndAsync());

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = RegistryFixture.Patience * 3 };

    public string AdminToken => _ready.GetProperty("adminToken").GetString()!;

    public static async Task<ServedRegistry> Start((string Name, string Value)[] environment, params string[] arguments)
    {
        var info = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "seatrial-registry"), ["serve", "--exit-with-stdin", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            info.Environment[name] = value;
        var served = new ServedRegistry(Process.Start(info)!);
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        var line = await served._process.StandardOutput.ReadLineAsync(patience.Token);
        Assert.True(line is not null, "The registry ended before it was ready.");
        served._ready = JsonDocument.Parse(line).RootElement;
        return served;
    }

    public Uri At(string path) => new(_ready.GetProperty("registry").GetString() + path);

    public async Task<HttpResponseMessage> Publish(byte[] body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, At("/api/v1/crates/new")) { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation("Authorization", AdminToken);
        change?.Invoke(request);
        return await Client.SendAsync(request);
    }

    /// <summary>The most memory that the process ever had (VmHWM), in bytes.</summary>
    public long PeakMemory()
    {
        var line = File.ReadLines($"/proc/{_process.Id}/status").Single(one => one.StartsWith("VmHWM:", StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }

    /// <summary>Asks it to end, which it must do in time and without a failure.</summary>
    public async Task<string> End()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        await _process.WaitForExitAsync(patience.Token);
        Assert.Equal(0, _process.ExitCode);
        return await _log;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Client.Dispose();
    }
}
