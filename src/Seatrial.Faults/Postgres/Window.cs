using System.Buffers;

namespace Seatrial.Faults.Postgres;

/// <summary>
/// The bytes of one direction that have been read and not yet been passed on. Positions count from the start of the stream,
/// so they stay what they are when the bytes move.
/// </summary>
internal sealed class Window : IDisposable
{
    // Most statements and answers in one read; a larger one takes several, or makes it grow when it must be seen whole.
    private const int Usual = 32 * 1024;
    private const int LeastRoom = 4 * 1024;

    private byte[] _bytes = ArrayPool<byte>.Shared.Rent(Usual);
    private int _length;

    /// <summary>Where the first byte that is kept is.</summary>
    public long Start { get; private set; }

    /// <summary>Behind the last byte that has been read.</summary>
    public long End => Start + _length;

    /// <summary>What is kept from a position on.</summary>
    public ReadOnlySpan<byte> From(long position) => _bytes.AsSpan((int)(position - Start), (int)(End - position));

    /// <summary>What is kept between two positions.</summary>
    public ReadOnlySpan<byte> Slice(long from, long to) => _bytes.AsSpan((int)(from - Start), (int)(to - from));

    /// <summary>Where the next bytes can be read to; <see cref="Add(int)"/> tells how many came.</summary>
    public Span<byte> Room()
    {
        if (_bytes.Length - _length < LeastRoom)
            Grow(LeastRoom);
        return _bytes.AsSpan(_length);
    }

    /// <summary>So many bytes were read into <see cref="Room"/>.</summary>
    public void Add(int count) => _length += count;

    /// <summary>Adds bytes that were read elsewhere.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (_bytes.Length - _length < bytes.Length)
            Grow(bytes.Length);
        bytes.CopyTo(_bytes.AsSpan(_length));
        _length += bytes.Length;
    }

    /// <summary>Forgets what is before a position.</summary>
    public void Drop(long to)
    {
        var count = (int)(to - Start);
        _length -= count;
        Start = to;
        if (count > 0 && _length > 0)
            _bytes.AsSpan(count, _length).CopyTo(_bytes);
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
    }

    private void Grow(int room)
    {
        if (_length + (long)room > 2L * Exchange.MostHeld)
            throw new IOException($"More than {Exchange.MostHeld} bytes would have to be held.");
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(_bytes.Length * 2, _length + room));
        _bytes.AsSpan(0, _length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
