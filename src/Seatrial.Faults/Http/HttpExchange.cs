using System.Buffers;
using System.Text;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Http;

/// <summary>A request that a fault has, read to its end and held in memory.</summary>
internal sealed class HttpExchange(HttpConnection connection, ArmedFault fault, Head head, ReadOnlyMemory<byte> request, string hash)
    : Exchange, IAsyncDisposable
{
    // How long a server that has answered may take to read the rest of the request, before it is taken not to want it.
    private static readonly TimeSpan SendLimit = TimeSpan.FromSeconds(1);

    private readonly ClientWatch _client = new(connection.Inbox);
    private readonly ArrayBufferWriter<byte> _answer = new();
    private AnswerEnd _end;
    private long? _failed;

    /// <summary>What becomes of the connection.</summary>
    public After After { get; private set; } = After.Close;

    /// <summary>The SHA-256 of the body.</summary>
    public string Hash => hash;

    /// <inheritdoc/>
    public override Task ClientGone => _client.Gone;

    /// <summary>Whether it asked for this.</summary>
    public bool AskedFor(string method, string target)
    {
        var line = request.Span;
        return line.Length > method.Length + target.Length + 1 && Ascii.Equals(line[..method.Length], method)
            && line[method.Length] == ' ' && line[method.Length + 1 + target.Length] == ' '
            && line.Slice(method.Length + 1, target.Length).SequenceEqual(Encoding.Latin1.GetBytes(target));
    }

    /// <summary>Whether the client knows that it failed, and has not known for longer than this.</summary>
    public bool HasFailedWithin(TimeSpan window) =>
        _failed is { } at ? Tap.Watch.Clock.GetElapsedTime(at) <= window : !_client.IsOver && connection.HasClientLeft;

    /// <inheritdoc/>
    public override async Task ForwardAsync(CancellationToken cancelled)
    {
        await connection.ConnectAsync(cancelled);
        // The answer may come before all was sent, from a server that does not want to read the rest.
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancelled);
        var sending = connection.SendToServerAsync(request, enough.Token);
        _end = await connection.ReadAnswerAsync(head, Keep, cancelled);
        if (_end.TooLong)
        {
            fault.CannotBeDone($"the answer is longer than {MostHeld} bytes, which is the most that is held");
            connection.Cut();
        }

        enough.CancelAfter(SendLimit);
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!sending.IsCompletedSuccessfully)
            _end = _end with { After = After.Close };
    }

    /// <inheritdoc/>
    public override async Task RelayAsync(CancellationToken cancelled)
    {
        await connection.SendToClientAsync(_answer.WrittenMemory, cancelled);
        After = _end.After;
    }

    /// <inheritdoc/>
    public override async Task RelayPartAsync(double part, CancellationToken cancelled)
    {
        Fail();
        // Without a body, the head itself is what ends early.
        var body = _answer.WrittenCount - _end.HeadLength;
        var length = body > 0 ? _end.HeadLength + (int)(body * part) : (int)(_end.HeadLength * part);
        await connection.SendToClientAsync(_answer.WrittenMemory[..length], cancelled);
        await SendQueue.DrainAsync(connection.Client, cancelled);
        connection.Cut();
    }

    /// <inheritdoc/>
    public override async Task RefuseAsync(string? code, CancellationToken cancelled)
    {
        Fail();
        await connection.SendToClientAsync(Words(connection.Api.Refuse(new RequestHead(request.Span[..head.Length]), code)), cancelled);
        After = head.IsPersistent ? After.GoOn : After.Close;
    }

    /// <inheritdoc/>
    public override Task CutAsync()
    {
        Fail();
        connection.Cut();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CutClientAsync()
    {
        Fail();
        connection.CutClient();
        return Task.CompletedTask;
    }

    /// <summary>Ends the watch of the client; the connection is not read by it any more.</summary>
    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private void Fail() => _failed ??= Tap.Watch.Clock.GetTimestamp();

    private ValueTask<bool> Keep(ReadOnlyMemory<byte> bytes, CancellationToken cancelled)
    {
        if (_answer.WrittenCount + bytes.Length > MostHeld)
            return ValueTask.FromResult(false);
        _answer.Write(bytes.Span);
        return ValueTask.FromResult(true);
    }

    private byte[] Words(Refusal refusal)
    {
        var body = Encoding.UTF8.GetBytes(refusal.Body);
        var text = new StringBuilder($"HTTP/1.1 {refusal.Status} {Reasons.Of(refusal.Status)}\r\nDate: {Tap.Watch.Clock.GetUtcNow():R}\r\n");
        foreach (var (name, value) in refusal.Headers)
            text.Append($"{name}: {value}\r\n");
        text.Append($"Content-Length: {body.Length}\r\n{(head.IsPersistent ? "" : "Connection: close\r\n")}\r\n");
        return [.. Encoding.Latin1.GetBytes(text.ToString()), .. head.IsHead ? [] : body];
    }
}
