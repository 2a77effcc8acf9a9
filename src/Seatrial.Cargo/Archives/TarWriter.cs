using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Seatrial.Cargo;

/// <summary>
/// Writes tar entries byte for byte as cargo does (CRATE-08; a captured archive proves it): GNU headers, one fixed time. The
/// platform's writer cannot write the broken entries that a tester needs.
/// </summary>
internal sealed class TarWriter(Action<ReadOnlySpan<byte>> output)
{
    /// <summary>The time that cargo gives every file so that archives can be made again (CRATE-08).</summary>
    private const long FixedTime = 1153704088;

    private const int NameLength = 100;

    /// <summary>What an end is made of: two blocks of zeros.</summary>
    internal const int EndLength = 2 * TarHeader.Length;

    // Which of the fields for numbers cargo leaves empty depends on where it has the file from.
    private static readonly int[] OwnerFields = [108, 116];
    private static readonly int[] DeviceFields = [329, 337];

    private static readonly byte[] ZeroBlock = new byte[64 << 10];

    internal void Write(ArchiveEntry entry)
    {
        if (entry.Pax.Count > 0)
            Block(entry with { Type = EntryType.PaxNext, Pax = [], Content = PaxRecords(entry.Pax), Zeros = 0, DeclaredSize = null });
        if (entry.Path.Length > NameLength)
            Block(new("././@LongLink"u8.ToArray()) { Type = EntryType.GnuLongName, Content = (byte[])[.. entry.Path.Span, 0] });
        Block(entry);
    }

    internal void Zeros(long count)
    {
        for (; count > 0; count -= ZeroBlock.Length)
            output(ZeroBlock.AsSpan(0, (int)Math.Min(count, ZeroBlock.Length)));
    }

    private void Block(ArchiveEntry entry)
    {
        output(Header(entry));
        output(entry.Content.Span);
        Zeros(entry.Zeros);
        Zeros(-(entry.Content.Length + entry.Zeros) & (TarHeader.Length - 1));
    }

    private static byte[] Header(ArchiveEntry entry)
    {
        var block = new byte[TarHeader.Length];
        entry.Path.Span[..Math.Min(entry.Path.Length, NameLength)].CopyTo(block);
        Octal(block, 100, 7, entry.Mode);
        Zeroed(block, entry.IsGenerated ? [] : OwnerFields);
        Zeroed(block, entry.IsGenerated || entry.Type is EntryType.GnuLongName ? [] : DeviceFields);
        Octal(block, 124, 11, entry.DeclaredSize ?? entry.Content.Length + entry.Zeros);
        Octal(block, 136, 11, entry.Type is EntryType.GnuLongName ? 0 : FixedTime);
        block[156] = (byte)entry.Type;
        var link = Encoding.UTF8.GetBytes(entry.LinkTarget);
        link.AsSpan(0, Math.Min(link.Length, NameLength)).CopyTo(block.AsSpan(157));
        "ustar  \0"u8.CopyTo(block.AsSpan(257));
        block.AsSpan(148, 8).Fill((byte)' ');
        var sum = block.Sum(part => (long)part);
        block.AsSpan(148, 8).Clear();
        Octal(block, 148, 7, sum);
        return block;
    }

    private static void Zeroed(byte[] block, int[] fields)
    {
        foreach (var at in fields)
            Octal(block, at, 7, 0);
    }

    // A number in octal with leading zeros and a NUL behind; what does not fit stands in binary, as GNU tar writes it.
    private static void Octal(byte[] block, int at, int digits, long value)
    {
        var text = Convert.ToString(value, 8).PadLeft(digits, '0');
        if (text.Length == digits)
            Encoding.ASCII.GetBytes(text).CopyTo(block, at);
        else
            BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(at + digits + 1 - sizeof(long)), value);
        block[at] |= text.Length == digits ? (byte)0 : (byte)0x80;
    }

    // A record starts with its own length, whose digits count as well.
    private static byte[] PaxRecords(IEnumerable<KeyValuePair<string, string>> records)
    {
        var text = new StringBuilder();
        foreach (var (key, value) in records)
        {
            var rest = Encoding.UTF8.GetByteCount($" {key}={value}\n");
            var length = rest + 1;
            while (length != rest + Digits(length))
                length = rest + Digits(length);
            text.Append(CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;
}
