using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatrial.Cargo.Tests.Captured;

/// <summary>A request exactly as it came over the wire.</summary>
internal sealed record RawRequest(string Head, byte[] Body)
{
    public string Method => Head[..Head.IndexOf(' ')];

    public string Path => Head.Split(' ')[1];
}

/// <summary>A loopback HTTP/1.1 server on raw sockets: no layer may tidy up what cargo sends before it is recorded.</summary>
internal sealed class HttpStub : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly Func<RawRequest, (int Status, byte[] Body)> answer;

    public HttpStub(Func<RawRequest, (int Status, byte[] Body)> answer)
    {
        this.answer = answer;
        listener.Start();
        _ = Accept();
    }

    public string Host => listener.LocalEndpoint.ToString()!;

    public void Dispose() => listener.Dispose();

    private async Task Accept()
    {
        try
        {
            while (true)
                _ = Serve(await listener.AcceptTcpClientAsync());
        }
        catch (SocketException)
        {
            // The listener was disposed: the test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var connection = client;
        await using var stream = client.GetStream();
        while (await Head(stream) is { } head)
        {
            if (head.Contains("100-continue", StringComparison.Ordinal))
                await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray());
            var body = new byte[ContentLength(head)];
            await stream.ReadExactlyAsync(body);
            var (status, bytes) = answer(new(head, body));
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"HTTP/1.1 {status} Answer\r\nContent-Length: {bytes.Length}\r\n\r\n").Concat(bytes).ToArray());
        }
    }

    private static async Task<string?> Head(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0)
                return null;
            head.Append((char)one[0]);
        }

        return head.ToString();
    }

    private static int ContentLength(string head) => head.Split("\r\n")
        .Where(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
        .Select(line => int.Parse(line.AsSpan(line.IndexOf(':') + 1))).FirstOrDefault();
}
