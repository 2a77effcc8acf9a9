using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net.Sockets;

namespace Seatrial.Registry.Tests.Sql;

/// <summary>Stands between the registry and PostgreSQL, changes nothing, and notes each round trip with the statements in it.</summary>
/// <remarks>Frontend messages of protocol 3.0: a round trip ends with Sync or a simple Query.</remarks>
internal sealed class StatementRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentBag<Task> _relays = [];
    private readonly Task _accepting;
    private readonly (string Host, int Port) _server;

    public StatementRelay(string host, int port)
    {
        _server = (host, port);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The round trips so far, each with its statements.</summary>
    public ConcurrentQueue<string> RoundTrips { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _accepting;
        _listener.Stop();
        await Task.WhenAll(_relays);
        _end.Dispose();
    }

    private async Task Accept()
    {
        try
        {
            while (true)
                _relays.Add(Relay(await _listener.AcceptSocketAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The end.
        }
    }

    private async Task Relay(Socket accepted)
    {
        using var client = new NetworkStream(accepted, ownsSocket: true);
        using var server = new TcpClient { NoDelay = true };
        accepted.NoDelay = true;
        try
        {
            await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
            await Task.WhenAny(Requests(client, server.GetStream()), server.GetStream().CopyToAsync(client, _end.Token));
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
        {
            // One side has gone.
        }
    }

    // What the client writes at once is one trip, however many messages it has: the driver sends BEGIN with the first statement.
    private async Task Requests(NetworkStream client, NetworkStream server)
    {
        var (prepared, trip, rest, ended) = (new Dictionary<string, string>(), new List<string>(), new List<byte>(), false);
        var (buffer, first, read) = (new byte[64 * 1024], true, 0);
        while ((read = await client.ReadAsync(buffer, _end.Token)) > 0)
        {
            await server.WriteAsync(buffer.AsMemory(0, read), _end.Token);
            rest.AddRange(buffer[..read]);
            while (Message(rest, first) is var (type, body))
            {
                ended |= !first && Note(type, body, prepared, trip);
                first = false;
            }

            if (!ended || rest.Count > 0)
                continue;
            RoundTrips.Enqueue(string.Join("; ", trip));
            trip.Clear();
            ended = false;
        }
    }

    // The first message has no type.
    private static (char Type, byte[] Body)? Message(List<byte> bytes, bool first)
    {
        var at = first ? 0 : 1;
        if (bytes.Count < at + 4)
            return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes.GetRange(at, 4).ToArray());
        if (bytes.Count < at + length)
            return null;
        var message = ((char)bytes[0], bytes.GetRange(at + 4, length - 4).ToArray());
        bytes.RemoveRange(0, at + length);
        return message;
    }

    // True when the server answers the message at once.
    private static bool Note(char type, byte[] body, Dictionary<string, string> prepared, List<string> trip)
    {
        var words = Encoding.UTF8.GetString(body).Split('\0');
        if (type == 'P')
            prepared[words[0]] = words[1];
        else if (type == 'B')
            trip.Add(prepared.GetValueOrDefault(words[1], "?"));
        else if (type == 'Q')
            trip.Add(words[0]);
        return type is 'Q' or 'S';
    }
}
