namespace Seatrial.Faults.Http;

/// <summary>Tells where the body of a message ends while its bytes go by, without holding any of them (RFC 9112 section 6).</summary>
internal struct Body
{
    // Sizes of chunks, their extensions and trailers are not content, and so need a bound of their own.
    private const int MostLine = 16 * 1024;
    private const int MostTrailers = Head.MostBytes;
    private const int MostSizeDigits = 15;

    private State _state;
    private long _left;
    private int _line;
    private int _digits;

    private enum State
    {
        Done,
        Content,
        Size,
        Extension,
        SizeEnd,
        Chunk,
        ChunkReturn,
        ChunkEnd,
        TrailerStart,
        Trailer,
        TrailerEnd,
        LastEnd,
        UntilClose,
        Malformed,
    }

    /// <summary>Whether all of it has gone by.</summary>
    public readonly bool IsDone => _state == State.Done;

    /// <summary>Whether it lasts until the connection is closed.</summary>
    public readonly bool IsUntilClose => _state == State.UntilClose;

    /// <summary>Whether its chunks cannot be read, so that nobody knows where it ends.</summary>
    public readonly bool IsMalformed => _state == State.Malformed;

    /// <summary>The body of a request: without a length it has none.</summary>
    public static Body OfRequest(Head head) => head.IsChunked ? Chunks() : OfLength(Math.Max(0, head.ContentLength));

    /// <summary>The body of an answer, which depends on what was asked.</summary>
    public static Body OfAnswer(Head answer, Head request)
    {
        if (request.IsHead || answer.Status is < 200 or 204 or 304 || (request.IsConnect && answer.Status < 300))
            return default;
        return answer.IsChunked ? Chunks() : answer.ContentLength >= 0 ? OfLength(answer.ContentLength) : new Body { _state = State.UntilClose };
    }

    /// <summary>A body in chunks.</summary>
    public static Body Chunks() => new() { _state = State.Size };

    private static Body OfLength(long length) => new() { _state = length == 0 ? State.Done : State.Content, _left = length };

    /// <summary>Lets bytes go by.</summary>
    /// <param name="bytes">What came.</param>
    /// <param name="payload">Given the content without its framing; null when nobody wants it.</param>
    /// <returns>How many of them belong to this body; what follows is the next message.</returns>
    public int Take(ReadOnlySpan<byte> bytes, Payload? payload = null)
    {
        var at = 0;
        while (at < bytes.Length && _state is not (State.Done or State.Malformed))
        {
            if (_state is State.Content or State.Chunk or State.UntilClose)
            {
                var some = _state == State.UntilClose ? bytes.Length - at : (int)Math.Min(_left, bytes.Length - at);
                payload?.Add(bytes.Slice(at, some));
                at += some;
                if (_state != State.UntilClose && (_left -= some) == 0)
                    _state = _state == State.Content ? State.Done : State.ChunkReturn;
            }
            else
                _state = Next(bytes[at++]);
        }

        return at;
    }

    private State Next(byte one)
    {
        if (++_line > (_state >= State.TrailerStart ? MostTrailers : MostLine))
            return State.Malformed;
        switch (_state)
        {
            case State.Size when char.IsAsciiHexDigit((char)one) && _digits < MostSizeDigits:
                _left = (_left << 4) + (one <= '9' ? one - '0' : (one | 0x20) - 'a' + 10);
                _digits++;
                return State.Size;
            case State.Size when _digits > 0 && one is (byte)';' or (byte)' ' or (byte)'\t':
                return State.Extension;
            case State.Size when _digits > 0 && one == '\r':
            case State.Extension when one == '\r':
                return State.SizeEnd;
            case State.Extension when one != '\n':
                return State.Extension;
            case State.SizeEnd when one == '\n':
                (_line, _digits) = (0, 0);
                return _left > 0 ? State.Chunk : State.TrailerStart;
            case State.ChunkReturn when one == '\r':
                return State.ChunkEnd;
            case State.ChunkEnd when one == '\n':
                _line = 0;
                return State.Size;
            case State.TrailerStart when one == '\r':
                return State.LastEnd;
            case State.Trailer when one == '\r':
                return State.TrailerEnd;
            case State.TrailerStart or State.Trailer when one != '\n':
                return State.Trailer;
            case State.TrailerEnd when one == '\n':
                return State.TrailerStart;
            case State.LastEnd when one == '\n':
                return State.Done;
            default:
                return State.Malformed;
        }
    }
}
