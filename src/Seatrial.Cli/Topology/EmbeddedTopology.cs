using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Seatrial.Cli.Topology;

/// <summary>
/// The reference registry in one process, with nothing to install. It ends when its standard input is closed, so it goes
/// with the tester however the tester ends.
/// </summary>
internal static class EmbeddedTopology
{
    /// <summary>A start takes under a second; a busy machine may need many.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    /// <summary>Starts the registry and waits until it is ready.</summary>
    public static async Task<(RunningRegistry? Registry, string? Problem)> StartAsync(string? data, int port, TlsFiles? tls, CancellationToken cancelled)
    {
        if (RegistryProgram.Find() is not { } program)
            return (null, RegistryProgram.Missing);
        List<string> arguments = ["serve", "--exit-with-stdin", "--port", port.ToString(CultureInfo.InvariantCulture)];
        if (data is not null)
            arguments.AddRange(["--data", Path.GetFullPath(data)]);
        if (tls is not null)
            arguments.AddRange(["--tls-certificate", Path.GetFullPath(tls.Certificate), "--tls-key", Path.GetFullPath(tls.Key)]);
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        using var timed = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        timed.CancelAfter(StartLimit);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timed.Token) is { } line)
                if (Ready(line) is { } ready)
                    return (Running(process, ready), null);
            await process.WaitForExitAsync(timed.Token);
            return (null, $"The reference registry ended with exit code {process.ExitCode} before it was ready; its reason stands above.");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return (null, cancelled.IsCancellationRequested ? "Ended by the user." : $"The reference registry was not ready within {StartLimit.TotalSeconds:0} s.");
        }
    }

    private static RunningRegistry Running(Process process, JsonElement ready) => new(
        ready.GetProperty("index").GetString()!,
        ready.GetProperty("registry").GetString()!,
        ready.GetProperty("adminToken").GetString()!,
        "embedded",
        [new RunningPart("registry", process.Id, ready.GetProperty("registry").GetString()!)],
        process.WaitForExitAsync(),
        () => StopAsync(process))
    {
        Data = ready.GetProperty("data").GetString(),
    };

    // Closes the registry's standard input and waits for its end; kills it when it does not come.
    private static async ValueTask StopAsync(Process process)
    {
        process.StandardInput.Close();
        using var timed = new CancellationTokenSource(StopLimit);
        try
        {
            await process.WaitForExitAsync(timed.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static JsonElement? Ready(string line)
    {
        if (!line.StartsWith('{'))
            return null;
        using var document = JsonDocument.Parse(line);
        return document.RootElement.TryGetProperty("event", out var name) && name.ValueEquals("ready") ? document.RootElement.Clone() : null;
    }
}
