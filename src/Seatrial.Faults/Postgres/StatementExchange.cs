namespace Seatrial.Faults.Postgres;

/// <summary>What can be done to one statement of a client.</summary>
internal sealed class StatementExchange : Exchange, IAsyncDisposable
{
    private static long s_refused;

    private readonly Session _session;
    private readonly Ask _ask;
    private readonly Standby _standby;

    public StatementExchange(Session session, Ask ask, CancellationToken cancelled)
    {
        (_session, _ask) = (session, ask);
        _standby = new Standby(session.Line.Client, cancelled);
        ClientGone = Task.WhenAny(_standby.Gone, session.CancelRequested);
    }

    /// <summary>Whether the client was cut off, so that nothing follows.</summary>
    public bool IsCut { get; private set; }

    public override Task ClientGone { get; }

    private Asking Asking => _session.Asking;

    private Answering Answering => _session.Answering;

    public override async Task ForwardAsync(CancellationToken cancelled)
    {
        await HoldAsync(cancelled);
        Asking.Send(_session.Line.Server, _ask.Through!.Value);
        await AnsweredAsync(cancelled);
        if (!Answering.IsCopyingIn)
            return;

        // The request has a second half, which the client sends when it knows that the server takes it.
        var (consent, _) = Answering.TakeHeld();
        Wire.Send(_session.Line.Client, consent);
        long? end;
        while ((end = CopyThrough()) is null)
            await MoreAsync(cancelled);
        Asking.Send(_session.Line.Server, end.Value);
        await Answering.AnsweredAsync(1, cancelled);
    }

    public override Task RelayAsync(CancellationToken cancelled)
    {
        Answering.Release(_session.Line.Client);
        return Task.CompletedTask;
    }

    public override Task RelayPartAsync(double part, CancellationToken cancelled)
    {
        var (answer, _) = Answering.TakeHeld();
        Wire.Send(_session.Line.Client, answer.AsSpan(0, (int)(answer.Length * part)));
        return CutAsync();
    }

    public override async Task RefuseAsync(string? code, CancellationToken cancelled)
    {
        var sql = Refusal.Sql(code ?? Refusal.Usual(Crossing.Traits));
        var server = _session.Line.Server;
        await HoldAsync(cancelled);
        var answer = new MemoryStream();
        if (_ask.IsSimple)
        {
            Asking.Skip(_ask.End);
            Ask(Message.OfQuery(sql), Message.Query);
            await Answering.AnsweredAsync(1, cancelled);
            Refused.Write(answer, Answering.TakeHeld(), own: null);
        }
        else
        {
            // A name of its own: the client's unnamed statement is still there after a real error.
            var name = $"seatrial_{Interlocked.Increment(ref s_refused)}";
            var seen = Answering.Seen;
            Asking.Skip(_ask.End);
            // In one write: a server that ends the connection has nothing left to be sent.
            Asking.Send(server, _ask.Through!.Value, Message.OfExecute(name, sql));
            await AnsweredAsync(cancelled);
            Refused.Write(answer, Answering.TakeHeld(), own: (_ask.Parses - seen.Parses, _ask.Binds - seen.Binds));
            if (!_ask.IsFlushed && !Answering.HasEnded)
            {
                Ask(Message.OfClose(name), Message.Sync);
                await Answering.AnsweredAsync(2, cancelled);
            }
        }

        if (Crossing.Traits.HasFlag(Traits.Commits) && Answering.Status != (byte)'I' && !Answering.HasEnded)
            await RollBackAsync(cancelled);
        Refused.WriteNews(answer, Answering.TakeHeld());
        if (!_ask.IsFlushed && !Answering.HasEnded)
            Refused.WriteReady(answer, Answering.Status);
        Wire.Send(_session.Line.Client, answer.GetBuffer().AsSpan(0, (int)answer.Length));
        Answering.Release(_session.Line.Client);
    }

    public override Task CutAsync()
    {
        IsCut = true;
        _session.Line.Cut();
        return Task.CompletedTask;
    }

    public override async Task CutClientAsync()
    {
        await HoldAsync(default);
        IsCut = true;
        _session.Line.CutClient();
    }

    public async ValueTask DisposeAsync()
    {
        await _standby.EndAsync(Asking.Window);
        Asking.Parse();
        Answering.EndHold();
    }

    // After a COMMIT that has failed there is no transaction any more.
    private async Task RollBackAsync(CancellationToken cancelled)
    {
        await Answering.IdleAsync(cancelled);
        Ask(Message.OfQuery("ROLLBACK"), Message.Query);
        await Answering.IdleAsync(cancelled);
    }

    private void Ask(byte[] message, byte type)
    {
        Answering.Expect(type);
        Wire.Send(_session.Line.Server, message);
    }

    private Task AnsweredAsync(CancellationToken cancelled) =>
        _ask.IsFlushed ? Answering.CompletedAsync(cancelled) : Answering.AnsweredAsync(1, cancelled);

    // The whole request is here, all before it has been answered, and what comes now is its answer.
    private async Task HoldAsync(CancellationToken cancelled)
    {
        while (_ask.Through is not { } through || !Asking.HasAllTo(through))
            await MoreAsync(cancelled);
        _session.ArriveRest(_ask.Segment);
        await Answering.IdleAsync(cancelled);
        if (!IsCut)
            Answering.Hold();
    }

    private async Task MoreAsync(CancellationToken cancelled)
    {
        await _standby.MoveAsync(Asking.Window, cancelled);
        Asking.Parse();
    }

    private long? CopyThrough()
    {
        var (done, sync) = Asking.Last;
        if (done <= _ask.Start || !Asking.HasAllTo(done))
            return null;
        return _ask.IsSimple ? done : sync > done && Asking.HasAllTo(sync) ? sync : null;
    }
}
