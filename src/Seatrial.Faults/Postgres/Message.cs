using System.Buffers.Binary;
using System.Text;

namespace Seatrial.Faults.Postgres;

/// <summary>The messages of PostgreSQL's protocol 3 that the proxy writes itself (postgresql.org, "Message Formats").</summary>
internal static class Message
{
    /// <summary>Type and length.</summary>
    public const int Header = 5;

    /// <summary>The longest that a server takes.</summary>
    public const int Longest = 0x3fff_ffff;

    public const byte Query = (byte)'Q';
    public const byte Parse = (byte)'P';
    public const byte Bind = (byte)'B';
    public const byte Execute = (byte)'E';
    public const byte Close = (byte)'C';
    public const byte Sync = (byte)'S';
    public const byte Flush = (byte)'H';
    public const byte FunctionCall = (byte)'F';
    public const byte CopyDone = (byte)'c';
    public const byte CopyFail = (byte)'f';

    public const byte Authentication = (byte)'R';
    public const byte BackendKeyData = (byte)'K';
    public const byte ParseComplete = (byte)'1';
    public const byte BindComplete = (byte)'2';
    public const byte CommandComplete = (byte)'C';
    public const byte EmptyQuery = (byte)'I';
    public const byte PortalSuspended = (byte)'s';
    public const byte Error = (byte)'E';
    public const byte CopyIn = (byte)'G';
    public const byte ReadyForQuery = (byte)'Z';
    public const byte Notification = (byte)'A';
    public const byte ParameterStatus = (byte)'S';

    /// <summary>The length of the whole message that begins here, of which at least the header is there.</summary>
    /// <exception cref="IOException">It is none that PostgreSQL knows: the two sides no longer agree where messages begin.</exception>
    public static int Length(ReadOnlySpan<byte> message)
    {
        var length = BinaryPrimitives.ReadInt32BigEndian(message[1..]);
        return length is >= 4 and < Longest ? length + 1 : throw new IOException($"A message of type {message[0]} claims {length} bytes.");
    }

    /// <summary>A statement of the simple protocol.</summary>
    public static byte[] OfQuery(string sql) => Of(Query, Encoding.UTF8.GetBytes(sql), [0]);

    /// <summary>Parse, Bind and Execute of a statement without parameters, under a name of its own.</summary>
    public static byte[] OfExecute(string name, string sql) =>
    [
        .. Of(Parse, Encoding.UTF8.GetBytes(name), [0], Encoding.UTF8.GetBytes(sql), [0, 0, 0]),
        .. Of(Bind, Encoding.UTF8.GetBytes(name), [0], Encoding.UTF8.GetBytes(name), [0, 0, 0, 0, 0, 0, 0]),
        .. Of(Execute, Encoding.UTF8.GetBytes(name), [0, 0, 0, 0, 0]),
    ];

    /// <summary>Closes a statement, and synchronises.</summary>
    public static byte[] OfClose(string name) => [.. Of(Close, [(byte)'S'], Encoding.UTF8.GetBytes(name), [0]), .. Of(Sync)];

    /// <summary>The last words of a server that ends the connection.</summary>
    public static byte[] OfFatal(string code, string words)
    {
        // Severity twice: as people read it, and for programs (since 9.6).
        string[] fields = ["SFATAL", "VFATAL", $"C{code}", $"M{words}", "Fpostmaster.c", "L1", "RProcessStartupPacket"];
        return Of(Error, Encoding.UTF8.GetBytes(string.Concat(fields.Select(field => field + "\0"))), [0]);
    }

    private static byte[] Of(byte type, params ReadOnlySpan<byte[]> parts)
    {
        var length = 4;
        foreach (var part in parts)
            length += part.Length;
        var message = new byte[length + 1];
        message[0] = type;
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), length);
        var at = Header;
        foreach (var part in parts)
        {
            part.CopyTo(message, at);
            at += part.Length;
        }

        return message;
    }
}
