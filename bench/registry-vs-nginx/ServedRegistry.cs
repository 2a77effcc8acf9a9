using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Seatrial.Bench;

/// <summary>The reference registry in its full topology, served by the tool of this build.</summary>
internal sealed partial class ServedRegistry : IAsyncDisposable
{
    private readonly Process _process;

    private ServedRegistry(Process process, string text)
    {
        _process = process;
        Front = FrontPattern().Match(text).Groups[1].Value;
        Token = TokenPattern().Match(text).Groups[1].Value;
        Replica = ReplicaPattern().Match(text).Groups[1].Value;
    }

    /// <summary>Varnish, in front of everything.</summary>
    public string Front { get; }

    /// <summary>One of the replicas, behind it.</summary>
    public string Replica { get; }

    public string Token { get; }

    public static async Task<ServedRegistry> StartAsync()
    {
        var tool = Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "../../Seatrial.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "seatrial"));
        var process = Process.Start(new ProcessStartInfo(tool, ["serve", "--topology", "full"]) { RedirectStandardOutput = true })!;
        var text = "";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            text += line + "\n";
            if (line.StartsWith("Ctrl-C", StringComparison.Ordinal))
                return new ServedRegistry(process, text);
        }

        throw new InvalidOperationException("The registry did not start; its reason stands above.");
    }

    public async ValueTask DisposeAsync()
    {
        using var kill = Process.Start("kill", ["-s", "TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    [GeneratedRegex(@"web API  (\S+)")]
    private static partial Regex FrontPattern();

    [GeneratedRegex(@"token    (\S+)")]
    private static partial Regex TokenPattern();

    [GeneratedRegex(@"replica-1 \(process \d+\) at (\S+)")]
    private static partial Regex ReplicaPattern();
}
