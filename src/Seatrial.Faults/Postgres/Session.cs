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

    /// <summary>Serves it until one of the two sides ends it.</summary>
    public void Run(Action<Session> identified, CancellationToken cancelled)
    {
        Answering.Identified = (process, key) =>
        {
            (Process, _key) = (process, key);
            identified(this);
        };
        // Drivers that prefer encryption try again without it when the first attempt fails, whatever the reason was.
        var arrival = tap.Arrive("CONNECT", "", Traits.Library | Traits.Retried, startup.Detail);
        try
        {
            if (arrival.Fault is { } fault)
            {
                ConnectAsync(arrival.Crossing, fault, cancelled).GetAwaiter().GetResult();
                _asks?.GetAwaiter().GetResult();
            }
            else
            {
                Open();
                Ask(cancelled);
            }
        }
        finally
        {
            line.Dispose();
            _answers?.GetAwaiter().GetResult();
        }
    }

    /// <summary>Connects to the server, whose answers are passed on from then on.</summary>
    /// <exception cref="SocketException">The server does not listen.</exception>
    public void Open()
    {
        line.Connect();
        Answering.Expect(Message.Sync);
        Wire.Send(line.Server, startup.Bytes);
        _answers = Wire.RunAsync(Answer);
    }

    /// <summary>Passes on what the client asks, beside what else is done.</summary>
    /// <returns>Ends when the client has gone.</returns>
    public Task AskAsync(CancellationToken cancelled) => _asks = Wire.RunAsync(() => Ask(cancelled));

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

    private void Answer()
    {
        try
        {
            Answering.Run(line.Server, line.Client);
            line.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception ended) when (ended is IOException or SocketException or ObjectDisposedException)
        {
            // The client has gone, or the server speaks something else; both end it for both.
        }
        finally
        {
            line.Dispose();
        }
    }

    private void Ask(CancellationToken cancelled)
    {
        var asking = Asking;
        while (line.Client.Receive(asking.Window.Room(), SocketFlags.None) is > 0 and var count)
        {
            asking.Window.Add(count);
            asking.Parse();
            while (asking.Asks.Count > 0 && Decide() is { } faulted)
            {
                asking.Send(line.Server, faulted.Ask.Start);
                if (ActAsync(faulted, cancelled).GetAwaiter().GetResult())
                    return;
            }

            asking.Send(line.Server, asking.Passable);
            asking.Forget();
        }
    }

    private async Task ConnectAsync(Crossing crossing, ArmedFault fault, CancellationToken cancelled)
    {
        await using var exchange = new ConnectExchange(this, cancelled) { Crossing = crossing, Tap = tap };
        await fault.ActAsync(exchange, cancelled);
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
