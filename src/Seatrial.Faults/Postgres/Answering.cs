using System.Buffers;
using System.Buffers.Binary;
using System.Net.Sockets;

namespace Seatrial.Faults.Postgres;

/// <summary>
/// What a server answers: passed on as it comes, or held back while an exchange has it. It knows how many answers are still to
/// come, and in which state the transaction is.
/// </summary>
internal sealed class Answering : IDisposable
{
    private const int LongestKeyData = 1_024;

    private readonly Lock _lock = new();
    private readonly Window _window = new();
    private readonly Queue<byte> _expected = new();
    private readonly ArrayBufferWriter<byte> _held = new();
    private TaskCompletionSource? _news;
    private long _parsed;
    private bool _holds;
    private bool _holdsOnceAuthenticated;
    private long? _holdFrom;
    private int _readies;
    private int _completed;
    private int _heldFirst;
    private int _parsesSeen;
    private int _bindsSeen;

    /// <summary>I, T or E: idle, in a transaction, in one that has failed. From the last ReadyForQuery.</summary>
    public byte Status { get; private set; } = (byte)'I';

    /// <summary>Whether the server takes copied data.</summary>
    public bool IsCopyingIn { get; private set; }

    /// <summary>Whether the server has ended the connection.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Told of the process and the secret key of the connection, as the server gives them.</summary>
    public Action<int, byte[]>? Identified { get; set; }

    /// <summary>One more ReadyForQuery will come: for a message of this type.</summary>
    public void Expect(byte type)
    {
        lock (_lock)
            _expected.Enqueue(type);
    }

    /// <summary>Whether all that was asked has been answered.</summary>
    public bool IsIdle
    {
        get
        {
            lock (_lock)
                return _expected.Count == 0;
        }
    }

    /// <summary>Ends when all that was asked has been answered.</summary>
    public Task IdleAsync(CancellationToken cancelled) => UntilAsync(() => _expected.Count == 0, cancelled);

    /// <summary>Copied data has ended; what follows is asked as before.</summary>
    public void EndCopyIn()
    {
        lock (_lock)
            IsCopyingIn = false;
    }

    /// <summary>From here on nothing is passed on until <see cref="Release"/>.</summary>
    public void Hold()
    {
        lock (_lock)
            (_holds, _readies, _completed, _heldFirst) = (true, 0, 0, Math.Max(0, (int)(_parsed - _window.End)));
    }

    /// <summary>Holds what follows the server's consent to who the client is: before it, the two have to talk.</summary>
    public void HoldOnceAuthenticated()
    {
        lock (_lock)
            (_holdsOnceAuthenticated, _readies) = (true, 0);
    }

    /// <summary>Ends when so many ReadyForQuery have been held, or the server takes copied data, or has ended the connection.</summary>
    public Task AnsweredAsync(int readies, CancellationToken cancelled) => UntilAsync(() => _readies >= readies || IsCopyingIn, cancelled);

    /// <summary>Ends when one statement has been done or has failed, without a ReadyForQuery.</summary>
    public Task CompletedAsync(CancellationToken cancelled) => UntilAsync(() => _completed > 0 || IsCopyingIn, cancelled);

    /// <summary>How many Parse and Bind of the segment had been answered when the first byte was held.</summary>
    public (int Parses, int Binds) Seen
    {
        get
        {
            lock (_lock)
                return (_parsesSeen, _bindsSeen);
        }
    }

    /// <summary>Takes what is held; further answers are held still.</summary>
    /// <returns>The bytes, and where in them the first whole message begins.</returns>
    public (byte[] Bytes, int First) TakeHeld()
    {
        lock (_lock)
        {
            var taken = (_held.WrittenSpan.ToArray(), _heldFirst);
            _held.Clear();
            _heldFirst = 0;
            return taken;
        }
    }

    /// <summary>Gives the client what is held, and passes on from now on.</summary>
    public void Release(Socket client)
    {
        while (true)
        {
            byte[] bytes;
            lock (_lock)
            {
                if (_held.WrittenCount == 0)
                {
                    _holds = false;
                    Tell();
                    return;
                }

                (bytes, _) = TakeHeld();
            }

            Wire.Send(client, bytes);
        }
    }

    /// <summary>Reads until the server ends the connection.</summary>
    public void Run(Socket server, Socket client)
    {
        try
        {
            while (Receive(server) is > 0 and var count)
            {
                _window.Add(count);
                ReadOnlySpan<byte> passed;
                long to;
                lock (_lock)
                    passed = Take(out to);
                Wire.Send(client, passed);
                _window.Drop(to);
            }
        }
        finally
        {
            lock (_lock)
            {
                HasEnded = true;
                Tell();
            }
        }

        // An exchange may still have the last words.
        UntilAsync(() => !_holds, CancellationToken.None, orEnded: false).GetAwaiter().GetResult();
    }

    /// <summary>Nothing is held any more: who held it has gone.</summary>
    public void EndHold()
    {
        lock (_lock)
        {
            _holds = false;
            Tell();
        }
    }

    public void Dispose() => _window.Dispose();

    private int Receive(Socket server)
    {
        try
        {
            return server.Receive(_window.Room(), SocketFlags.None);
        }
        catch (Exception ended) when (ended is SocketException or ObjectDisposedException)
        {
            return 0;
        }
    }

    // What is for the client of what has come, and up to where it is taken.
    private ReadOnlySpan<byte> Take(out long to)
    {
        var start = _window.Start;
        var held = _holds;
        while (ParseOne())
        {
        }

        // The beginning of a message that must be seen whole stays until the rest is there.
        to = Math.Min(_parsed, _window.End);
        var from = held ? start : Math.Min(_holdFrom ?? to, to);
        if (_held.WrittenCount + (to - from) > Exchange.MostHeld)
            throw new IOException($"An answer of more than {Exchange.MostHeld} bytes cannot be held.");
        if (to > from)
            _held.Write(_window.Slice(from, to));
        _holdFrom = null;
        if (_news is not null)
            Tell();
        return _window.Slice(start, from);
    }

    private bool ParseOne()
    {
        if (_parsed + Message.Header > _window.End)
            return false;
        var bytes = _window.From(_parsed);
        var length = Message.Length(bytes);
        var whole = bytes[0] is Message.ReadyForQuery or Message.Authentication or Message.BackendKeyData && length <= LongestKeyData;
        if (whole && bytes.Length < length)
            return false;
        Take(bytes[0], bytes[Message.Header..Math.Min(length, bytes.Length)]);
        _parsed += length;
        return true;
    }

    private void Take(byte type, ReadOnlySpan<byte> body)
    {
        switch (type)
        {
            case Message.ReadyForQuery:
                if (body.Length > 0)
                    Status = body[0];
                _expected.TryDequeue(out _);
                _readies++;
                (_parsesSeen, _bindsSeen, IsCopyingIn) = (0, 0, false);
                break;
            case Message.ParseComplete:
                _parsesSeen += _holds ? 0 : 1;
                break;
            case Message.BindComplete:
                _bindsSeen += _holds ? 0 : 1;
                break;
            case Message.CommandComplete or Message.EmptyQuery or Message.PortalSuspended or Message.Error:
                _completed++;
                IsCopyingIn = false;
                break;
            case Message.CopyIn:
                IsCopyingIn = true;
                // A Sync that was sent with the Execute is ignored; the one after the data counts.
                if (_expected.TryPeek(out var first) && first == Message.Sync)
                    _expected.Dequeue();
                break;
            case Message.BackendKeyData when body.Length > 4:
                Identified?.Invoke(BinaryPrimitives.ReadInt32BigEndian(body), body[4..].ToArray());
                break;
            case Message.Authentication when _holdsOnceAuthenticated && body.Length >= 4 && BinaryPrimitives.ReadInt32BigEndian(body) == 0:
                (_holds, _holdsOnceAuthenticated, _holdFrom) = (true, false, _parsed);
                break;
        }
    }

    private async Task UntilAsync(Func<bool> holds, CancellationToken cancelled, bool orEnded = true)
    {
        while (true)
        {
            Task news;
            lock (_lock)
            {
                if (holds() || (orEnded && HasEnded))
                    return;
                news = (_news ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }

            await news.WaitAsync(cancelled);
        }
    }

    private void Tell()
    {
        _news?.TrySetResult();
        _news = null;
    }
}
