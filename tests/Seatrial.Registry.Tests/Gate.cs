using System.Net.Sockets;

namespace Seatrial.Registry.Tests;

/// <summary>A TCP relay that can be shut, or can lose the answers: real connections that really break.</summary>
internal sealed class Gate : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly List<Socket> _open = [];
    private readonly Task _accepting;
    private volatile GateState _state;

    public Gate()
    {
        _listener.Start();
        Url = $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";
        _accepting = Accept();
    }

    public string Url { get; }

    /// <summary>Where connections go; set once it is known.</summary>
    public Uri? Target { get; set; }

    /// <summary>Everything is cut, and every new connection is closed at once.</summary>
    public void Shut() => Become(GateState.Shut);

    /// <summary>Requests still arrive, but their answers are lost and the connection with them.</summary>
    public void LoseAnswers() => Become(GateState.LosesAnswers);

    public void Open() => Become(GateState.Open);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        Become(GateState.Shut);
        await _accepting;
        _listener.Stop();
        _end.Dispose();
    }

    // Connections that are kept alive would carry the old state on.
    private void Become(GateState state)
    {
        _state = state;
        lock (_open)
        {
            _open.ForEach(socket => socket.Dispose());
            _open.Clear();
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Relay(await _listener.AcceptSocketAsync(_end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task Relay(Socket client)
    {
        using (client)
        {
            if (_state == GateState.Shut || Target is not { } target)
                return;
            using var server = new Socket(SocketType.Stream, ProtocolType.Tcp);
            lock (_open)
                _open.AddRange([client, server]);
            try
            {
                await server.ConnectAsync(target.Host, target.Port);
                await Task.WhenAny(Copy(client, server, lose: false),
                    Copy(server, client, _state == GateState.LosesAnswers));
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // Cut.
            }
        }
    }

    private static async Task Copy(Socket from, Socket to, bool lose)
    {
        try
        {
            var buffer = new byte[64 * 1024];
            int read;
            while ((read = await from.ReceiveAsync(buffer)) > 0)
                if (lose && !buffer.AsSpan(0, read).StartsWith("HTTP/1.1 100"u8))
                    return;
                else
                    await to.SendAsync(buffer.AsMemory(0, read));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }
    }

    private enum GateState
    {
        Open,
        Shut,
        LosesAnswers,
    }
}
