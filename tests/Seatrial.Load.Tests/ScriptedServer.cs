using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatrial.Load.Tests;

/// <summary>A server on loopback that answers the n-th request of each connection with what a script says, byte for byte.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    /// <summary>Closes the connection in order.</summary>
    public const string Close = "<close>";

    /// <summary>Resets the connection.</summary>
    public const string Reset = "<reset>";

    /// <summary>Says nothing any more.</summary>
    public const string Silence = "<silence>";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly Func<int, string, IEnumerable<string>> _script;
    private readonly Task _accepting;
    private int _connections;

    /// <param name="script">What is sent for a request: its number on its connection from 0, and its text, in; pieces or one of the words above out.</param>
    public ScriptedServer(Func<int, string, IEnumerable<string>> script)
    {
        _script = script;
        _listener.Start(512);
        _accepting = AcceptAsync();
    }

    public static string Ok { get; } = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/path?query");

    public int Connections => _connections;

    /// <summary>All requests, as they came.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static ScriptedServer Always(params string[] pieces) => new((_, _) => pieces);

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        var served = new List<Task>();
        try
        {
            while (true)
                served.Add(ServeAsync(await _listener.AcceptSocketAsync(_stopped.Token)));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            await Task.WhenAll(served);
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        using var _ = socket;
        socket.NoDelay = true;
        var (buffer, text) = (new byte[64 * 1024], "");
        try
        {
            for (var number = 0; ; number++)
            {
                int end;
                while ((end = End(text)) < 0)
                {
                    var received = await socket.ReceiveAsync(buffer, _stopped.Token);
                    if (received == 0)
                        return;
                    text += Encoding.Latin1.GetString(buffer, 0, received);
                }

                var (request, rest) = (text[..end], text[end..]);
                text = rest;
                Requests.Enqueue(request);
                foreach (var piece in _script(number, request))
                {
                    if (piece == Silence)
                        await Task.Delay(Timeout.Infinite, _stopped.Token);
                    if (piece == Reset)
                        socket.LingerState = new LingerOption(true, 0);
                    if (piece is Reset or Close)
                        return;
                    await socket.SendAsync(Encoding.Latin1.GetBytes(piece), _stopped.Token);
                    // A piece of its own on the wire, as far as a sender can ask for that.
                    await Task.Yield();
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException)
        {
            // The client went, or the test is over.
        }
    }

    private static int End(string text)
    {
        var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (head < 0)
            return -1;
        var at = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        var body = at < 0 || at > head ? 0 : int.Parse(text[(at + 16)..text.IndexOf('\r', at)], System.Globalization.CultureInfo.InvariantCulture);
        return text.Length >= head + 4 + body ? head + 4 + body : -1;
    }
}
