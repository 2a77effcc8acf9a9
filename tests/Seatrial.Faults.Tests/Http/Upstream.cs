using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Seatrial.Faults.Tests.Http;

/// <summary>A small HTTP server on raw sockets that writes down exactly what arrived, and answers what it is told to.</summary>
internal sealed partial class Upstream : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly ConcurrentQueue<Arrived> _requests = [];
    private readonly Func<Arrived, NetworkStream, Task<bool>> _answer;
    private readonly Task _accepting;
    private int _accepted;
    private int _closed;

    /// <param name="answer">Answers a request; false to close the connection after it.</param>
    public Upstream(Func<Arrived, NetworkStream, Task<bool>> answer)
    {
        _answer = answer;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Answers everything with the same bytes.</summary>
    public Upstream(string answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        : this(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer));
            return true;
        })
    {
    }

    public EndPoint Address => _listener.LocalEndpoint;

    /// <summary>Whether it reads the body before it answers.</summary>
    public bool ReadsBody { get; init; } = true;

    /// <summary>What it says between the head and the body of a request that expects it.</summary>
    public string Interim { get; init; } = "HTTP/1.1 100 Continue\r\n\r\n";

    /// <summary>What arrived, whole.</summary>
    public Arrived[] Requests => [.. _requests];

    /// <summary>How many connections came.</summary>
    public int Connections => Volatile.Read(ref _accepted);

    /// <summary>How many of them it has closed.</summary>
    public int Closed => Volatile.Read(ref _closed);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        // A listener that has ended is no longer one to accept with: first the accepting.
        await _accepting;
        _listener.Dispose();
        await Task.WhenAll(_connections);
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_ended.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(client));
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        await AnswerAllAsync(client);
        Interlocked.Increment(ref _closed);
    }

    private async Task AnswerAllAsync(TcpClient client)
    {
        using (client)
        {
            using var closing = _ended.Token.Register(client.Close);
            client.NoDelay = true;
            var stream = client.GetStream();
            try
            {
                while (await ReadAsync(stream) is { } request)
                {
                    _requests.Enqueue(request);
                    if (!await _answer(request, stream))
                        return;
                }
            }
            catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException or EndOfStreamException)
            {
            }
        }
    }

    [GeneratedRegex(@"(^|\r\n)0[^\r]*\r\n([^\r]+\r\n)*\r\n$")]
    private static partial Regex LastChunk();

    private async Task<Arrived?> ReadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            head.Append((char)one[0]);
        }

        var arrived = new Arrived(head.ToString(), []);
        if (!ReadsBody)
            return arrived;
        if (arrived.Header("Expect") is not null)
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Interim));
        if (arrived.Header("Transfer-Encoding") is not null)
        {
            // Ends where the last chunk and its trailers end.
            var wire = new MemoryStream();
            while (!LastChunk().IsMatch(Encoding.Latin1.GetString(wire.ToArray())))
            {
                if (await stream.ReadAsync(one) == 0)
                    return null;
                wire.WriteByte(one[0]);
            }

            return arrived with { Body = wire.ToArray() };
        }

        var body = new byte[int.Parse(arrived.Header("Content-Length") ?? "0")];
        await stream.ReadExactlyAsync(body);
        return arrived with { Body = body };
    }
}

/// <summary>A request as it came over the wire.</summary>
internal sealed record Arrived(string Head, byte[] Body)
{
    public string Line => Head.Split("\r\n")[0];

    public string Text => Encoding.Latin1.GetString(Body);

    public string? Header(string name) => Head.Split("\r\n").Select(line => line.Split(':', 2))
        .Where(pair => pair.Length == 2 && pair[0].Equals(name, StringComparison.OrdinalIgnoreCase)).Select(pair => pair[1].Trim()).FirstOrDefault();
}
