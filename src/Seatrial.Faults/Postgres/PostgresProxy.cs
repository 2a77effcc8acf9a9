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
public sealed class PostgresProxy(Tap tap, EndPoint upstream) : Proxy(tap, upstream)
{
    private readonly ConcurrentDictionary<int, Session> _sessions = [];
    private readonly Commands _commands = new(tap.Watch);

    private protected override async Task ServeAsync(Line line, CancellationToken cancelled)
    {
        var startup = await Startup.ReadAsync(line.Client, cancelled);
        if (startup is null)
            return;
        if (startup.IsCancel)
        {
            await CancelAsync(line, startup, cancelled);
            return;
        }

        using var session = new Session(Tap, line, startup, _commands);
        try
        {
            await session.RunAsync(identified => _sessions[identified.Process] = identified, cancelled);
        }
        finally
        {
            _sessions.TryRemove(new KeyValuePair<int, Session>(session.Process, session));
        }
    }

    private async Task CancelAsync(Line line, Startup startup, CancellationToken cancelled)
    {
        var arrival = Tap.Arrive("CANCEL", "", Traits.Library);
        if (_sessions.TryGetValue(startup.CancelledProcess, out var session))
            session.Cancel(startup.CancelKey);
        var exchange = new CancelExchange(line, startup.Bytes) { Crossing = arrival.Crossing, Tap = Tap };
        if (arrival.Fault is { } fault)
            await fault.ActAsync(exchange, cancelled);
        else
            await exchange.ForwardAsync(cancelled);
    }
}
