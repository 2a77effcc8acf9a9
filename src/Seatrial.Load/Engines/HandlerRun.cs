using System.Buffers;
using System.Diagnostics;
using System.Net.Sockets;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>One load of <see cref="HandlerEngine"/>: its sessions, whose requests end on any thread, and the one recorder that they share.</summary>
internal sealed class HandlerRun(Workload workload, LoadLimits limits, Recorder recorder, HttpMessageHandler handler, Version version, bool isOpen) : IDisposable
{
    private const long Pause = 10_000_000;

    private readonly Lock _gate = new();
    private readonly HttpMessageInvoker _invoker = new(handler, disposeHandler: false);
    private readonly CancellationTokenSource _givenUp = new();
    private readonly SemaphoreSlim _drained = new(0);
    private readonly long _start = Stopwatch.GetTimestamp();
    private long _ordinal, _asked, _inFlight, _comeUntil;
    private bool _isEnding;

    /// <summary>Nanoseconds from the start of the load.</summary>
    public long Now => (long)(Stopwatch.GetElapsedTime(_start).Ticks * 100);

    /// <summary>Whether as many requests were made as are allowed.</summary>
    public bool IsFull => Volatile.Read(ref _asked) >= limits.Requests;

    /// <summary>Somebody comes.</summary>
    public void Begin(long ordinal, long due)
    {
        lock (_gate)
        {
            if (_isEnding)
                return;
            var session = workload.Begin(ordinal);
            (session.Due, session.InFlight, session.Worst) = (due, 0, Ending.Ok);
            Pump(session, due);
        }
    }

    /// <summary>So many clients come, and again whenever they were served, until a moment.</summary>
    public void ComeAgain(int clients, long until)
    {
        _comeUntil = until;
        for (var client = 0; client < clients; client++)
            Begin(_ordinal++, Now);
    }

    /// <summary>The time goes on, also when nothing happens.</summary>
    public void Tick()
    {
        lock (_gate)
            recorder.Tick(Now);
    }

    /// <summary>Waits for the answers that are missing, and gives up those that do not come.</summary>
    public async Task DrainAsync(TimeSpan patience, CancellationToken cancelled)
    {
        lock (_gate)
        {
            _isEnding = true;
            if (_inFlight == 0)
                return;
        }

        try
        {
            if (await _drained.WaitAsync(patience, cancelled))
                return;
        }
        catch (OperationCanceledException)
        {
            if (await _drained.WaitAsync(limits.DrainWhenCancelled, CancellationToken.None))
                return;
        }

        await _givenUp.CancelAsync();
        await _drained.WaitAsync(CancellationToken.None);
    }

    /// <summary>Hands over the last counts.</summary>
    public void Finish()
    {
        lock (_gate)
            recorder.Finish(Now);
    }

    public void Dispose()
    {
        _invoker.Dispose();
        _givenUp.Dispose();
        _drained.Dispose();
    }

    // Within the gate. Requests that do not wait for anything end on this thread, so each is begun on another one.
    private void Pump(Session session, long due)
    {
        while (!_givenUp.IsCancellationRequested && !IsFull && session.InFlight < session.Concurrency && session.Next() is { } request)
        {
            session.InFlight++;
            _asked++;
            if (_inFlight >= limits.Connections + limits.Waiting)
            {
                recorder.Ended(request.Operation, Ending.NotSent, due, due, Now);
                session.InFlight--;
                session.Worst = session.Worst == Ending.Ok ? Ending.NotSent : session.Worst;
                session.Ended(request, Ending.NotSent);
                continue;
            }

            _inFlight++;
            _ = AskAsync(session, request, due);
        }

        if (session.InFlight == 0)
            Over(session);
    }

    private void Over(Session session)
    {
        if (session.Worst == Ending.Ok && IsFull && session.Next() is not null)
            session.Worst = Ending.Abandoned;
        if (session.Operation is { } operation)
            recorder.Ended(operation, session.Worst, session.Due, session.Due, Now);
        var isTurnedAway = session.Worst is Ending.Refused or Ending.Reset or Ending.Closed or Ending.NotSent;
        workload.Over(session);
        if (!isOpen && !_isEnding && Now < _comeUntil && !IsFull)
            _ = ComeAsync(isTurnedAway);
    }

    private async Task ComeAsync(bool isTurnedAway)
    {
        await Task.Yield();
        if (isTurnedAway)
            await Task.Delay(TimeSpan.FromTicks(Pause / 100));
        if (Now < _comeUntil)
            Begin(Interlocked.Increment(ref _ordinal) - 1, Now);
    }

    private async Task AskAsync(Session session, Request request, long due)
    {
        await Task.Yield();
        var sent = Now;
        if (isOpen && due == session.Due)
            lock (_gate)
                recorder.Sent(sent - due);
        var (ending, bytes) = await EndingAsync(request);
        lock (_gate)
        {
            recorder.Received(request.Operation, bytes);
            recorder.Ended(request.Operation, ending, due, sent, Now);
            session.InFlight--;
            if (session.Worst == Ending.Ok && !ending.IsGood)
                session.Worst = ending;
            session.Ended(request, ending);
            Pump(session, Now);
            if (--_inFlight == 0 && _isEnding)
                _drained.Release();
        }
    }

    private async Task<(Ending Ending, long Bytes)> EndingAsync(Request request)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(_givenUp.Token);
        late.CancelAfter(limits.Timeout);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        var bytes = 0L;
        try
        {
            using var message = Message(request);
            using var answer = await _invoker.SendAsync(message, late.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(late.Token);
            for (int read; (read = await body.ReadAsync(buffer, late.Token)) > 0;)
                if ((bytes += read) > limits.Answer.BodyBytes)
                    return (Ending.TooLarge, bytes);
            return (Endings.OfStatus((int)answer.StatusCode), bytes);
        }
        catch (OperationCanceledException)
        {
            return (_givenUp.IsCancellationRequested ? Ending.Abandoned : Ending.Timeout, bytes);
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or SocketException)
        {
            return (Of(failed), bytes);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static Ending Of(Exception failed)
    {
        for (var cause = failed; cause is not null; cause = cause.InnerException)
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted }:
                    return Ending.Reset;
                case HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded }:
                    return Ending.Closed;
                case HttpIOException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } or HttpRequestException { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded }:
                    return Ending.TooLarge;
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError }:
                    return Ending.Refused;
            }

        return Ending.BadResponse;
    }

    private HttpRequestMessage Message(Request request)
    {
        var message = new HttpRequestMessage(new HttpMethod(request.Method), request.Url) { Version = version, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower };
        if (request.Body is not null)
            message.Content = new ByteArrayContent(request.Body);
        foreach (var (name, value) in request.Headers)
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content?.Headers.TryAddWithoutValidation(name, value);
        return message;
    }
}
