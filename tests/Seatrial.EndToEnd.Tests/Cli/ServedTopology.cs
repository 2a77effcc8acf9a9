using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Seatrial.EndToEnd.Tests;

/// <summary>The full topology as <c>seatrial serve</c> runs it, with the processes that it prints; a signal is its end.</summary>
internal sealed partial class ServedTopology : IAsyncDisposable
{
    /// <summary>Nine servers on a machine that builds at the same time.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);

    private readonly Process _process;

    private ServedTopology(Process process) => _process = process;

    /// <summary>Process id and address of each part.</summary>
    public Dictionary<string, (int ProcessId, string Url)> Parts { get; } = [];

    public static async Task<ServedTopology> StartAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Build.Output("Seatrial.Cli"), "seatrial"), ["serve", "--topology", "full"])
        {
            RedirectStandardOutput = true,
        };
        var served = new ServedTopology(Process.Start(start)!);
        using var timed = new CancellationTokenSource(StartLimit);
        while (await served._process.StandardOutput.ReadLineAsync(timed.Token) is { } line && !line.StartsWith("Ctrl-C", StringComparison.Ordinal))
            if (PartPattern().Match(line) is { Success: true } part)
                served.Parts[part.Groups[1].Value] = (int.Parse(part.Groups[2].ValueSpan, CultureInfo.InvariantCulture), part.Groups[3].Value);
        return served;
    }

    /// <summary>Sends a part a signal, such as STOP or CONT.</summary>
    public Task SignalAsync(string part, string signal) => KillAsync(signal, Parts[part].ProcessId);

    public async ValueTask DisposeAsync()
    {
        // Not INT, which a shell that runs the tests in the background has made its children ignore.
        await KillAsync("TERM", _process.Id);
        using var timed = new CancellationTokenSource(StopLimit);
        await _process.WaitForExitAsync(timed.Token);
        _process.Dispose();
    }

    private static async Task KillAsync(string signal, int processId)
    {
        using var kill = Process.Start("kill", ["-s", signal, processId.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    [GeneratedRegex(@"([\w-]+) \(process (\d+)\) at (\S+)")]
    private static partial Regex PartPattern();
}
