using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Seatrial.Faults.Inside;

/// <summary>
/// A boundary that has no wire, tapped from inside the process that asks: <c>Seatrial.Inside</c> is loaded into it by variables of
/// the environment, decorates its <c>DbDataSource</c>, and tells here of everything before it does it.
/// </summary>
/// <remarks>
/// It is for one side, whose process may be started again as often as needed. Statements have the names that they have at the
/// PostgreSQL proxy. A call with several statements is one crossing.
/// </remarks>
public sealed class InsideTap : IAsyncDisposable
{
    // sockaddr_un holds 108 bytes on Linux.
    private const int LongestPath = 100;
    private const int Backlog = 16;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("seatrial-inside-");
    private readonly Socket _listener;
    private readonly ConcurrentDictionary<TappedProcess, Task> _processes = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;
    private int _isEnded;

    /// <summary>Begins to listen.</summary>
    /// <param name="tap">Where it stands: it is told of each crossing.</param>
    /// <param name="background">
    /// Is told of what the process does by itself, outside of any request: its jobs, its timers, its start. Null: the same as
    /// <paramref name="tap"/>. With another side than that, the crossings of a request keep their identity whatever goes on beside it.
    /// </param>
    public InsideTap(Tap tap, Tap? background = null)
    {
        (Tap, Background) = (tap, background ?? tap);
        var path = Path.Combine(_folder.FullName, "tap");
        // The folder is the user's alone; loopback, which any user of the machine can reach, only where its path is too long.
        var isShort = System.Text.Encoding.UTF8.GetByteCount(path) <= LongestPath;
        _listener = isShort
            ? new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)
            : new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(isShort ? new UnixDomainSocketEndPoint(path) : new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(Backlog);
        Address = isShort ? path : _listener.LocalEndPoint!.ToString()!;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it stands.</summary>
    public Tap Tap { get; }

    /// <summary>Where what is done outside of requests is told.</summary>
    public Tap Background { get; }

    /// <summary>Where it listens: the path of a socket, or <c>127.0.0.1:PORT</c>.</summary>
    public string Address { get; }

    /// <summary>The process ids that are tapped now. Empty after a start: the variables did not reach the process, or it cannot be tapped.</summary>
    public IReadOnlyList<int> Processes => [.. _processes.Keys.Select(process => process.ProcessId).OfType<int>()];

    /// <summary>How many crossings a fault has now. 0 after a case, or something was left behind (invariant I16).</summary>
    public int Open => _processes.Keys.Sum(process => process.Open);

    /// <summary>The variables of the environment with which a process is tapped here.</summary>
    /// <param name="assembly">The full path of <c>Seatrial.Inside.dll</c>.</param>
    public IReadOnlyDictionary<string, string> Variables(string assembly) => new Dictionary<string, string>
    {
        ["DOTNET_STARTUP_HOOKS"] = assembly,
        ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = Path.GetFileNameWithoutExtension(assembly),
        ["SEATRIAL_INSIDE"] = $"{Address};side={Tap.Side}",
    };

    /// <summary>Ends. The processes go on untapped.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, 1) != 0)
            return;
        await _ended.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_processes.Values);
        _ended.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                var process = new TappedProcess(await _listener.AcceptAsync(_ended.Token), this);
                // Known before it can end, so that it is forgotten when it does.
                var begin = new TaskCompletionSource();
                _processes[process] = ServeAsync(begin.Task, process);
                begin.SetResult();
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // A process that has gone before it was accepted; or the end, which the loop's condition tells.
            }
        }
    }

    private async Task ServeAsync(Task begin, TappedProcess process)
    {
        await begin.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await process.ServeAsync(_ended.Token);
        }
        finally
        {
            _processes.TryRemove(process, out _);
        }
    }
}
