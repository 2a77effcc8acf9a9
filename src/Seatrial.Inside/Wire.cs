using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Seatrial.Inside;

/// <summary>
/// What a tapped process and the tester say to each other over one socket. This file is compiled into both, which share nothing else.
/// </summary>
/// <remarks>
/// Every message is a length (4 bytes, of what follows), a kind (1 byte), a number (8 bytes: of the crossing, or of the transaction
/// that is over), and what the kind needs; all numbers are little-endian, all text is UTF-8 behind its length (4 bytes).
/// A crossing is one <see cref="Message.Arrive"/> of the process, which then waits for words of the tester: most often the one
/// <see cref="Message.Go"/>, after which no more is said about it.
/// </remarks>
internal static class Wire
{
    /// <summary>Both sides must be of one build; a process of another is not tapped, and says so.</summary>
    public const byte Version = 1;

    /// <summary>The longest message. A longer one is a mistake, and ends the connection.</summary>
    public const int MostBytes = 4 * 1024 * 1024;

    /// <summary>How much of a statement is told; the rest is cut off.</summary>
    public const int MostText = 64 * 1024;

    /// <summary>How many statements of one batch are told.</summary>
    public const int MostTexts = 16;

    /// <summary>Length, kind and number.</summary>
    public const int Header = 4 + 1 + 8;
}

/// <summary>What a message says.</summary>
internal enum Message : byte
{
    /// <summary>Process: here I am. Version (1 byte), process id (4 bytes), side (text).</summary>
    Hello = 1,

    /// <summary>Process: I am about to do this. <see cref="Asked"/> (1), outside of a request (1), transaction (8; 0: none), count (4) and texts.</summary>
    Arrive = 2,

    /// <summary>Process: what I was told to do is done and held. 1, or 0 when the provider failed, or 2 when it cannot be held (1 byte), and why (text).</summary>
    Done = 3,

    /// <summary>Process: the application has given up waiting. Why (text).</summary>
    Gone = 4,

    /// <summary>Process: this transaction is over, however it ended.</summary>
    Forget = 5,

    /// <summary>Tester: do it as if I were not here. The last word.</summary>
    Go = 16,

    /// <summary>Tester: do it, hold what comes, say <see cref="Done"/>, and wait.</summary>
    Do = 17,

    /// <summary>Tester: give the application what you hold. The last word.</summary>
    Give = 18,

    /// <summary>Tester: give it the first part of that, and then break the connection. How much, from 0 to 1 (8 bytes, floating point). The last word.</summary>
    Part = 19,

    /// <summary>Tester: fail with the provider's own error. Whether the crossing writes (1), and a code (text; empty: the usual one). The last word.</summary>
    Refuse = 20,

    /// <summary>Tester: the connection is broken. The last word.</summary>
    Cut = 21,

    /// <summary>Tester: tell the application that its connection is broken, keep the request, and wait.</summary>
    CutClient = 22,
}

/// <summary>What an application asks of its database.</summary>
internal enum Asked : byte
{
    /// <summary>A connection.</summary>
    Open = 1,

    /// <summary>A transaction.</summary>
    Begin = 2,

    /// <summary>A statement, or several in one call.</summary>
    Execute = 3,

    /// <summary>That a transaction lasts.</summary>
    Commit = 4,

    /// <summary>That a transaction is taken back.</summary>
    Rollback = 5,
}

/// <summary>One message that is being written. Not for two threads at once.</summary>
internal sealed class MessageWriter
{
    private byte[] _bytes = new byte[1024];
    private int _length;

    /// <summary>Begins anew.</summary>
    public MessageWriter Begin(Message kind, long number)
    {
        _length = 4;
        return Byte((byte)kind).Long(number);
    }

    public MessageWriter Byte(byte value)
    {
        Room(1)[0] = value;
        return this;
    }

    public MessageWriter Int(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(Room(4), value);
        return this;
    }

    public MessageWriter Long(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(Room(8), value);
        return this;
    }

    public MessageWriter Double(double value)
    {
        BinaryPrimitives.WriteDoubleLittleEndian(Room(8), value);
        return this;
    }

    public MessageWriter Text(ReadOnlySpan<char> text)
    {
        if (text.Length > Wire.MostText)
            text = text[..Wire.MostText];
        var length = Encoding.UTF8.GetByteCount(text);
        Int(length);
        Encoding.UTF8.GetBytes(text, Room(length));
        return this;
    }

    /// <summary>The whole message.</summary>
    public ReadOnlySpan<byte> End()
    {
        BinaryPrimitives.WriteInt32LittleEndian(_bytes, _length - 4);
        return _bytes.AsSpan(0, _length);
    }

    private Span<byte> Room(int count)
    {
        if (_length + count > _bytes.Length)
            Array.Resize(ref _bytes, Math.Max(2 * _bytes.Length, _length + count));
        _length += count;
        return _bytes.AsSpan(_length - count, count);
    }
}

/// <summary>Cuts the bytes of a socket into messages.</summary>
internal sealed class MessageReader
{
    private byte[] _bytes = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Where the next bytes of the socket belong.</summary>
    public Memory<byte> Free
    {
        get
        {
            if (_start == _end)
                _start = _end = 0;
            if (_end == _bytes.Length)
                MakeRoom();
            return _bytes.AsMemory(_end);
        }
    }

    /// <summary>So many bytes have come.</summary>
    public void Filled(int count) => _end += count;

    /// <summary>The next whole message; its content is good until the next bytes come.</summary>
    /// <exception cref="InvalidDataException">What came is no message.</exception>
    public bool TryRead(out Message kind, out long number, out MessageContent content)
    {
        (kind, number) = (default, 0);
        content = default;
        if (_end - _start < Wire.Header)
            return false;
        var length = BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(_start));
        if (length is < Wire.Header - 4 or > Wire.MostBytes)
            throw new InvalidDataException($"A message of {length} bytes came; it is none of ours.");
        if (_end - _start < length + 4)
            return false;
        kind = (Message)_bytes[_start + 4];
        number = BinaryPrimitives.ReadInt64LittleEndian(_bytes.AsSpan(_start + 5));
        content = new MessageContent(_bytes.AsSpan(_start + Wire.Header, length + 4 - Wire.Header));
        _start += length + 4;
        return true;
    }

    private void MakeRoom()
    {
        var bytes = _start > 0 ? _bytes : new byte[2 * _bytes.Length];
        _bytes.AsSpan(_start, _end - _start).CopyTo(bytes);
        (_bytes, _end, _start) = (bytes, _end - _start, 0);
    }
}

/// <summary>What a message has behind its header.</summary>
internal ref struct MessageContent(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _left = bytes;

    public byte Byte() => Take(1)[0];

    public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public long Long() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public string Text() => Encoding.UTF8.GetString(Take(Int()));

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _left.Length)
            Short();
        var taken = _left[..count];
        _left = _left[count..];
        return taken;
    }

    [DoesNotReturn]
    private static void Short() => throw new InvalidDataException("A message ended before its content did; it is none of ours.");
}
