using System.Net.Sockets;

namespace Seatrial.Registry.Tests;

/// <summary>Sends a request exactly as it is written, as no HTTP library would.</summary>
internal static class RawHttp
{
    /// <param name="url">The server.</param>
    /// <param name="head">Request line and headers; Host and the empty line are added.</param>
    /// <returns>Everything that came back before the server closed.</returns>
    public static async Task<string> Send(string url, string head)
    {
        var target = new Uri(url);
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(target.Host, target.Port, patience.Token);
        var stream = client.GetStream();
        var request = $"{head}\r\nHost: {target.Authority}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), patience.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(patience.Token);
    }
}
