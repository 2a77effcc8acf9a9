using System.Diagnostics;
using System.Text.Json;
using CliWrap.Buffered;

namespace Seatrial.EndToEnd.Tests;

/// <summary>A full topology, served by the built command line, whose parts can be killed, stopped and started again.</summary>
internal sealed class ServedTopology : IAsyncDisposable
{
    /// <summary>A start takes seconds; a machine that builds at the same time may need many.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromMinutes(2);

    /// <summary>A restart of a part, or its end, on a busy machine.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private JsonElement _ready;

    private ServedTopology(Process process) => _process = process;

    /// <summary>The registry as clients reach it, through Varnish.</summary>
    public string Url => _ready.GetProperty("registry").GetString()!;

    public string AdminToken => _ready.GetProperty("adminToken").GetString()!;

    public string Data => _ready.GetProperty("data").GetString()!;

    /// <summary>The names of its parts.</summary>
    public IReadOnlyList<string> Parts => [.. _ready.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()!)];

    public static async Task<ServedTopology> StartAsync()
    {
        var start = new ProcessStartInfo(Path.Combine(Build.Output("Seatrial.Cli"), "seatrial"), ["serve", "--topology", "full", "--json", "--control"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var topology = new ServedTopology(Process.Start(start)!);
        topology._ready = await topology.LineAsync(StartLimit);
        return topology;
    }

    /// <summary>Where one part is reached directly.</summary>
    public string Part(string name) => _ready.GetProperty("parts").EnumerateArray()
        .Single(part => part.GetProperty("name").GetString() == name).GetProperty("url").GetString()!;

    public Task KillAsync(string part) => TellAsync($"kill {part}");

    public Task StopAsync(string part) => TellAsync($"stop {part}");

    public Task ContinueAsync(string part) => TellAsync($"continue {part}");

    public Task RestartAsync(string part) => TellAsync($"restart {part}");

    /// <summary>What the doctor says, in its JSON lines.</summary>
    public Task<BufferedCommandResult> DoctorAsync() => Tool.CommandAsync(["doctor", "--data", Data, "--json"]);

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var timed = new CancellationTokenSource(Limit);
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

    private async Task TellAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        var answer = await LineAsync(Limit);
        Assert.True(answer.GetProperty("problem").ValueKind == JsonValueKind.Null, $"{command}: {answer}");
    }

    private async Task<JsonElement> LineAsync(TimeSpan limit)
    {
        using var timed = new CancellationTokenSource(limit);
        var line = await _process.StandardOutput.ReadLineAsync(timed.Token);
        Assert.True(line is not null, "The topology has ended; its reason stands on standard error.");
        using var document = JsonDocument.Parse(line);
        return document.RootElement.Clone();
    }
}
