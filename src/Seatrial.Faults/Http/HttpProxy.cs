using System.Net;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Http;

/// <summary>
/// A proxy that reads HTTP/1.1: each request is a crossing, named by its API, and can be refused, cut, held or delivered late.
/// </summary>
/// <remarks>
/// The bytes go by as they came: no header is added, removed or reordered, and the target is not normalised, so signatures stay
/// true. Each client connection has one connection of its own to the other side, and its requests go one after another. When the
/// other side has closed an idle connection, the next request goes on a fresh one, since nothing of it was sent. Once a byte was
/// sent, a connection that ends without an answer ends for the client too: whether to repeat is the client's to decide
/// (RFC 9112 section 9.3.1), and a proxy that repeats would do what nobody asked for. No TLS.
/// </remarks>
/// <param name="tap">Where it stands.</param>
/// <param name="upstream">The other side.</param>
/// <param name="api">What the requests are called, and how they are refused.</param>
/// <param name="port">The port that it listens on; 0 for any free one.</param>
public sealed class HttpProxy(Tap tap, EndPoint upstream, HttpApi api, int port = 0) : Proxy(tap, upstream, port)
{
    private readonly Calls _calls = new();

    private protected override async Task ServeAsync(Line line, CancellationToken cancelled)
    {
        using var connection = new HttpConnection(line, Tap, api, _calls);
        await connection.ServeAsync(cancelled);
    }
}
