using System.Net;
using System.Net.Sockets;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Tcp;

/// <summary>
/// A proxy that knows nothing of the bytes that go by: a network with latency, a bandwidth, resets and the like, for wires that
/// no other proxy reads. Each connection is a crossing <c>CONNECT</c>.
/// </summary>
/// <remarks>
/// It can what Toxiproxy can, under the same names, and each toxic may change while connections are open. Chance comes from the
/// seed and the number of the connection, so the same connections with the same pieces of data fare alike.
/// </remarks>
/// <param name="tap">Where it stands.</param>
/// <param name="upstream">The other side.</param>
/// <param name="seed">What chance is drawn from.</param>
/// <param name="port">The port that it listens on; 0 for any free one.</param>
public sealed class TcpProxy(Tap tap, EndPoint upstream, int seed = 0, int port = 0) : Proxy(tap, upstream, port)
{
    private readonly Setting _up = new();
    private readonly Setting _down = new();
    private volatile bool _isDown;
    private int _connections;

    /// <summary>What is done to what the client sends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public Toxics UpstreamToxics
    {
        get => _up.Now.Toxics;
        set => _up.Set(value);
    }

    /// <summary>What is done to what the other side sends.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A figure is out of its range.</exception>
    public Toxics DownstreamToxics
    {
        get => _down.Now.Toxics;
        set => _down.Set(value);
    }

    /// <summary>Toxiproxy's <c>down</c>: open connections are cut, and new ones refused.</summary>
    public bool IsDown
    {
        get => _isDown;
        set
        {
            _isDown = value;
            if (value)
                CutAll();
        }
    }

    private protected override async Task ServeAsync(Line line, CancellationToken cancelled)
    {
        using var client = new Inbox(line.Client, Flow.PieceBytes);
        if (_isDown || !await ConnectAsync(line, client, cancelled) || _isDown)
        {
            line.Cut();
            return;
        }

        using var server = new Inbox(line.Server, Flow.PieceBytes);
        var number = Interlocked.Increment(ref _connections);
        var clock = Tap.Watch.Clock;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        await Task.WhenAll(
            new Flow(client, line.Server, line, _up, new Random(HashOf(seed, number, 0)), clock).RunAsync(over),
            new Flow(server, line.Client, line, _down, new Random(HashOf(seed, number, 1)), clock).RunAsync(over));
    }

    private async Task<bool> ConnectAsync(Line line, Inbox client, CancellationToken cancelled)
    {
        var arrival = Tap.Arrive("CONNECT", "", Traits.None);
        if (arrival.Fault is { } fault)
        {
            await using var exchange = new ConnectExchange(line, client) { Crossing = arrival.Crossing, Tap = Tap };
            await fault.ActAsync(exchange, cancelled);
            return exchange.GoesOn;
        }

        try
        {
            await line.ConnectAsync(cancelled);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // Not HashCode: that differs from process to process.
    private static int HashOf(int seed, int connection, int direction) =>
        (int)(((((ulong)(uint)seed << 32) | ((uint)connection << 1) | (uint)direction) * 0x9E3779B97F4A7C15) >> 32);
}
