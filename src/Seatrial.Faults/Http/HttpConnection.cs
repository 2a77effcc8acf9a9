using System.Net.Sockets;
using System.Text;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Http;

/// <summary>One client connection: its requests one after another, each passed on as it came or given to a fault.</summary>
internal sealed class HttpConnection(Line line, Tap tap, HttpApi api, Calls calls) : IDisposable
{
    private static readonly TimeSpan LingerLimit = TimeSpan.FromSeconds(2);
    private static readonly byte[] Continue = "HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray();

    private readonly Inbox _client = new(line.Client, Head.MostBytes);
    private Inbox? _server;
    private bool _continued;
    private bool _wraps;

    public HttpApi Api => api;

    public Socket Client => line.Client;

    /// <summary>What the client has sent and nobody has used.</summary>
    public Inbox Inbox => _client;

    /// <summary>Whether the client has closed its connection and nothing of it is left to read.</summary>
    public bool HasClientLeft
    {
        get
        {
            try
            {
                return line.Client.Poll(0, SelectMode.SelectRead) && line.Client.Available == 0;
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
                return true;
            }
        }
    }

    public async Task ServeAsync(CancellationToken cancelled)
    {
        try
        {
            while (await ReadHeadAsync(cancelled) is { } head)
            {
                var after = await ServeAsync(head, cancelled);
                if (after == After.Tunnel)
                    await TunnelAsync(cancelled);
                if (after != After.GoOn)
                    return;
            }
        }
        catch (SocketException)
        {
            // A reset is passed on as one: an orderly end would look like the end of an answer without a length.
            line.Cut();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _server?.Dispose();
    }

    public void Cut() => line.Cut();

    public void CutClient() => line.CutClient();

    public ValueTask SendToClientAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancelled) => SendAsync(line.Client, bytes, cancelled);

    public Task SendToServerAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancelled) => SendAsync(line.Server, bytes, cancelled).AsTask();

    /// <summary>Sees to a connection to the other side that has not been closed.</summary>
    public async ValueTask ConnectAsync(CancellationToken cancelled)
    {
        // Something to read before anything was asked is the end of the connection, or at least the end of its use.
        if (_server is not null && _server.Unread.IsEmpty && !line.Server.Poll(0, SelectMode.SelectRead))
            return;
        await line.ConnectAsync(cancelled);
        _server?.Dispose();
        _server = new Inbox(line.Server, Head.MostBytes);
    }

    /// <summary>Reads an answer to its end and gives it away as it comes: interim answers, head and body.</summary>
    public async ValueTask<AnswerEnd> ReadAnswerAsync(
        Head request, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> give, CancellationToken cancelled)
    {
        var server = _server!;
        for (var before = 0; ;)
        {
            var length = Head.Find(server.Unread.Span);
            if (length == 0 && !server.IsFull && await server.FillAsync(cancelled))
                continue;
            if (length == 0 || Head.OfAnswer(server.Unread.Span[..length]) is not { } head)
            {
                // The other side ended, or it is not HTTP what it speaks: the client gets what came, and no more.
                var given = await give(server.Unread, cancelled);
                return new AnswerEnd(After.Close, before + server.Unread.Length, !given);
            }

            if (head.IsInterim)
            {
                // The client was told to go on already, while its request was held.
                if (!(_continued && head.Status == 100))
                {
                    if (!await give(server.Unread[..length], cancelled))
                        return new AnswerEnd(After.Close, TooLong: true);
                    before += length;
                }

                server.Use(length);
                continue;
            }

            return await ReadAnswerAsync(request, head, before, give, cancelled);
        }
    }

    private async ValueTask<AnswerEnd> ReadAnswerAsync(
        Head request, Head head, int before, Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>> give, CancellationToken cancelled)
    {
        var (server, body) = (_server!, Body.OfAnswer(head, request));
        var after = head.Status == 101 || (request.IsConnect && head.Status < 300) ? After.Tunnel
            : request.IsPersistent && head.IsPersistent && !body.IsUntilClose ? After.GoOn : After.Close;
        for (var ready = head.Length; ;)
        {
            ready += body.Take(server.Unread.Span[ready..]);
            if (!await give(server.Unread[..ready], cancelled))
                return new AnswerEnd(After.Close, TooLong: true);
            server.Use(ready);
            if (body.IsDone)
                return new AnswerEnd(after, before + head.Length);
            if (body.IsMalformed || !await server.FillAsync(cancelled))
                return new AnswerEnd(After.Close, before + head.Length);
            ready = 0;
        }
    }

    private async ValueTask<Head?> ReadHeadAsync(CancellationToken cancelled)
    {
        while (true)
        {
            // A line break after the body before it is nothing (RFC 9112 section 2.2).
            while (_client.Unread.Span.StartsWith("\r\n"u8))
                _client.Use(2);
            var length = Head.Find(_client.Unread.Span);
            if (length > 0)
            {
                if (Head.OfRequest(_client.Unread.Span[..length]) is { } head)
                    return head;
                await RejectAsync(400, "The head of the request is malformed.", cancelled);
                return null;
            }

            if (_client.IsFull)
            {
                await RejectAsync(431, $"The head of the request has more than {Head.MostBytes} bytes.", cancelled);
                return null;
            }

            // Nobody ends lines with line feeds alone, and who does would wait for ever.
            if (_client.Unread.Span.IndexOf("\n\n"u8) >= 0)
            {
                await RejectAsync(400, "The lines of the head do not end with CR LF.", cancelled);
                return null;
            }

            if (!await _client.FillAsync(cancelled))
                return null;
        }
    }

    private async ValueTask<After> ServeAsync(Head head, CancellationToken cancelled)
    {
        _continued = false;
        HeldRequest? held = null;
        if (MayRepeat(head))
            held = await HoldAsync(head, cancelled);
        var arrival = Arrive(head, ref held);
        if (arrival.Fault is not { } fault)
            return await PassAsync(arrival.Crossing, head, held, cancelled);
        held ??= await HoldAsync(head, cancelled);
        if (held.IsWhole)
            return await ActAsync(fault, arrival.Crossing, head, held, cancelled);
        fault.CannotBeDone(held.Why);
        return await PassAsync(arrival.Crossing, head, held, cancelled);
    }

    private bool MayRepeat(Head head)
    {
        var request = new RequestHead(_client.Unread.Span[..head.Length]);
        return api.CallOf(request) is null && calls.MayRepeat(tap.Watch.Recording, request.Method, request.Target);
    }

    private Arrival Arrive(Head head, ref HeldRequest? held)
    {
        var request = new RequestHead(held is null ? _client.Unread.Span[..head.Length] : held.Bytes.Span[..head.Length]);
        var recording = tap.Watch.Recording;
        var operation = api.Of(request, recording.Names);
        var call = api.CallOf(request);
        _wraps = api.WrapsPayload(request);
        var earlier = call is not null ? calls.Earlier(recording, call, operation.Name)
            : held is { IsWhole: true } ? calls.Repeated(recording, request.Method, request.Target, held.Hash) : null;
        if (earlier is not null)
            return tap.ArriveAgain(earlier);
        var arrival = tap.Arrive(operation.Name, "", operation.Traits, operation.Detail);
        if (call is not null)
            calls.Note(call, operation.Name, arrival.Crossing);
        return arrival;
    }

    private async ValueTask<After> ActAsync(ArmedFault fault, Crossing crossing, Head head, HeldRequest held, CancellationToken cancelled)
    {
        if (_wraps)
        {
            using var payload = new Payload(wrapped: true);
            var body = Body.OfRequest(head);
            body.Take(held.Bytes.Span[head.Length..], payload);
            Tell(crossing, payload);
        }

        await using var exchange = new HttpExchange(this, fault, head, held.Bytes, held.Hash) { Crossing = crossing, Tap = tap };
        if (api.CallOf(new RequestHead(held.Bytes.Span[..head.Length])) is null)
            calls.Note(exchange);
        await fault.ActAsync(exchange, cancelled);
        return exchange.After;
    }

    private ValueTask<HeldRequest> HoldAsync(Head head, CancellationToken cancelled) =>
        HeldRequest.ReadAsync(_client, head, TellToGoOnAsync, cancelled);

    private async ValueTask TellToGoOnAsync(CancellationToken cancelled)
    {
        if (_continued)
            return;
        _continued = true;
        await SendToClientAsync(Continue, cancelled);
    }

    private async ValueTask<After> PassAsync(Crossing crossing, Head head, HeldRequest? held, CancellationToken cancelled)
    {
        await ConnectAsync(cancelled);
        var body = Body.OfRequest(head);
        using var payload = _wraps ? new Payload(wrapped: true) : null;
        if (held is not null)
        {
            body.Take(held.Bytes.Span[head.Length..], payload);
            await SendAsync(line.Server, held.Bytes, cancelled);
        }
        else
        {
            var ready = head.Length + body.Take(_client.Unread.Span[head.Length..], payload);
            await SendAsync(line.Server, _client.Unread[..ready], cancelled);
            _client.Use(ready);
        }

        if (body.IsDone)
        {
            Tell(crossing, payload);
            return (await ReadAnswerAsync(head, _toClient ??= ToClient, cancelled)).After;
        }

        var sending = SendBodyAsync(crossing, body, payload, cancelled);
        try
        {
            var after = (await ReadAnswerAsync(head, _toClient ??= ToClient, cancelled)).After;
            // An answer may come before the body has ended. Who answers so and goes on reads the rest (RFC 9110 section 10.1.1).
            if (after == After.GoOn)
                return await sending ? after : After.Close;
            if (!sending.IsCompleted)
                await LingerAsync(sending, cancelled);
            return after;
        }
        catch
        {
            line.Cut();
            throw;
        }
        finally
        {
            await ((Task)sending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Func<ReadOnlyMemory<byte>, CancellationToken, ValueTask<bool>>? _toClient;

    private async ValueTask<bool> ToClient(ReadOnlyMemory<byte> bytes, CancellationToken cancelled)
    {
        await SendAsync(line.Client, bytes, cancelled);
        return true;
    }

    /// <summary>Sends on the rest of a request's body while it comes.</summary>
    /// <returns>Whether all of it has been sent.</returns>
    private async Task<bool> SendBodyAsync(Crossing crossing, Body body, Payload? payload, CancellationToken cancelled)
    {
        var taken = true;
        while (!body.IsDone)
        {
            bool more;
            try
            {
                more = !body.IsMalformed && await _client.FillAsync(cancelled);
            }
            catch (SocketException)
            {
                line.Cut();
                throw;
            }

            if (!more)
            {
                // It ends in the middle for the other side too, which may still have something to say about it.
                line.Server.Shutdown(SocketShutdown.Send);
                return false;
            }

            var ready = body.Take(_client.Unread.Span, payload);
            try
            {
                if (taken)
                    await SendAsync(line.Server, _client.Unread[..ready], cancelled);
            }
            catch (SocketException)
            {
                // It does not want the rest; its answer may be on the way, and only a client that can go on sending reads it.
                taken = false;
            }

            _client.Use(ready);
        }

        Tell(crossing, payload);
        return taken;
    }

    private static void Tell(Crossing crossing, Payload? payload)
    {
        if (payload?.Text is { } hash)
            crossing.Tell($"sha256 {hash}");
    }

    private async Task TunnelAsync(CancellationToken cancelled)
    {
        await Task.WhenAll(CopyAsync(_client, line.Server, cancelled), CopyAsync(_server!, line.Client, cancelled));

        static async Task CopyAsync(Inbox from, Socket to, CancellationToken cancelled)
        {
            do
            {
                await SendAsync(to, from.Unread, cancelled);
                from.Use(from.Unread.Length);
            }
            while (await from.FillAsync(cancelled));
            to.Shutdown(SocketShutdown.Send);
        }
    }

    private async Task RejectAsync(int status, string why, CancellationToken cancelled)
    {
        var text = $"HTTP/1.1 {status} {Reasons.Of(status)}\r\nContent-Type: text/plain\r\nContent-Length: {why.Length + 1}\r\nConnection: close\r\n\r\n{why}\n";
        await SendToClientAsync(Encoding.ASCII.GetBytes(text), cancelled);
        await LingerAsync(DiscardAsync(cancelled), cancelled);
    }

    private async Task DiscardAsync(CancellationToken cancelled)
    {
        do
            _client.Use(_client.Unread.Length);
        while (await _client.FillAsync(cancelled));
    }

    // Closing with something unread would reset the connection, and the client would lose the answer that says why.
    private async Task LingerAsync(Task reading, CancellationToken cancelled)
    {
        line.Client.Shutdown(SocketShutdown.Send);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        await Task.WhenAny(reading, Task.Delay(LingerLimit, tap.Watch.Clock, limit.Token));
        await limit.CancelAsync();
        if (!reading.IsCompleted)
            line.Cut();
        await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async ValueTask SendAsync(Socket socket, ReadOnlyMemory<byte> bytes, CancellationToken cancelled)
    {
        while (!bytes.IsEmpty)
            bytes = bytes[await socket.SendAsync(bytes, cancelled)..];
    }
}
