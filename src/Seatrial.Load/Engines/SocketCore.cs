using System.Diagnostics;
using System.Runtime.CompilerServices;
using Seatrial.Load.Arrivals;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>One thread of <see cref="SocketEngine"/>: when what is due, and the sessions. Its connections are in <see cref="SocketConnections"/>.</summary>
internal sealed class SocketCore : IDisposable
{
    // How often time limits are looked at; also how late a cancellation is seen.
    private const long SweepEvery = 50_000_000;

    // So many arrivals at most are made before answers are looked at again, when many are due at once.
    private const int Burst = 64;

    // A client that was turned away comes again after this: else a registry that is down is asked without a pause.
    private const long Pause = 10_000_000;

    private readonly Workload _workload;
    private readonly LoadLimits _limits;
    private readonly Recorder _recorder;
    private readonly SocketConnections _connections;
    private readonly CancellationToken _cancelled;
    private readonly ArrivalCursor? _cursor;
    private readonly Queue<long> _later = [];
    private readonly Queue<(Session, Request, long Due, Ending)> _failed = [];
    private readonly long _start, _closedUntil, _timeout;
    private Arrival _next;
    private long _nextDue, _nextSweep, _drainUntil = long.MaxValue, _ordinal, _asked;
    private int _ready, _active;
    private bool _isEnding, _isCut;

    public SocketCore(
        Workload workload, LoadModel model, Dictionary<string, (int, byte[])> hosts, LoadLimits limits, Recorder recorder, long start, CancellationToken cancelled)
    {
        (_workload, _limits, _recorder, _start, _cancelled) = (workload, limits, recorder, start, cancelled);
        _timeout = limits.Timeout.Ticks * 100;
        _connections = new SocketConnections(this, hosts, limits);
        if (model is OpenModel open)
        {
            _cursor = open.Plan.Begin(open.Shard);
            Advance();
        }
        else
        {
            var closed = (ClosedModel)model;
            (_ready, _closedUntil, _nextDue) = (closed.Clients, closed.Duration.Ticks * 100, long.MaxValue);
        }
    }

    /// <summary>From the start of the load to its end, in nanoseconds.</summary>
    public long Elapsed { get; private set; }

    public LoadEnd End { get; private set; }

    public Recorder Recorder => _recorder;

    /// <summary>Nanoseconds from the start of the load. Linux counts in nanoseconds.</summary>
    public long Now
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Stopwatch.GetTimestamp() - _start;
    }

    public void Run()
    {
        Libc.WakeOnTime();
        try
        {
            while (Step())
            {
            }
        }
        finally
        {
            Elapsed = Now;
            _recorder.Finish(Elapsed);
        }
    }

    public void Dispose() => _connections.Dispose();

    private bool Step()
    {
        var now = Now;
        if (now < 0)
        {
            _connections.Wait(-now);
            return true;
        }

        if (now >= _nextSweep)
            Sweep(now);
        now = BeginDue(now);
        for (var failures = _failed.Count; failures > 0 && _failed.TryDequeue(out var failed); failures--)
            EndOf(failed.Item1, failed.Item2, failed.Item4, failed.Due, failed.Due, Now);
        if (IsOver(now))
            return false;
        var wait = _failed.Count + (_isEnding ? 0 : _ready) > 0 ? 0 : Math.Min(_isEnding ? long.MaxValue : _nextDue, _nextSweep) - now;
        _connections.Wait(wait);
        return true;
    }

    /// <summary>Begins what is due, when anything is. The connections ask for it after each answer: what is due must not wait for the rest of them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void BeginBetween(long now)
    {
        if (now >= _nextDue || _ready > 0)
            BeginDue(now);
    }

    /// <summary>A request has ended, without a connection or with one that was given back.</summary>
    public void EndOf(Session session, Request request, Ending ending, long due, long sent, long now)
    {
        _recorder.Ended(request.Operation, ending, due, sent, now);
        session.InFlight--;
        if (session.Worst == Ending.Ok && !ending.IsGood)
            session.Worst = ending;
        session.Ended(request, ending);
        Pump(session, now, now);
    }

    /// <summary>A request ended while it was being begun. It is told later: a session that goes on at once would never come back.</summary>
    public void Fail(Session session, Request request, long due, Ending ending) => _failed.Enqueue((session, request, due, ending));

    /// <summary>The first bytes of a request are being sent. How late that is says something of an arrival only, not of what follows from an answer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Sending(Session session, long due, long now)
    {
        if (_cursor is not null && due == session.Due)
            _recorder.Sent(now - due);
    }

    private long BeginDue(long now)
    {
        if (_isEnding)
            return now;
        for (var begun = 0; begun < Burst && !_isEnding; begun++)
        {
            if (_cursor is not null)
            {
                if (_nextDue > now)
                    break;
                var arrival = _next;
                Advance();
                Begin(arrival.Ordinal, arrival.Nanoseconds, now);
            }
            else if (_ready > 0)
            {
                _ready--;
                Begin(_ordinal++, now, now);
            }
            else if (_later.TryPeek(out var due) && due <= now)
            {
                _later.Dequeue();
                Begin(_ordinal++, now, now);
            }
            else
            {
                break;
            }

            now = Now;
        }

        if (_cursor is null)
            _nextDue = _later.TryPeek(out var first) ? first : long.MaxValue;
        return now;
    }

    private void Begin(long ordinal, long due, long now)
    {
        var session = _workload.Begin(ordinal);
        (session.Due, session.InFlight, session.Worst) = (due, 0, Ending.Ok);
        _active++;
        Pump(session, due, now);
    }

    private void Pump(Session session, long due, long now)
    {
        while (!_isCut && _asked < _limits.Requests && session.InFlight < session.Concurrency && session.Next() is { } request)
        {
            session.InFlight++;
            if (++_asked >= _limits.Requests)
                Stop(LoadEnd.Requests, now, _limits.Drain);
            _connections.Ask(session, request, due, now);
        }

        if (session.InFlight == 0)
            Over(session, now);
    }

    private void Over(Session session, long now)
    {
        _active--;
        // A bound of ours is no failure of the registry: what was not asked is not counted, but the session is no whole one.
        if (session.Worst == Ending.Ok && _asked >= _limits.Requests && session.Next() is not null)
            session.Worst = Ending.Abandoned;
        if (session.Operation is { } operation)
            _recorder.Ended(operation, session.Worst, session.Due, session.Due, now);
        if (_cursor is null)
        {
            if (session.Worst is Ending.Refused or Ending.Reset or Ending.Closed)
            {
                _later.Enqueue(now + Pause);
                _nextDue = _later.Peek();
            }
            else
            {
                _ready++;
            }
        }

        _workload.Over(session);
    }

    private void Advance()
    {
        if (_cursor!.TryNext(out _next))
            _nextDue = _next.Nanoseconds;
        else
            _nextDue = long.MaxValue;
    }

    private void Sweep(long now)
    {
        _nextSweep = now + SweepEvery;
        _recorder.Tick(now);
        _connections.EndLate(now - _timeout, now);
        if (_cancelled.IsCancellationRequested)
            Stop(LoadEnd.Cancelled, now, _limits.DrainWhenCancelled);
    }

    private bool IsOver(long now)
    {
        if (!_isEnding && (_cursor is null ? now >= _closedUntil : _nextDue == long.MaxValue))
            Stop(LoadEnd.Done, now, _limits.Drain);
        if (!_isEnding || (_active > 0 && now < _drainUntil))
            return false;
        _isCut = true;
        _connections.GiveUp(now);
        while (_failed.TryDequeue(out var failed))
            EndOf(failed.Item1, failed.Item2, failed.Item4, failed.Due, failed.Due, now);
        return true;
    }

    private void Stop(LoadEnd end, long now, TimeSpan drain)
    {
        End = (LoadEnd)Math.Max((int)End, (int)end);
        _isEnding = true;
        _drainUntil = Math.Min(_drainUntil, now + (drain.Ticks * 100));
    }
}
