namespace Seatrial.Cargo;

/// <summary>
/// Hands deflate data to the platform's reader so that it shows where the data ended. That reader takes a buffer at a time and
/// tells nobody how much of it was deflate data; but it asks for more only while the data has not ended. So the last byte that
/// can be data is handed out alone: whether it was asked for, and whether more was, says all.
/// </summary>
internal sealed class DeflateSource(ReadOnlyMemory<byte> bytes, int start, int end) : Stream
{
    private int position = start;

    /// <summary>Where the bytes handed out last began: the data ended behind this point.</summary>
    internal int LastChunk { get; private set; } = start;

    /// <summary>True when the reader has asked for more than there is: the data is cut off.</summary>
    internal bool AskedBeyondEnd { get; private set; }

    /// <summary>True when the reader has asked for every byte: if the data has ended, then exactly at the end.</summary>
    internal bool IsUsedUp => position >= end;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(Span<byte> buffer)
    {
        AskedBeyondEnd |= IsUsedUp;
        var count = Math.Min(buffer.Length, position < end - 1 ? end - 1 - position : Math.Max(end - position, 0));
        bytes.Span.Slice(position, count).CopyTo(buffer);
        LastChunk = position;
        position += count;
        return count;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
