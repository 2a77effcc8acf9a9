using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Seatrial.Record;

namespace Seatrial.Faults.Wires;

/// <summary>
/// Stands on a port of its own between one process and one thing that it depends on, and passes on what goes by. What the
/// bytes mean is known to the proxies of the single wires; this is what they share: connections, outages, and their end.
/// </summary>
/// <remarks>It binds loopback only. One proxy serves one side of one boundary: whose connection it is must never be guessed.</remarks>
public abstract class Proxy : IAsyncDisposable
{
    // As many as a registry with a full pool on each of its parts opens at once, and more.
    private const int Backlog = 512;

    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly ConcurrentDictionary<Line, Task> _lines = [];
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _accepting;

    /// <summary>Listens on 127.0.0.1 and passes on to the other side.</summary>
    /// <param name="tap">Where it stands: it is told of each crossing.</param>
    /// <param name="upstream">The other side.</param>
    /// <param name="port">The port that it listens on; 0 for any free one.</param>
    /// <exception cref="SocketException">The port is taken.</exception>
    protected Proxy(Tap tap, EndPoint upstream, int port = 0)
    {
        (Tap, Upstream) = (tap, upstream);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen(Backlog);
        Address = (IPEndPoint)_listener.LocalEndPoint!;
        tap.Watch.WentDown += CutAll;
        _accepting = Task.Run(AcceptAsync);
    }

    /// <summary>Where it stands.</summary>
    public Tap Tap { get; }

    /// <summary>The other side.</summary>
    public EndPoint Upstream { get; }

    /// <summary>Where the process that asks must connect to.</summary>
    public IPEndPoint Address { get; }

    /// <summary>How many connections are open. 0 after a case, or something was left behind (invariant I16).</summary>
    public int Open => _lines.Count;

    /// <summary>Serves one connection until it ends. Both of its sockets are closed afterwards.</summary>
    private protected abstract Task ServeAsync(Line line, CancellationToken cancelled);

    /// <summary>Cuts all connections and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        Tap.Watch.WentDown -= CutAll;
        await _ended.CancelAsync();
        _listener.Dispose();
        CutAll(Tap.Boundary);
        await _accepting;
        await Task.WhenAll(_lines.Values);
        _ended.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task AcceptAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            try
            {
                var client = await _listener.AcceptAsync(_ended.Token);
                if (Tap.IsDown)
                {
                    Line.Reset(client);
                    continue;
                }

                client.NoDelay = true;
                var line = new Line(client, Upstream);
                // Known before it can end, so that it is forgotten when it does.
                var begin = new TaskCompletionSource();
                _lines[line] = ServeThenCloseAsync(begin.Task, line);
                begin.SetResult();
            }
            catch (Exception ended) when (ended is OperationCanceledException or ObjectDisposedException or SocketException)
            {
                // A client that has gone before it was accepted; or the end, which the loop's condition tells.
            }
        }
    }

    private async Task ServeThenCloseAsync(Task begin, Line line)
    {
        await begin.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await ServeAsync(line, _ended.Token);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One of the two has gone: so does the other, below.
        }
        finally
        {
            line.Dispose();
            _lines.TryRemove(line, out _);
        }
    }

    private void CutAll(Boundary boundary)
    {
        if (boundary == Tap.Boundary)
            CutAll();
    }

    /// <summary>Cuts all connections that are open.</summary>
    private protected void CutAll()
    {
        foreach (var line in _lines.Keys)
            line.Cut();
    }
}
