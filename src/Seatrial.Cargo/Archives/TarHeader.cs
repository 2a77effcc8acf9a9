namespace Seatrial.Cargo;

/// <summary>The 512 bytes in front of an entry, in the old, ustar or GNU format.</summary>
internal readonly ref struct TarHeader(ReadOnlySpan<byte> block)
{
    internal const int Length = 512;

    private readonly ReadOnlySpan<byte> block = block;

    internal EntryType Type => block[156] is 0 ? EntryType.File : (EntryType)block[156];

    /// <summary>The path; the prefix belongs to ustar alone, GNU keeps times in its place.</summary>
    internal byte[] Path => block.Slice(257, 6).SequenceEqual("ustar\0"u8) && Text(345, 155) is { Length: > 0 } prefix
        ? [.. prefix, (byte)'/', .. Text(0, 100)]
        : Text(0, 100).ToArray();

    /// <summary>The size of the content; -1 when the field is no number.</summary>
    internal long Size => (block[124] & 0x80) != 0 ? Binary(block.Slice(124, 12)) : Octal(block.Slice(124, 12));

    /// <summary>True when the header's own checksum fits: the sum of its bytes, the field itself read as spaces.</summary>
    internal bool IsWhole
    {
        get
        {
            var sum = 8L * ' ';
            for (var i = 0; i < Length; i++)
                sum += i is >= 148 and < 156 ? 0 : block[i];
            return Octal(block.Slice(148, 8)) == sum;
        }
    }

    private ReadOnlySpan<byte> Text(int from, int length)
    {
        var field = block.Slice(from, length);
        return field.IndexOf((byte)0) is var end and >= 0 ? field[..end] : field;
    }

    private static long Octal(ReadOnlySpan<byte> field)
    {
        var digits = field.Trim(" \0"u8);
        var value = 0L;
        foreach (var digit in digits)
            value = digit is < (byte)'0' or > (byte)'7' || value < 0 ? -1 : (value * 8) + digit - '0';
        return digits.IsEmpty ? -1 : value;
    }

    // GNU's way for sizes from 8 GiB on: the field as a big-endian number with its top bit set.
    private static long Binary(ReadOnlySpan<byte> field)
    {
        var value = (long)(field[0] & 0x7f);
        foreach (var part in field[1..])
            value = value is < 0 or > long.MaxValue >> 8 ? -1 : (value << 8) | part;
        return value;
    }
}
