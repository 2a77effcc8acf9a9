using System.Runtime.InteropServices;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Engines;

/// <summary>The connections of one <see cref="SocketCore"/>. Edge-triggered: in the steady state a request costs one send and one receive.</summary>
internal sealed unsafe class SocketConnections : IDisposable
{
    private const int MostEvents = 256;
    private const int BufferBytes = 64 * 1024;
    private const uint Gone = Libc.EpollReadHangUp | Libc.EpollHangUp | Libc.EpollError;

    private readonly SocketCore _core;
    private readonly Connection[] _all;
    private readonly Stack<Connection> _unused = [];
    private readonly Dictionary<string, (int Host, byte[] Address)> _hosts;
    private readonly byte[][] _addresses;
    private readonly List<Connection>[] _idle;
    private readonly Queue<(Session Session, Request Request, long Due)> _waiting = [];
    private readonly int _mostWaiting, _epoll;
    private readonly byte* _events, _buffer;

    public SocketConnections(SocketCore core, Dictionary<string, (int Host, byte[] Address)> hosts, LoadLimits limits)
    {
        (_core, _hosts, _mostWaiting) = (core, hosts, limits.Waiting);
        _addresses = [.. hosts.Values.OrderBy(host => host.Host).Select(host => host.Address)];
        _idle = [.. hosts.Select(_ => new List<Connection>())];
        _all = [.. Enumerable.Range(0, limits.Connections).Select(place => new Connection(place, limits.Answer))];
        foreach (var connection in Enumerable.Reverse(_all))
            _unused.Push(connection);
        _epoll = Libc.epoll_create1(Libc.CloseOnExec);
        if (_epoll < 0)
            throw new InvalidOperationException($"The kernel gives no epoll: error {Libc.LastError}.");
        _events = (byte*)NativeMemory.AllocZeroed((nuint)(MostEvents * Libc.EventBytes));
        _buffer = (byte*)NativeMemory.Alloc(BufferBytes);
    }

    /// <summary>Waits for what comes, at most so many nanoseconds, and deals with it.</summary>
    public void Wait(long nanoseconds)
    {
        var events = Libc.Wait(_epoll, _events, MostEvents, nanoseconds);
        for (var i = 0; i < events; i++)
        {
            var (flags, data) = (*(uint*)(_events + (i * Libc.EventBytes)), *(ulong*)(_events + (i * Libc.EventBytes) + Libc.EventData));
            var connection = _all[(int)(uint)data];
            if (connection.Generation == (uint)(data >> 32) && connection.Descriptor >= 0)
                _core.BeginBetween(Handle(connection, flags));
        }
    }

    /// <summary>Makes a request over a connection: a free one, a new one, or later the next that is free.</summary>
    public void Ask(Session session, Request request, long due, long now)
    {
        var host = _addresses.Length == 1 ? 0 : _hosts[request.Authority].Host;
        if (_idle[host] is [.., var free])
        {
            _idle[host].RemoveAt(_idle[host].Count - 1);
            free.Give(session, request, due, now);
            _core.Sending(session, due, now);
            Send(free, isAsking: true);
        }
        else if (_unused.Count > 0 || CloseIdle())
        {
            var connection = _unused.Pop();
            connection.Give(session, request, due, now);
            _core.Sending(session, due, now);
            Connect(connection, host);
        }
        else if (_waiting.Count < _mostWaiting)
        {
            _waiting.Enqueue((session, request, due));
        }
        else
        {
            _core.Fail(session, request, due, Ending.NotSent);
        }
    }

    /// <summary>Ends what was sent before a moment, and what waits for a connection since before it.</summary>
    public void EndLate(long before, long now)
    {
        foreach (var connection in _all)
            if (connection.Request is not null && connection.Sent < before)
                Finish(connection, Ending.Timeout, now, isKept: false);
        while (_waiting.TryPeek(out var first) && first.Due < before)
        {
            _waiting.Dequeue();
            _core.EndOf(first.Session, first.Request, Ending.NotSent, first.Due, first.Due, now);
        }
    }

    /// <summary>Ends all that has no answer.</summary>
    public void GiveUp(long now)
    {
        while (_waiting.TryDequeue(out var waiting))
            _core.EndOf(waiting.Session, waiting.Request, Ending.NotSent, waiting.Due, waiting.Due, now);
        foreach (var connection in _all)
            if (connection.Request is not null)
                Finish(connection, Ending.Abandoned, now, isKept: false);
    }

    public void Dispose()
    {
        foreach (var connection in _all)
            if (connection.Descriptor >= 0)
                _ = Libc.close(connection.Descriptor);
        _ = Libc.close(_epoll);
        NativeMemory.Free(_events);
        NativeMemory.Free(_buffer);
    }

    private long Handle(Connection connection, uint flags)
    {
        if (!connection.IsConnected)
        {
            var (error, length) = (0, (uint)sizeof(int));
            _ = Libc.getsockopt(connection.Descriptor, Libc.SolSocket, Libc.SoError, &error, &length);
            if (error != 0 || (flags & (Libc.EpollError | Libc.EpollHangUp)) != 0)
                return Finish(connection, Ending.Refused, _core.Now, isKept: false);
            connection.IsConnected = true;
            Send(connection, isAsking: false);
            return _core.Now;
        }

        if (connection.Request is null)
        {
            // Closed while nobody used it, or bytes that nobody asked for.
            if ((flags & (Gone | Libc.EpollIn)) != 0 && _idle[connection.Host].Remove(connection))
                Close(connection);
            return _core.Now;
        }

        if ((flags & Libc.EpollOut) != 0 && connection.Offset < connection.Request.Wire.Length)
            Send(connection, isAsking: false);
        return (flags & (Libc.EpollIn | Gone)) != 0 && connection.Request is not null ? Receive(connection, (flags & Gone) != 0) : _core.Now;
    }

    private void Connect(Connection connection, int host)
    {
        var address = _addresses[host];
        fixed (byte* bytes = address)
        {
            connection.Descriptor = Libc.socket(*(ushort*)bytes, Libc.StreamSocket | Libc.NonBlocking | Libc.CloseOnExec, 0);
            if (connection.Descriptor >= 0)
            {
                (connection.Host, connection.IsConnected, connection.IsUsed) = (host, false, false);
                connection.Generation++;
                var on = 1;
                _ = Libc.setsockopt(connection.Descriptor, Libc.Tcp, Libc.TcpNoDelay, &on, sizeof(int));
                var wanted = stackalloc byte[16];
                *(uint*)wanted = Libc.EpollIn | Libc.EpollOut | Libc.EpollReadHangUp | Libc.EpollEdge;
                *(ulong*)(wanted + Libc.EventData) = ((ulong)connection.Generation << 32) | (uint)connection.Place;
                if (Libc.epoll_ctl(_epoll, Libc.EpollAdd, connection.Descriptor, wanted) == 0
                    && (Libc.connect(connection.Descriptor, bytes, (uint)address.Length) == 0 || Libc.LastError == Libc.InProgress))
                    return;
            }
        }

        // No descriptor or no port left, no way, or nobody there.
        var (session, request, due) = (connection.Session!, connection.Request!, connection.Due);
        Close(connection);
        _core.Fail(session, request, due, Ending.Refused);
    }

    private void Send(Connection connection, bool isAsking)
    {
        var wire = connection.Request!.Wire;
        nint sent;
        fixed (byte* bytes = wire)
            sent = Libc.send(connection.Descriptor, bytes + connection.Offset, wire.Length - connection.Offset, Libc.NoSignal);
        if (sent >= 0)
            connection.Offset += (int)sent;
        else if (Libc.Errno is not (Libc.Again or Libc.Interrupted))
            Lose(connection, Ending.Reset, isAsking);
    }

    private long Receive(Connection connection, bool isGone)
    {
        while (true)
        {
            var received = Libc.recv(connection.Descriptor, _buffer, BufferBytes, 0);
            if (received > 0)
            {
                connection.Bytes += received;
                var bytes = new ReadOnlySpan<byte>(_buffer, (int)received);
                switch (connection.Reader.Read(ref bytes))
                {
                    case Reading.Whole:
                        var isKept = connection.Reader.IsKept && bytes.IsEmpty && !isGone && connection.Offset == connection.Request!.Wire.Length;
                        // What nobody asked for makes the answer before it doubtful too.
                        var ending = bytes.IsEmpty ? Endings.OfStatus(connection.Reader.Status) : Ending.BadResponse;
                        return Finish(connection, ending, _core.Now, isKept);
                    case Reading.Bad:
                        return Finish(connection, Ending.BadResponse, _core.Now, isKept: false);
                    case Reading.TooLarge:
                        return Finish(connection, Ending.TooLarge, _core.Now, isKept: false);
                }

                // Less than there was room for: that was all, and the next bytes, or the end, are an event of their own.
                if (received < BufferBytes && !isGone)
                    return _core.Now;
            }
            else if (received == 0)
            {
                if (connection.Reader.IsWholeAtClose)
                    return Finish(connection, Endings.OfStatus(connection.Reader.Status), _core.Now, isKept: false);
                return Lose(connection, Ending.Closed, isAsking: false);
            }
            else if (Libc.Errno == Libc.Again)
            {
                return _core.Now;
            }
            else if (Libc.Errno != Libc.Interrupted)
            {
                return Lose(connection, Ending.Reset, isAsking: false);
            }
        }
    }

    // The registry may close a kept connection at any time; a request that met that is sent again, once, as every client does.
    private long Lose(Connection connection, Ending ending, bool isAsking)
    {
        var (session, request, due, sent, host) = (connection.Session!, connection.Request!, connection.Due, connection.Sent, connection.Host);
        var isRetried = connection.IsUsed && !connection.IsRetried && request.IsIdempotent && connection.Reader.IsUntouched;
        if (!isRetried && !isAsking)
            return Finish(connection, ending, _core.Now, isKept: false);
        Close(connection);
        if (!isRetried)
        {
            _core.Fail(session, request, due, ending);
            return _core.Now;
        }

        var again = _unused.Pop();
        again.Give(session, request, due, sent);
        again.IsRetried = true;
        _core.Recorder.Retried(request.Operation);
        Connect(again, host);
        return _core.Now;
    }

    private long Finish(Connection connection, Ending ending, long now, bool isKept)
    {
        var (session, request, due, sent) = (connection.Session!, connection.Request!, connection.Due, connection.Sent);
        _core.Recorder.Received(request.Operation, connection.Bytes);
        if (isKept)
            Free(connection, now);
        else
            Close(connection);
        if (!isKept && _waiting.TryDequeue(out var waiting))
            Ask(waiting.Session, waiting.Request, waiting.Due, now);
        _core.EndOf(session, request, ending, due, sent, now);
        return now;
    }

    private void Free(Connection connection, long now)
    {
        (connection.Session, connection.Request, connection.IsUsed) = (null, null, true);
        _idle[connection.Host].Add(connection);
        if (_waiting.TryDequeue(out var waiting))
            Ask(waiting.Session, waiting.Request, waiting.Due, now);
    }

    private bool CloseIdle()
    {
        foreach (var idle in _idle)
            if (idle is [var oldest, ..])
            {
                idle.RemoveAt(0);
                Close(oldest);
                return true;
            }

        return false;
    }

    private void Close(Connection connection)
    {
        if (connection.Descriptor >= 0)
            _ = Libc.close(connection.Descriptor);
        (connection.Descriptor, connection.Session, connection.Request) = (-1, null, null);
        _unused.Push(connection);
    }
}
