using System.Buffers;

namespace Seatrial.Load.Http;

/// <summary>What the bytes of an answer came to so far.</summary>
internal enum Reading
{
    /// <summary>More must come.</summary>
    Unfinished,

    /// <summary>The answer is whole.</summary>
    Whole,

    /// <summary>It is not HTTP/1.</summary>
    Bad,

    /// <summary>It is larger than allowed.</summary>
    TooLarge,
}

/// <summary>
/// Reads one answer of HTTP/1 from pieces of any size and keeps none of its body: a load wants to know when an answer was whole and that it
/// was one. It allocates only for a head that comes in pieces.
/// </summary>
internal struct ResponseReader
{
    private enum Place
    {
        Head, Body, BodyToClose, ChunkSize, Chunk, ChunkEnd, Trailer, Whole,
    }

    private static readonly SearchValues<byte> s_hexadecimal = SearchValues.Create("0123456789abcdefABCDEF"u8);

    private readonly HttpLimits _limits;
    private Place _place;
    private bool _isHead;
    private long _left, _body;
    private byte[]? _carried;
    private int _carriedBytes;

    public ResponseReader(HttpLimits limits) => _limits = limits;

    /// <summary>The status of the answer; 0 before its head was read.</summary>
    public int Status { get; private set; }

    /// <summary>Whether the connection can be used again once the answer is whole.</summary>
    public bool IsKept { get; private set; }

    /// <summary>Whether nothing of the answer has come.</summary>
    public readonly bool IsUntouched => _place == Place.Head && _carriedBytes == 0 && Status == 0;

    /// <summary>Begins to read the answer to a request.</summary>
    public void Begin(bool isHead)
    {
        (_place, _isHead, _left, _body, _carriedBytes) = (Place.Head, isHead, 0, 0, 0);
        (Status, IsKept) = (0, false);
    }

    /// <summary>Reads on.</summary>
    /// <param name="bytes">What came. What is left of it afterwards does not belong to the answer.</param>
    public Reading Read(ref ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var reading = _place switch
            {
                Place.Head => ReadHead(ref bytes),
                Place.Body => ReadBody(ref bytes),
                Place.BodyToClose => ReadToClose(ref bytes),
                Place.ChunkSize => ReadChunkSize(ref bytes),
                Place.Chunk => ReadChunk(ref bytes),
                Place.ChunkEnd => ReadChunkEnd(ref bytes),
                Place.Trailer => ReadTrailer(ref bytes),
                _ => Reading.Whole,
            };
            if (reading != Reading.Unfinished)
                return reading;
        }

        return Reading.Unfinished;
    }

    /// <summary>The connection was closed: an answer without a length ends there.</summary>
    public readonly bool IsWholeAtClose => _place == Place.BodyToClose;

    private Reading ReadHead(ref ReadOnlySpan<byte> bytes)
    {
        if (_carriedBytes == 0)
        {
            var end = bytes.IndexOf("\r\n\r\n"u8);
            if (end >= 0 && end + 4 <= _limits.HeadBytes)
            {
                var whole = bytes[..(end + 4)];
                bytes = bytes[(end + 4)..];
                return Take(ResponseHead.Read(whole));
            }
        }

        // Wherever it is cut, also within the empty line.
        var before = _carriedBytes;
        var most = Math.Min(bytes.Length, _limits.HeadBytes - before);
        Carry(bytes[..most]);
        var from = Math.Max(0, before - 3);
        var found = _carried.AsSpan(from, _carriedBytes - from).IndexOf("\r\n\r\n"u8);
        if (found < 0)
        {
            var isTooLarge = most < bytes.Length || _carriedBytes == _limits.HeadBytes;
            bytes = [];
            return isTooLarge ? Reading.TooLarge : Reading.Unfinished;
        }

        var length = from + found + 4;
        bytes = bytes[(length - before)..];
        _carriedBytes = 0;
        return Take(ResponseHead.Read(_carried.AsSpan(0, length)));
    }

    private Reading Take(ResponseHead head)
    {
        switch (head.Status)
        {
            case 0 or < 100 or 101 or > 599:
                return Reading.Bad;
            case < 200:
                // An interim answer: the real one comes after it.
                return Reading.Unfinished;
        }

        (Status, IsKept) = (head.Status, head.IsKept);
        if (_isHead || head.Status is 204 or 304)
            return End();
        if (head.IsChunked)
            return Go(Place.ChunkSize);
        if (head.Length < 0)
        {
            IsKept = false;
            return Go(Place.BodyToClose);
        }

        if (head.Length > _limits.BodyBytes)
            return Reading.TooLarge;
        _left = head.Length;
        return _left == 0 ? End() : Go(Place.Body);
    }

    private Reading ReadBody(ref ReadOnlySpan<byte> bytes)
    {
        Skip(ref bytes);
        return _left == 0 ? End() : Reading.Unfinished;
    }

    private Reading ReadToClose(ref ReadOnlySpan<byte> bytes)
    {
        _body += bytes.Length;
        bytes = [];
        return _body > _limits.BodyBytes ? Reading.TooLarge : Reading.Unfinished;
    }

    private Reading ReadChunkSize(ref ReadOnlySpan<byte> bytes)
    {
        if (!TakeLine(ref bytes, out var line, out var reading))
            return reading;
        var digits = line.IndexOfAnyExcept(s_hexadecimal) is var end && end < 0 ? line.Length : end;
        // What follows the number is an extension, which nobody needs to know; fifteen digits are beyond every limit.
        if (digits is 0 or > 15 || (digits < line.Length && line[digits] is not ((byte)';' or (byte)' ' or (byte)'\t')))
            return Reading.Bad;
        _left = 0;
        foreach (var digit in line[..digits])
            _left = (_left << 4) | (uint)(digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        _body += _left;
        if (_body > _limits.BodyBytes)
            return Reading.TooLarge;
        return Go(_left == 0 ? Place.Trailer : Place.Chunk);
    }

    private Reading ReadChunk(ref ReadOnlySpan<byte> bytes)
    {
        Skip(ref bytes);
        return _left == 0 ? Go(Place.ChunkEnd) : Reading.Unfinished;
    }

    private Reading ReadChunkEnd(ref ReadOnlySpan<byte> bytes) =>
        TakeLine(ref bytes, out var line, out var reading) ? line.IsEmpty ? Go(Place.ChunkSize) : Reading.Bad : reading;

    private Reading ReadTrailer(ref ReadOnlySpan<byte> bytes)
    {
        if (!TakeLine(ref bytes, out var line, out var reading))
            return reading;
        if (line.IsEmpty)
            return End();
        // All trailers together are as large as a head may be.
        return (_left += line.Length) > _limits.HeadBytes ? Reading.TooLarge : Reading.Unfinished;
    }

    // A line without its end, when all of it is there; else what is there is carried to the next piece.
    private bool TakeLine(ref ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> line, out Reading reading)
    {
        reading = Reading.Unfinished;
        var end = bytes.IndexOf((byte)'\n');
        line = end < 0 ? bytes : bytes[..end];
        if (_carriedBytes + line.Length > _limits.HeadBytes)
        {
            reading = Reading.TooLarge;
            return false;
        }

        if (end < 0 || _carriedBytes > 0)
        {
            Carry(line);
            line = _carried.AsSpan(0, _carriedBytes);
        }

        if (end < 0)
        {
            bytes = [];
            return false;
        }

        _carriedBytes = 0;
        bytes = bytes[(end + 1)..];
        if (line.IsEmpty || line[^1] != '\r')
        {
            reading = Reading.Bad;
            return false;
        }

        line = line[..^1];
        return true;
    }

    private void Carry(ReadOnlySpan<byte> bytes)
    {
        var needed = _carriedBytes + bytes.Length;
        if (_carried is null || _carried.Length < needed)
            Array.Resize(ref _carried, Math.Max(needed * 2, 512));
        bytes.CopyTo(_carried.AsSpan(_carriedBytes));
        _carriedBytes = needed;
    }

    private void Skip(ref ReadOnlySpan<byte> bytes)
    {
        var here = (int)Math.Min(_left, bytes.Length);
        _left -= here;
        bytes = bytes[here..];
    }

    private Reading Go(Place place)
    {
        _place = place;
        return Reading.Unfinished;
    }

    private Reading End()
    {
        _place = Place.Whole;
        return Reading.Whole;
    }
}
