namespace Seatrial.Cargo;

/// <summary>The header of a gzip member (RFC 1952, section 2.3).</summary>
internal static class GzipHeader
{
    private const int Fixed = 10;
    private static ReadOnlySpan<byte> Start => [0x1f, 0x8b, 8];

    private const byte HeaderCrc = 2;
    private const byte Extra = 4;
    private const byte FileName = 8;
    private const byte Comment = 16;
    private const byte Reserved = 0xE0;

    /// <summary>The header's length; 0 when these bytes do not start with a whole one.</summary>
    internal static int Length(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < Fixed || !bytes.StartsWith(Start) || (bytes[3] & Reserved) != 0)
            return 0;
        var (flags, at) = (bytes[3], Fixed);
        var whole = ((flags & Extra) == 0 || SkipExtra(bytes, ref at))
            && ((flags & FileName) == 0 || SkipText(bytes, ref at))
            && ((flags & Comment) == 0 || SkipText(bytes, ref at));
        at += (flags & HeaderCrc) != 0 ? 2 : 0;
        return whole && at <= bytes.Length ? at : 0;
    }

    /// <summary>The header that cargo writes (CRATE-08): a file name, no time, strongest compression, unknown system.</summary>
    internal static byte[] Write(string fileName) =>
        [0x1f, 0x8b, 8, FileName, 0, 0, 0, 0, 2, 255, .. System.Text.Encoding.Latin1.GetBytes(fileName), 0];

    private static bool SkipExtra(ReadOnlySpan<byte> bytes, ref int at)
    {
        if (at + 2 > bytes.Length)
            return false;
        at += 2 + bytes[at] + (bytes[at + 1] << 8);
        return at <= bytes.Length;
    }

    private static bool SkipText(ReadOnlySpan<byte> bytes, ref int at)
    {
        var end = bytes[at..].IndexOf((byte)0);
        at += end + 1;
        return end >= 0;
    }
}
