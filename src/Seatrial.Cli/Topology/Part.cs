using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;

namespace Seatrial.Cli.Topology;

/// <summary>
/// One program of a topology: a private process with its own folder and log, which ends with the tester however the tester
/// ends. A shell holds it on a leash: the shell reads our end of a pipe, and when that is closed it stops the program.
/// </summary>
/// <remarks>
/// PR_SET_PDEATHSIG would be the kernel's way, but it fires when the starting *thread* ends, and ours come from a pool.
/// </remarks>
internal sealed class Part : IAsyncDisposable
{
    // $1 log, $2 signal, then the program. It writes the program's process id, and waits for the end of its input.
    private const string Leash = """
        log=$1; signal=$2; shift 2
        "$@" < /dev/null >> "$log" 2>&1 3<&- &
        child=$!
        echo "$child"
        cat > /dev/null
        kill -s "$signal" "$child" 2> /dev/null
        ( sleep 8; kill -s KILL "$child" 2> /dev/null ) & killer=$!
        wait "$child" 2> /dev/null
        kill "$killer" 2> /dev/null
        """;

    /// <summary>How long a part may take until it answers: an initial start on a busy machine.</summary>
    private static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(10);

    private readonly ProcessStartInfo _start;
    private Process _leash;
    private Func<CancellationToken, Task<bool>>? _answers;

    private Part(string name, string log, ProcessStartInfo start, Process leash, int processId) =>
        (Name, Log, _start, _leash, ProcessId) = (name, log, start, leash, processId);

    /// <summary>What it is called in messages.</summary>
    public string Name { get; }

    /// <summary>The file that has its output.</summary>
    public string Log { get; }

    /// <summary>The program's own process id.</summary>
    public int ProcessId { get; private set; }

    /// <summary>Starts a program.</summary>
    /// <param name="name">What it is called in messages.</param>
    /// <param name="log">The file that gets its output.</param>
    /// <param name="stopSignal">The signal that asks it to stop, such as INT.</param>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="environment">What it finds in its environment beside ours.</param>
    public static async Task<Part> StartAsync(
        string name, string log, string stopSignal, IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", Leash, "leash", log, stopSignal, .. command])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var (key, value) in environment ?? new Dictionary<string, string>())
            start.Environment[key] = value;
        var (leash, processId) = await StartAsync(start);
        return new Part(name, log, start, leash, processId);
    }

    /// <summary>
    /// Starts the program again as it was started, when it has been killed; asks it to stop before, when it runs. It tries
    /// until the old one's memory and ports are free.
    /// </summary>
    /// <returns>Why it is not ready; nothing when it is.</returns>
    public async Task<string?> RestartAsync(CancellationToken cancelled)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            await DisposeAsync();
            (_leash, ProcessId) = await StartAsync(_start);
            if (_answers is null || await ReadyAsync(_answers, cancelled) is not { } problem)
                return null;
            if (Stopwatch.GetElapsedTime(begun) > ReadyLimit)
                return problem;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancelled);
        }
    }

    private static async Task<(Process Leash, int ProcessId)> StartAsync(ProcessStartInfo start)
    {
        var leash = Process.Start(start)!;
        var processId = await leash.StandardOutput.ReadLineAsync();
        return (leash, int.Parse(processId!, CultureInfo.InvariantCulture));
    }

    /// <summary>Whether the program runs. A zombie does not: signal 0 would say that it does.</summary>
    public bool IsRunning
    {
        get
        {
            try
            {
                var stat = File.ReadAllText($"/proc/{ProcessId}/stat");
                return stat[stat.LastIndexOf(')') + 2] != 'Z';
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                return false;
            }
        }
    }

    /// <summary>Waits until the part answers a real question.</summary>
    /// <returns>Why it is not ready; nothing when it is.</returns>
    public async Task<string?> ReadyAsync(Func<CancellationToken, Task<bool>> answers, CancellationToken cancelled)
    {
        _answers = answers;
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < ReadyLimit)
        {
            if (!IsRunning)
                return $"{Name} ended before it was ready: {LastWords()}";
            if (await answers(cancelled))
                return null;
            await Task.Delay(TimeSpan.FromMilliseconds(20), cancelled);
        }

        return $"{Name} was not ready within {ReadyLimit.TotalSeconds:0} s: {LastWords()}";
    }

    /// <summary>The end of its log, for messages.</summary>
    public string LastWords() => File.Exists(Log) ? string.Join(" | ", File.ReadLines(Log).TakeLast(5)) : "it wrote nothing";

    /// <summary>Whether something listens on a loopback port.</summary>
    public static async Task<bool> ListensAsync(int port, CancellationToken cancelled)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync("127.0.0.1", port, cancelled);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>Sends it a signal, such as KILL, STOP or CONT.</summary>
    public Task SignalAsync(string signal) => SignalAsync(signal, [ProcessId]);

    /// <summary>Sends a signal to it and all of its children: PostgreSQL and Varnish work in those.</summary>
    public Task SignalTreeAsync(string signal) => SignalAsync(signal, Tree(ProcessId));

    private static async Task SignalAsync(string signal, IEnumerable<int> processes)
    {
        using var kill = Process.Start("kill", ["-s", signal, .. processes.Select(id => id.ToString(CultureInfo.InvariantCulture))]);
        await kill.WaitForExitAsync();
    }

    private static IEnumerable<int> Tree(int process)
    {
        var children = $"/proc/{process}/task/{process}/children";
        return File.Exists(children)
            ? [process, .. File.ReadAllText(children).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .SelectMany(child => Tree(int.Parse(child, CultureInfo.InvariantCulture)))]
            : [process];
    }

    /// <summary>Asks it to stop and waits for its end.</summary>
    public async ValueTask DisposeAsync()
    {
        _leash.StandardInput.Close();
        using var timed = new CancellationTokenSource(StopLimit);
        try
        {
            await _leash.WaitForExitAsync(timed.Token);
        }
        catch (OperationCanceledException)
        {
            _leash.Kill(entireProcessTree: true);
        }

        _leash.Dispose();
    }
}
