using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Seatrial.Faults.Tests.Http;

/// <summary>A client that sends and reads bytes, and knows how its connection ended.</summary>
internal sealed class RawClient : IDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly StringBuilder _read = new();

    private RawClient(Socket socket) => Socket = socket;

    public Socket Socket { get; }

    public static async Task<RawClient> ToAsync(EndPoint address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(address);
        return new RawClient(socket);
    }

    /// <summary>Connects, and expects to be reset. That may be there before the client knows that it was connected.</summary>
    public static Task AssertResetAsync(EndPoint address) => Assert.ThrowsAsync<SocketException>(async () =>
    {
        using var client = await ToAsync(address);
        await client.UntilAsync("never");
    });

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await Socket.SendAsync(bytes, _patience.Token)..];
    }

    /// <summary>Reads until what came ends with this, and gives it away.</summary>
    public async Task<string> UntilAsync(string end)
    {
        while (!_read.ToString().EndsWith(end, StringComparison.Ordinal))
            Assert.True(await MoreAsync(), $"The connection ended before «{end}»: {_read}");
        var text = _read.ToString();
        _read.Clear();
        return text;
    }

    /// <summary>Reads to the end of the connection.</summary>
    /// <returns>What came, and whether it was cut with a reset.</returns>
    public async Task<(string Text, bool Reset)> ToEndAsync()
    {
        try
        {
            while (await MoreAsync())
            {
            }

            return (_read.ToString(), false);
        }
        catch (SocketException gone) when (gone.SocketErrorCode == SocketError.ConnectionReset)
        {
            return (_read.ToString(), true);
        }
    }

    public void Dispose()
    {
        Socket.Dispose();
        _patience.Dispose();
    }

    private async Task<bool> MoreAsync()
    {
        var bytes = new byte[64 * 1024];
        var count = await Socket.ReceiveAsync(bytes, _patience.Token);
        _read.Append(Encoding.Latin1.GetString(bytes, 0, count));
        return count > 0;
    }
}
