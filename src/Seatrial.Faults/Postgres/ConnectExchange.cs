using System.Net.Sockets;

namespace Seatrial.Faults.Postgres;

/// <summary>What can be done to the opening of a connection.</summary>
internal sealed class ConnectExchange : Exchange, IAsyncDisposable
{
    private readonly Session _session;
    private readonly Standby _standby;
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ConnectExchange(Session session, CancellationToken cancelled)
    {
        _session = session;
        _standby = new Standby(session.Line.Client, cancelled);
        _ = _standby.Gone.ContinueWith(_ => _gone.TrySetResult(), cancelled, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public override Task ClientGone => _gone.Task;

    /// <summary>The two have to talk about who the client is; what the server says when it knows is the answer that is held.</summary>
    public override async Task ForwardAsync(CancellationToken cancelled)
    {
        await _standby.EndAsync(_session.Asking.Window);
        _session.Answering.HoldOnceAuthenticated();
        _session.Open();
        _ = _session.AskAsync(cancelled).ContinueWith(_ => _gone.TrySetResult(), cancelled, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        await Task.WhenAny(_session.Answering.AnsweredAsync(1, cancelled), _gone.Task);
    }

    public override Task RelayAsync(CancellationToken cancelled)
    {
        _session.Answering.Release(_session.Line.Client);
        return Task.CompletedTask;
    }

    public override Task RelayPartAsync(double part, CancellationToken cancelled)
    {
        var (answer, _) = _session.Answering.TakeHeld();
        Wire.Send(_session.Line.Client, answer.AsSpan(0, (int)(answer.Length * part)));
        return CutAsync();
    }

    public override Task RefuseAsync(string? code, CancellationToken cancelled)
    {
        code ??= Refusal.TooManyConnections;
        Wire.Send(_session.Line.Client, Message.OfFatal(code, Refusal.Words(code)));
        _session.Line.Client.Shutdown(SocketShutdown.Send);
        return Task.CompletedTask;
    }

    public override Task CutAsync()
    {
        _session.Line.Cut();
        return Task.CompletedTask;
    }

    public override Task CutClientAsync()
    {
        _session.Line.CutClient();
        return Task.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.DisposeAsync();
        _session.Answering.EndHold();
    }
}
