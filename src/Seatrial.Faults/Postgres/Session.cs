using System.Net.Sockets;
using System.Security.Cryptography;
using Seatrial.Faults.Wires;

namespace Seatrial.Faults.Postgres;

/// <summary>One connection of a client: its statements go to the server, their answers come back, and each statement is a crossing.</summary>
internal sealed class Session(Tap tap, Line line, Startup startup, Commands commands) : IDisposable
{
    private readonly Transaction _transaction = new();
    private Asking? _asking;
    private byte[] _key = [];
    private Task? _asks;
    private Task? _answers;
    private TaskCompletionSource _cancelRequested = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Tap Tap => tap;

    public Line Line => line;

    /// <summary>What the client sends.</summary>
    public Asking Asking => _asking ??= new Asking(commands, Answering);

    /// <summary>What the server answers.</summary>
    public Answering Answering { get; } = new();

    /// <summary>The server's process for it; 0 before it is known.</summary>
    public int Process { get; private set; }

    /// <summary>Ends when a request to cancel has come for it.</summary>
    public Task CancelRequested => _cancelRequested.Task;

    /// <summary>Ends when the client has gone, once the session is open.</summary>
    public Task? Asks => _asks;

    /// <summary>Serves it until one of the two sides ends it.</summary>
    public async Task RunAsync(Action<Session> identified, CancellationToken cancelled)
    {
        Answering.Identified = (process, key) =>
        {
            (Process, _key) = (process, key);
            identified(this);
        };
        // Drivers that prefer encryption try again without it when the first attempt fails, whatever the reason was.
        var arrival = tap.Arrive("CONNECT", "", Traits.Library | Traits.Retried, startup.Detail);
        if (arrival.Fault is { } fault)
        {
            await using var exchange = new ConnectExchange(this, cancelled) { Crossing = arrival.Crossing, Tap = tap };
            await fault.ActAsync(exchange, cancelled);
        }
        else
        {
            await OpenAsync(cancelled);
        }

        if (_asks is null || _answers is null)
            return;
        await Task.WhenAny(_asks, _answers);
        line.Dispose();
        await Task.WhenAll(_asks, _answers);
    }

    /// <summary>Connects to the server, and passes on from then on.</summary>
    /// <exception cref="SocketException">The server does not listen.</exception>
    public async Task OpenAsync(CancellationToken cancelled)
    {
        await line.ConnectAsync(cancelled);
        Answering.Expect(Message.Sync);
        await Wire.SendAsync(line.Server, startup.Bytes, cancelled);
        _answers = Answering.RunAsync(line.Server, line.Client, cancelled);
        _asks = AskAsync(cancelled);
    }

    /// <summary>A request to cancel has come; it counts when it knows the secret.</summary>
    public void Cancel(ReadOnlySpan<byte> key)
    {
        if (CryptographicOperations.FixedTimeEquals(key, _key))
            _cancelRequested.TrySetResult();
    }

    public void Dispose()
    {
        _asking?.Dispose();
        Answering.Dispose();
    }

    private async Task AskAsync(CancellationToken cancelled)
    {
        var asking = Asking;
        while (await line.Client.ReceiveAsync(asking.Window.Room(), SocketFlags.None, cancelled) is > 0 and var count)
        {
            asking.Window.Add(count);
            asking.Parse();
            while (asking.Asks.Count > 0 && Decide() is { } faulted)
            {
                await asking.SendAsync(line.Server, faulted.Ask.Start, cancelled);
                if (await ActAsync(faulted, cancelled))
                    return;
            }

            await asking.SendAsync(line.Server, asking.Passable, cancelled);
            asking.Forget();
        }
    }

    // Tells of the statements that are decided, up to one that a fault is for.
    private Faulted? Decide()
    {
        var asks = Asking.Asks;
        if (Answering.IsIdle && Asking.HasSentAllBefore(asks[0]))
            _transaction.Settle(Answering.Status);
        for (var i = 0; i < asks.Count; i++)
        {
            if (i == asks.Count - 1 && !Asking.IsDecided(asks[i]))
            {
                asks.RemoveRange(0, i);
                return null;
            }

            var arrival = Arrive(i);
            if (arrival.Fault is not { } fault)
                continue;
            var ask = asks[i];
            asks.RemoveRange(0, i + 1);
            ArriveRest(ask.Segment);
            return new Faulted(ask, arrival.Crossing, fault);
        }

        asks.Clear();
        return null;
    }

    private Arrival Arrive(int index)
    {
        var asks = Asking.Asks;
        var (ask, next) = (asks[index], index + 1 < asks.Count ? asks[index + 1] : null);
        var (transaction, traits) = _transaction.Take(ask, next, Asking.HasMore(ask.Through ?? ask.End));
        return tap.Arrive(ask.Command.Name, transaction, traits, ask.Command.Text);
    }

    /// <summary>Tells of the other statements of a segment. They share the fate of the one that a fault has, so no fault is done to them.</summary>
    public void ArriveRest(long segment)
    {
        var asks = Asking.Asks;
        while (asks.Count > 0 && asks[0].Segment == segment)
        {
            Arrive(0);
            asks.RemoveAt(0);
        }
    }

    // Whether the client is cut off.
    private async Task<bool> ActAsync(Faulted faulted, CancellationToken cancelled)
    {
        _cancelRequested = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var exchange = new StatementExchange(this, faulted.Ask, cancelled) { Crossing = faulted.Crossing, Tap = tap };
        await faulted.Fault.ActAsync(exchange, cancelled);
        return exchange.IsCut;
    }

    private sealed record Faulted(Ask Ask, Crossing Crossing, ArmedFault Fault);
}
