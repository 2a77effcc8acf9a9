using System.Diagnostics;
using System.Text.Json;

namespace Seatrial.Bench;

/// <summary>The registry of this build, over a database that is there.</summary>
internal sealed class Registry : IAsyncDisposable
{
    private readonly Process _process;

    private Registry(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Starts it, which brings the schema forward.</summary>
    public static async Task<Registry> StartAsync(string database)
    {
        var program = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Seatrial.Registry", new DirectoryInfo(AppContext.BaseDirectory).Name, "seatrial-registry"));
        var process = Process.Start(new ProcessStartInfo(program, ["serve"])
        {
            RedirectStandardOutput = true,
            Environment = { ["SEATRIAL_DATABASE"] = database },
        })!;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
            if (line.StartsWith('{'))
                return new Registry(process, JsonDocument.Parse(line).RootElement.GetProperty("registry").GetString()!);
        throw new InvalidOperationException("The registry did not start; its reason stands above.");
    }

    public async ValueTask DisposeAsync()
    {
        using var kill = Process.Start("kill", ["-s", "TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
