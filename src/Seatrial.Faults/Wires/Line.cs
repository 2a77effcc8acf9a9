using System.Net;
using System.Net.Sockets;

namespace Seatrial.Faults.Wires;

/// <summary>One connection through a proxy: the socket of the client, and the one to the other side once that is wanted.</summary>
internal sealed class Line(Socket client, EndPoint upstream) : IDisposable
{
    private Socket? _server;

    /// <summary>The process that asks.</summary>
    public Socket Client => client;

    /// <summary>The other side; there is one after <see cref="ConnectAsync"/>.</summary>
    public Socket Server => _server ?? throw new InvalidOperationException("The line has not been connected to the other side.");

    /// <summary>Whether there is a connection to the other side.</summary>
    public bool IsConnected => _server is not null;

    /// <summary>Connects to the other side; a connection from before is closed.</summary>
    /// <exception cref="SocketException">It does not listen.</exception>
    public async Task ConnectAsync(CancellationToken cancelled)
    {
        var server = new Socket(upstream.AddressFamily, SocketType.Stream, upstream is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (upstream is IPEndPoint)
                server.NoDelay = true;
            await server.ConnectAsync(upstream, cancelled);
            _server?.Dispose();
            _server = server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Connects to the other side, and blocks until it has.</summary>
    /// <remarks>Reads and writes of this socket block too, in the kernel, as long as no asynchronous one is made.</remarks>
    /// <exception cref="SocketException">It does not listen.</exception>
    public void Connect()
    {
        var server = new Socket(upstream.AddressFamily, SocketType.Stream, upstream is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
        try
        {
            if (upstream is IPEndPoint)
                server.NoDelay = true;
            server.Connect(upstream);
            _server = server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>Cuts both with a reset.</summary>
    public void Cut()
    {
        CutClient();
        if (_server is { } server)
            Reset(server);
    }

    /// <summary>Cuts the client off with a reset; the other side does not notice.</summary>
    public void CutClient() => Reset(client);

    /// <summary>Closes both in an orderly way.</summary>
    public void Dispose()
    {
        client.Dispose();
        _server?.Dispose();
    }

    /// <summary>Ends a connection with RST: the peer's next call fails, and what it has not read is lost.</summary>
    public static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
            socket.Close();
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }
}
