using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Seatrial.Cargo;
using Seatrial.Scenarios;

namespace Seatrial.Bench;

/// <summary>
/// A client that publishes on one connection. It shares the machine with what it measures, so it is cheap: requests are made
/// before the clock runs, and an answer is read no further than its status.
/// </summary>
internal sealed class Publisher : IDisposable
{
    private static int _names;

    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[16 * 1024];

    public static async Task<Publisher> ConnectAsync(string url)
    {
        var publisher = new Publisher();
        await publisher._socket.ConnectAsync(new Uri(url).Host, new Uri(url).Port);
        return publisher;
    }

    /// <summary>The request that publishes a small new crate.</summary>
    public static (string Name, byte[] Request) Prepare(string url, string token)
    {
        var package = new CratePackage($"bench-{Interlocked.Increment(ref _names):x}", "1.0.0");
        var frame = package.Frame();
        var head = $"PUT /api/v1/crates/new HTTP/1.1\r\nHost: {new Uri(url).Authority}\r\nAuthorization: {token}\r\nContent-Length: {frame.Length}\r\n\r\n";
        return (package.Name, [.. Encoding.ASCII.GetBytes(head), .. frame]);
    }

    /// <summary>Publishes.</summary>
    /// <exception cref="InvalidOperationException">The answer was none of success.</exception>
    public async Task PublishAsync(byte[] request)
    {
        await _socket.SendAsync(request);
        var read = 0;
        while (!IsWhole(_buffer.AsSpan(0, read)))
        {
            var more = await _socket.ReceiveAsync(_buffer.AsMemory(read));
            if (more == 0)
                throw new InvalidOperationException("a publish was not answered");
            read += more;
        }

        if (!_buffer.AsSpan(0, read).StartsWith("HTTP/1.1 200"u8))
            throw new InvalidOperationException($"publish answered: {Encoding.UTF8.GetString(_buffer, 0, read)}");
    }

    public void Dispose() => _socket.Dispose();

    // The answer to a publish has a Content-Length and is short.
    private static bool IsWhole(ReadOnlySpan<byte> answer)
    {
        var body = answer.IndexOf("\r\n\r\n"u8) + 4;
        if (body < 4)
            return false;
        var head = Encoding.ASCII.GetString(answer[..body]);
        var at = head.IndexOf("content-length:", StringComparison.OrdinalIgnoreCase);
        var length = int.Parse(head.AsSpan(at + 15, head.IndexOf('\r', at) - at - 15), System.Globalization.CultureInfo.InvariantCulture);
        return answer.Length >= body + length;
    }
}
