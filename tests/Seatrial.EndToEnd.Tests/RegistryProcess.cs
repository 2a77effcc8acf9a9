using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;

namespace Seatrial.EndToEnd.Tests;

/// <summary>
/// The reference registry of this build as a process of its own, with a temporary data folder. It ends when its standard
/// input is closed, so it goes with the tests however they end.
/// </summary>
internal sealed class RegistryProcess : IAsyncDisposable
{
    /// <summary>A start takes under a second; a machine that builds at the same time may need many.</summary>
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(20);

    /// <summary>How much of its log is kept for the message of a failed test.</summary>
    private const int KeptLines = 200;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();
    private JsonElement _ready;

    private RegistryProcess(string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginErrorReadLine();
    }

    /// <summary>The base URL of the web API.</summary>
    public string Url => Ready("registry");

    /// <summary>The index URL, with <c>sparse+</c>, as cargo is given it.</summary>
    public string Index => Ready("index");

    /// <summary>The token of the first user, who may do everything.</summary>
    public string AdminToken => Ready("adminToken");

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Ends when it has ended, by whatever.</summary>
    public Task Ended => _process.WaitForExitAsync();

    /// <summary>The folder that holds its database and its objects.</summary>
    public string Data => Ready("data");

    /// <summary>The last lines of its log.</summary>
    public string Log => string.Join('\n', _log);

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="arguments">Options of <c>seatrial-registry serve</c>.</param>
    public static Task<RegistryProcess> StartAsync(params string[] arguments) =>
        StartAsync([], arguments);

    /// <summary>Starts it with more variables in its environment.</summary>
    /// <param name="variables">Their names and values.</param>
    /// <param name="arguments">Options of <c>seatrial-registry serve</c>.</param>
    public static Task<RegistryProcess> StartAsync(IEnumerable<KeyValuePair<string, string>> variables, params string[] arguments) =>
        StartAsync(Path.Combine(Build.Output("Seatrial.Registry"), "seatrial-registry"), ["serve", "--exit-with-stdin", .. arguments], variables);

    /// <summary>Starts a copy of it that has a planted defect.</summary>
    /// <param name="defect">One of <c>seatrial-defects --list</c>.</param>
    public static Task<RegistryProcess> StartWithDefectAsync(string defect) =>
        StartAsync(Path.Combine(Build.Output("Seatrial.Defects"), "seatrial-defects"), ["--defect", defect, "--exit-with-stdin"], []);

    private static async Task<RegistryProcess> StartAsync(
        string program, IEnumerable<string> arguments, IEnumerable<KeyValuePair<string, string>> variables)
    {
        Assert.True(File.Exists(program), $"The reference registry is not built ({program}); ./test builds it.");
        var registry = new RegistryProcess(program, arguments, variables);
        try
        {
            await registry.ReadyAsync();
            return registry;
        }
        catch
        {
            await registry.DisposeAsync();
            throw;
        }
    }

    /// <summary>Closes its standard input and waits for its end; kills it when it does not come.</summary>
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

    /// <summary>A member of the line that it says when it is ready.</summary>
    public string Ready(string member) => _ready.GetProperty(member).GetString()!;

    private async Task ReadyAsync()
    {
        using var timed = new CancellationTokenSource(StartLimit);
        try
        {
            var line = await _process.StandardOutput.ReadLineAsync(timed.Token);
            Assert.True(line is not null, $"The registry ended before it was ready. Its log:\n{Log}");
            using var document = JsonDocument.Parse(line);
            _ready = document.RootElement.Clone();
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"The registry was not ready within {StartLimit.TotalSeconds} s. Its log:\n{Log}");
        }
    }

    private void Keep(string? line)
    {
        if (line is null)
            return;
        _log.Enqueue(line);
        if (_log.Count > KeptLines)
            _log.TryDequeue(out _);
    }
}
