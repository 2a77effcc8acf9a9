using System.Buffers.Text;

namespace Seatrial.Load.Http;

/// <summary>What of an answer's status line and headers says how long the answer is, and whether the connection goes on (RFC 9112).</summary>
internal struct ResponseHead
{
    /// <summary>The status; 0 when what was read is no head of HTTP/1.</summary>
    public int Status;

    /// <summary>The Content-Length; -1 without one.</summary>
    public long Length;

    /// <summary>Whether the body comes in chunks.</summary>
    public bool IsChunked;

    /// <summary>Whether the connection can be used again.</summary>
    public bool IsKept;

    /// <summary>Reads a whole head, which ends with an empty line.</summary>
    public static ResponseHead Read(ReadOnlySpan<byte> head)
    {
        // HTTP/1.1 200 OK
        var read = new ResponseHead { Length = -1 };
        if (head.Length < 14 || !head.StartsWith("HTTP/1."u8) || head[7] is not ((byte)'0' or (byte)'1') || head[8] != ' ' || head[12] is not ((byte)' ' or (byte)'\r'))
            return default;
        if (!(char.IsAsciiDigit((char)head[9]) && char.IsAsciiDigit((char)head[10]) && char.IsAsciiDigit((char)head[11])))
            return default;
        read.IsKept = head[7] == '1';
        read.Status = ((head[9] - '0') * 100) + ((head[10] - '0') * 10) + (head[11] - '0');
        head = head[(head.IndexOf((byte)'\n') + 1)..];
        while (head.Length > 2)
        {
            var end = head.IndexOf((byte)'\n');
            // All others are of no interest: most lines are left after their first letter.
            if (end < 1 || ((head[0] | 0x20) is 'c' or 't' or ' ' or '\t' && !read.Take(head[..end].TrimEnd((byte)'\r'))))
                return default;
            head = head[(end + 1)..];
        }

        // Both would let two readers disagree on where the answer ends (RFC 9112, section 6.3).
        return read.IsChunked && read.Length >= 0 ? default : read;
    }

    private bool Take(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        // A line that begins with a blank goes on with the one before; nobody may send that any more.
        if (colon < 1 || line[0] is (byte)' ' or (byte)'\t')
            return false;
        var name = line[..colon];
        var value = line[(colon + 1)..].Trim(" \t"u8);
        if (Is(name, "content-length"u8))
        {
            var whole = Utf8Parser.TryParse(value, out long length, out var used) && used == value.Length && value[0] is >= (byte)'0' and <= (byte)'9';
            if (!whole || (Length >= 0 && Length != length))
                return false;
            Length = length;
        }
        else if (Is(name, "transfer-encoding"u8))
        {
            // Any other coding was not asked for.
            IsChunked = Is(value, "chunked"u8);
            return IsChunked;
        }
        else if (Is(name, "connection"u8))
        {
            IsKept = Has(value, "close"u8) ? false : IsKept || Has(value, "keep-alive"u8);
        }

        return true;
    }

    private static bool Has(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        foreach (var part in list.Split((byte)','))
            if (Is(list[part].Trim(" \t"u8), word))
                return true;
        return false;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => System.Text.Ascii.EqualsIgnoreCase(text, lower);
}
