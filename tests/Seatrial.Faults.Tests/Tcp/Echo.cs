using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Seatrial.Faults.Tests.Tcp;

/// <summary>A server that sends back what it gets, and counts it.</summary>
internal sealed class Echo : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ended = new();
    private readonly ConcurrentQueue<int> _reads = [];
    private readonly Task _accepting;
    private int _connections;
    private int _resets;

    public Echo()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public EndPoint Address => _listener.LocalEndpoint;

    public int Bytes => _reads.Sum();

    /// <summary>How many bytes came at once, each time.</summary>
    public int[] Reads => [.. _reads];

    public int Connections => Volatile.Read(ref _connections);

    public int Resets => Volatile.Read(ref _resets);

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptSocketAsync(_ended.Token);
                Interlocked.Increment(ref _connections);
                serving.Add(ServeAsync(client));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(serving);
        }
    }

    private async Task ServeAsync(Socket client)
    {
        using (client)
        {
            client.NoDelay = true;
            var bytes = new byte[64 * 1024];
            try
            {
                while (await client.ReceiveAsync(bytes, _ended.Token) is > 0 and var count)
                {
                    _reads.Enqueue(count);
                    for (var sent = 0; sent < count;)
                        sent += await client.SendAsync(bytes.AsMemory(sent, count - sent), _ended.Token);
                }
            }
            catch (SocketException)
            {
                Interlocked.Increment(ref _resets);
            }
            catch (OperationCanceledException)
            {
            }
        }
    }
}
