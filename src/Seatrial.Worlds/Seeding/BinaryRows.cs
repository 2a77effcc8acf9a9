using System.Buffers.Binary;
using System.Text;

namespace Seatrial.Worlds.Seeding;

/// <summary>Rows of many tables in the binary format of PostgreSQL's COPY, each table's in one piece of memory.</summary>
internal sealed class BinaryRows : Rows
{
    // The signature, no flags, no extension of the header (PostgreSQL's manual, COPY, Binary Format).
    private static readonly byte[] Header = [.. "PGCOPY\n"u8, 0xFF, .. "\r\n\0"u8, 0, 0, 0, 0, 0, 0, 0, 0];
    private static readonly byte[] Trailer = [0xFF, 0xFF];

    private const int Null = -1;

    private readonly Dictionary<Table, Piece> _pieces = Table.All.ToDictionary(table => table, _ => new Piece());
    private Piece _piece = new();

    /// <summary>How many bytes there are in all tables.</summary>
    public int Length { get; private set; }

    /// <summary>The tables that have rows, with what COPY is sent.</summary>
    public IEnumerable<(Table Table, ReadOnlyMemory<byte> Bytes)> Filled => Table.All.Where(table => _pieces[table].Length > 0)
        .Select(table => (table, _pieces[table].Ended()));

    /// <summary>Forgets all rows and keeps the memory.</summary>
    public void Clear()
    {
        foreach (var piece in _pieces.Values)
            piece.Length = 0;
        Length = 0;
    }

    public override void Begin(Table table)
    {
        _piece = _pieces[table];
        if (_piece.Length == 0)
            Header.CopyTo(_piece.Room(Header.Length));
        BinaryPrimitives.WriteInt16BigEndian(_piece.Room(sizeof(short)), (short)table.Columns.Length);
    }

    public override Rows Number(long? value)
    {
        if (value is { } number)
            BinaryPrimitives.WriteInt64BigEndian(Value(sizeof(long)), number);
        else
            Value(Null);
        return this;
    }

    public override Rows Small(int value)
    {
        BinaryPrimitives.WriteInt32BigEndian(Value(sizeof(int)), value);
        return this;
    }

    public override Rows Flag(bool value)
    {
        Value(1)[0] = value ? (byte)1 : (byte)0;
        return this;
    }

    public override Rows Text(string? value)
    {
        if (value is null)
            Value(Null);
        else
            Encoding.UTF8.GetBytes(value, Value(Encoding.UTF8.GetByteCount(value)));
        return this;
    }

    public override Rows Text(ReadOnlySpan<byte> utf8) => Bytes(utf8);

    public override Rows Bytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(Value(value.Length));
        return this;
    }

    public override void End()
    {
        // The row is whole already; its values say how long they are.
    }

    private Span<byte> Value(int length)
    {
        Length += sizeof(int) + Math.Max(0, length);
        BinaryPrimitives.WriteInt32BigEndian(_piece.Room(sizeof(int)), length);
        return length == Null ? [] : _piece.Room(length);
    }

    /// <summary>Bytes that grow.</summary>
    private sealed class Piece
    {
        private byte[] _bytes = new byte[1 << 12];

        public int Length { get; set; }

        public Span<byte> Room(int length)
        {
            if (_bytes.Length - Length < length)
                Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + length));
            Length += length;
            return _bytes.AsSpan(Length - length, length);
        }

        public ReadOnlyMemory<byte> Ended()
        {
            Trailer.CopyTo(Room(Trailer.Length));
            return _bytes.AsMemory(0, Length);
        }
    }
}
