using System.Diagnostics;
using System.Text.Json;

namespace Seatrial.Cli;

/// <summary>
/// The reference registry, started as a process like any other. It ends when its standard input is closed, so it goes with
/// the tester however the tester ends.
/// </summary>
internal sealed class EmbeddedRegistry : IAsyncDisposable
{
    /// <summary>A start takes under a second; a busy machine may need many.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly Process _process;

    private EmbeddedRegistry(Process process, JsonElement ready)
    {
        _process = process;
        Index = ready.GetProperty("index").GetString()!;
        Url = ready.GetProperty("registry").GetString()!;
        AdminToken = ready.GetProperty("adminToken").GetString()!;
    }

    /// <summary>The index URL, as cargo is given it.</summary>
    public string Index { get; }

    /// <summary>The base URL of the web API.</summary>
    public string Url { get; }

    /// <summary>The token of the first user, who may make others.</summary>
    public string AdminToken { get; }

    /// <summary>Starts the registry and waits until it is ready.</summary>
    /// <returns>The registry, or why it could not be started.</returns>
    public static async Task<(EmbeddedRegistry? Registry, string? Problem)> StartAsync(IReadOnlyList<string> arguments, CancellationToken cancelled)
    {
        if (Find() is not { } program)
            return (null, "The reference registry is not beside the tool; build it with ./seatrial, or test your own with --registry URL.");
        var start = new ProcessStartInfo(program, ["serve", "--exit-with-stdin", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        timed.CancelAfter(StartLimit);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timed.Token) is { } line)
                if (Ready(line) is { } ready)
                    return (new EmbeddedRegistry(process, ready), null);
            await process.WaitForExitAsync(timed.Token);
            return (null, $"The reference registry ended with exit code {process.ExitCode} before it was ready; its reason stands above.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (null, cancelled.IsCancellationRequested ? "Ended by the user." : $"The reference registry was not ready within {StartLimit.TotalSeconds:0} s.");
        }
    }

    /// <summary>Ends with the registry's own end: for a server that is used by hand.</summary>
    public Task WaitForExitAsync(CancellationToken cancelled) => _process.WaitForExitAsync(cancelled);

    /// <summary>Closes the registry's standard input and waits for its end; kills it when it does not come.</summary>
    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timed = new CancellationTokenSource(StopLimit);
        try
        {
            await _process.WaitForExitAsync(timed.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static JsonElement? Ready(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        using var document = JsonDocument.Parse(line);
        return document.RootElement.TryGetProperty("event", out var name) && name.ValueEquals("ready") ? document.RootElement.Clone() : null;
    }

    // Installed, the registry lies in a folder beside the tool; in a checkout, in the build output beside the tool's.
    private static string? Find()
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        string[] places =
        [
            Path.Combine(AppContext.BaseDirectory, "registry", "seatrial-registry"),
            Path.Combine(AppContext.BaseDirectory, "..", "..", "Seatrial.Registry", configuration, "seatrial-registry"),
        ];
        return places.FirstOrDefault(File.Exists);
    }
}
