using System.Collections.Concurrent;
using System.Net.Sockets;
using Seatrial.Inside;

namespace Seatrial.Faults.Inside;

/// <summary>One process that is tapped from inside, from its first word to its end.</summary>
internal sealed class TappedProcess(Socket socket, InsideTap owner)
{
    private readonly Lock _sending = new();
    private readonly MessageWriter _writer = new();
    private readonly Transactions _transactions = new();
    private readonly ConcurrentDictionary<long, InsideExchange> _exchanges = [];
    private readonly ConcurrentDictionary<Task, bool> _acting = [];

    /// <summary>Its id, once it has said it.</summary>
    public int? ProcessId { get; private set; }

    /// <summary>How many of its crossings a fault has now.</summary>
    public int Open => _exchanges.Count;

    /// <summary>Listens until the process or the tap ends, or it says what is not understood.</summary>
    public async Task ServeAsync(CancellationToken ended)
    {
        // Not with the tap: what a fault holds then must go on as if there were no tester, and not be cut as by a fault that failed.
        using var gone = new CancellationTokenSource();
        try
        {
            var reader = new MessageReader();
            while (await socket.ReceiveAsync(reader.Free, ended) is > 0 and var count)
            {
                reader.Filled(count);
                while (reader.TryRead(out var kind, out var number, out var content))
                    Take(kind, number, content, gone.Token);
            }
        }
        catch (Exception end) when (end is SocketException or ObjectDisposedException or OperationCanceledException or InvalidDataException)
        {
            // It was killed, or the tap ends, or it is no process of ours: told by what follows.
        }

        socket.Dispose();
        foreach (var exchange in _exchanges.Values)
            exchange.ProcessEnded();
        await gone.CancelAsync();
        await Task.WhenAll(_acting.Keys);
    }

    /// <summary>Says a word; one to a process that has ended is said to nobody.</summary>
    public void Send(Message kind, long number, Action<MessageWriter>? content = null)
    {
        try
        {
            lock (_sending)
            {
                _writer.Begin(kind, number);
                content?.Invoke(_writer);
                var bytes = _writer.End();
                while (bytes.Length > 0)
                    bytes = bytes[socket.Send(bytes, SocketFlags.None)..];
            }
        }
        catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
        {
            // Who listens to the process notices, too.
        }
    }

    private void Take(Message kind, long number, MessageContent content, CancellationToken gone)
    {
        switch (kind)
        {
            case Message.Hello when content.Byte() == Wire.Version:
                ProcessId = content.Int();
                if (content.Text() != owner.Tap.Side)
                    throw new InvalidDataException("A process of another side has come.");
                break;
            case Message.Arrive when ProcessId is not null:
                Arrive(number, content, gone);
                break;
            case Message.Done:
                if (!_exchanges.TryGetValue(number, out var done))
                    break;
                if (content.Byte() == 2)
                    done.CannotBeHeld(content.Text());
                else
                    done.Done();
                break;
            case Message.Gone:
                if (_exchanges.TryGetValue(number, out var given))
                    given.GivenUp();
                break;
            case Message.Forget:
                _transactions.Forget(number);
                break;
            default:
                throw new InvalidDataException($"A message {kind} came that is not expected.");
        }
    }

    private void Arrive(long number, MessageContent content, CancellationToken gone)
    {
        var (what, isBackground, transaction) = ((Asked)content.Byte(), content.Byte() != 0, content.Long());
        var texts = new string[Math.Clamp(content.Int(), 1, Wire.MostTexts)];
        for (var at = 0; at < texts.Length; at++)
            texts[at] = content.Text();
        var tap = isBackground ? owner.Background : owner.Tap;
        if (tap.IsDown)
        {
            Send(Message.Cut, number);
            return;
        }

        var told = _transactions.Tell(what, transaction, texts, tap.Watch.Recording.Names);
        var (crossing, fault) = tap.Arrive(told.Operation, told.Transaction, told.Traits, told.Detail);
        if (fault is null)
        {
            Send(Message.Go, number);
            return;
        }

        var exchange = new InsideExchange(this, number) { Crossing = crossing, Tap = tap };
        _exchanges[number] = exchange;
        var acting = ActAsync(exchange, number, fault, gone);
        _acting[acting] = true;
        _ = acting.ContinueWith(over => _acting.TryRemove(over, out _), TaskScheduler.Default);
    }

    private async Task ActAsync(InsideExchange exchange, long number, ArmedFault fault, CancellationToken gone)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            await fault.ActAsync(exchange, gone);
        }
        catch (Exception end) when (end is IOException or OperationCanceledException)
        {
            // The process has ended, or the application has given up: there is nobody to do it to.
        }
        catch (InvalidDataException tooLong)
        {
            fault.CannotBeDone(tooLong.Message);
        }
        finally
        {
            exchange.Settle();
            _exchanges.TryRemove(number, out _);
        }
    }
}
