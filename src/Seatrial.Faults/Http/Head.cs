using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Seatrial.Faults.Http;

/// <summary>What of a request's or an answer's head decides about the wire: where the message ends, and whether another may follow.</summary>
/// <remarks>
/// Strict where a lenient reader would let two readers disagree about where a message ends (RFC 9112 sections 5.1, 6.1 and 6.3,
/// request smuggling): such a head is malformed, and nothing of it is forwarded.
/// </remarks>
internal readonly record struct Head
{
    /// <summary>A head that is longer is refused with 431.</summary>
    public const int MostBytes = 64 * 1024;

    private static readonly SearchValues<byte> Token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"u8);

    // Control characters other than the tab have no place in a head, and neither has a carriage return without a line feed.
    private static readonly SearchValues<byte> Control =
        SearchValues.Create([0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 127]);

    /// <summary>Its bytes, with the empty line at its end.</summary>
    public int Length { get; private init; }

    /// <summary>The status of an answer; 0 for a request.</summary>
    public int Status { get; private init; }

    /// <summary>Content-Length; negative when there is none.</summary>
    public long ContentLength { get; private init; }

    /// <summary>Whether the body is chunked.</summary>
    public bool IsChunked { get; private init; }

    /// <summary>Whether another message may follow on the connection.</summary>
    public bool IsPersistent { get; private init; }

    /// <summary>Whether the client waits for 100 before it sends the body.</summary>
    public bool Expects { get; private init; }

    /// <summary>Whether it is a HEAD request, whose answer has no body.</summary>
    public bool IsHead { get; private init; }

    /// <summary>Whether it is a CONNECT request.</summary>
    public bool IsConnect { get; private init; }

    /// <summary>Whether the answer is only on the way to the final one.</summary>
    public bool IsInterim => Status is >= 100 and < 200 and not 101;

    /// <summary>How long the head at the beginning of these bytes is; 0 when its end has not come.</summary>
    public static int Find(ReadOnlySpan<byte> bytes) => bytes.IndexOf("\r\n\r\n"u8) is var end and >= 0 ? end + 4 : 0;

    /// <summary>Reads the head of a request; null when it is malformed.</summary>
    public static Head? OfRequest(ReadOnlySpan<byte> bytes)
    {
        var line = bytes[..bytes.IndexOf("\r\n"u8)];
        var (method, version) = (line.IndexOf((byte)' '), line.LastIndexOf((byte)' '));
        if (method <= 0 || version <= method + 1 || line[..method].ContainsAnyExcept(Token)
            || line[(method + 1)..version].ContainsAnyInRange((byte)0, (byte)' ') || !IsVersion(line[(version + 1)..]))
            return null;
        var head = new Head
        {
            IsHead = line[..method].SequenceEqual("HEAD"u8),
            IsConnect = line[..method].SequenceEqual("CONNECT"u8),
            IsPersistent = line[^1] == '1',
        };
        return Headers(head, bytes, line.Length + 2);
    }

    /// <summary>Reads the head of an answer; null when it is malformed.</summary>
    public static Head? OfAnswer(ReadOnlySpan<byte> bytes)
    {
        var line = bytes[..bytes.IndexOf("\r\n"u8)];
        if (line.Length < 12 || !IsVersion(line[..8]) || line[8] != ' ' || !Utf8Parser.TryParse(line.Slice(9, 3), out int status, out var digits)
            || digits != 3 || status < 100)
            return null;
        return Headers(new Head { Status = status, IsPersistent = line[7] == '1' }, bytes, line.Length + 2);
    }

    private static bool IsVersion(ReadOnlySpan<byte> version) => version.SequenceEqual("HTTP/1.1"u8) || version.SequenceEqual("HTTP/1.0"u8);

    private static Head? Headers(Head head, ReadOnlySpan<byte> bytes, int from)
    {
        var (length, chunked, persistent, expects) = (-1L, false, head.IsPersistent, false);
        for (var rest = bytes[from..]; rest.IndexOf("\r\n"u8) is var end and > 0; rest = rest[(end + 2)..])
        {
            var colon = rest[..end].IndexOf((byte)':');
            // A line that begins with white space continues the one before it, which nobody does any more (RFC 9112 5.2).
            if (colon <= 0 || rest[..colon].ContainsAnyExcept(Token) || rest[colon..end].ContainsAny(Control))
                return null;
            var name = rest[..colon];
            var value = rest[(colon + 1)..end].Trim(" \t"u8);
            if (Is(name, "Content-Length"u8))
            {
                if (!Utf8Parser.TryParse(value, out long bodyLength, out var digits) || digits != value.Length || value[0] is (byte)'+' or (byte)'-'
                    || (length >= 0 && length != bodyLength))
                    return null;
                length = bodyLength;
            }
            else if (Is(name, "Transfer-Encoding"u8))
            {
                if (chunked || !Is(value, "chunked"u8))
                    return null;
                chunked = true;
            }
            else if (Is(name, "Connection"u8))
                persistent = Says(value, "close"u8) ? false : Says(value, "keep-alive"u8) || persistent;
            else if (Is(name, "Expect"u8))
                expects = Is(value, "100-continue"u8);
        }

        if (chunked && length >= 0)
            return null;
        return head with { Length = bytes.Length, ContentLength = length, IsChunked = chunked, IsPersistent = persistent, Expects = expects };
    }

    private static bool Is(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other) => one.Length == other.Length && Ascii.EqualsIgnoreCase(one, other);

    private static bool Says(ReadOnlySpan<byte> list, ReadOnlySpan<byte> word)
    {
        foreach (var part in list.Split((byte)','))
            if (Is(list[part].Trim(" \t"u8), word))
                return true;
        return false;
    }
}
