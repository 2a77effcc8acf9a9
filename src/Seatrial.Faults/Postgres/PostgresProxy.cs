using System.Collections.Concurrent;
using System.Net;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Postgres;

/// <summary>
/// Stands between a client and PostgreSQL and understands protocol 3 (3.0 and 3.2): each statement that is executed is a
/// crossing, and so are the opening of a connection (<c>CONNECT</c>) and a request to cancel (<c>CANCEL</c>).
/// </summary>
/// <remarks>
/// It offers no encryption, and knows no passwords: the two sides prove to each other who they are. A client that
/// insists on TLS is refused.
/// </remarks>
/// <param name="tap">Where it stands.</param>
/// <param name="upstream">The server.</param>
/// <param name="port">The port that it listens on; 0 for any free one.</param>
public sealed class PostgresProxy(Tap tap, EndPoint upstream, int port = 0) : Proxy(tap, upstream, port)
{
    private readonly ConcurrentDictionary<int, Session> _sessions = [];
    private readonly Commands _commands = new(tap.Watch);

    private protected override Task ServeAsync(Line line, CancellationToken cancelled) => Wire.RunAsync(() => Serve(line, cancelled));

    private void Serve(Line line, CancellationToken cancelled)
    {
        var startup = Startup.Read(line.Client);
        if (startup is null)
            return;
        if (startup.IsCancel)
        {
            CancelAsync(line, startup, cancelled).GetAwaiter().GetResult();
            return;
        }

        using var session = new Session(Tap, line, startup, _commands);
        try
        {
            session.Run(identified => _sessions[identified.Process] = identified, cancelled);
        }
        finally
        {
            _sessions.TryRemove(new KeyValuePair<int, Session>(session.Process, session));
        }
    }

    private Task CancelAsync(Line line, Startup startup, CancellationToken cancelled)
    {
        var arrival = Tap.Arrive("CANCEL", "", Traits.Library);
        if (_sessions.TryGetValue(startup.CancelledProcess, out var session))
            session.Cancel(startup.CancelKey);
        var exchange = new CancelExchange(line, startup.Bytes) { Crossing = arrival.Crossing, Tap = Tap };
        return arrival.Fault is { } fault ? fault.ActAsync(exchange, cancelled) : exchange.ForwardAsync(cancelled);
    }
}
