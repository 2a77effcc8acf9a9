using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Seatrial.Faults.Postgres;

/// <summary>The first packet of a connection: who wants which database, or a request to cancel what another connection does.</summary>
internal sealed class Startup
{
    // As much as a server takes (MAX_STARTUP_PACKET_LENGTH).
    private const int Longest = 10_000;
    private const int CancelRequest = 80877102;
    private const int SslRequest = 80877103;
    private const int GssRequest = 80877104;
    private const int Fixed = 8;

    private Startup(byte[] bytes) => Bytes = bytes;

    /// <summary>The packet.</summary>
    public byte[] Bytes { get; }

    /// <summary>Whether it is a request to cancel.</summary>
    public bool IsCancel => Code(Bytes) == CancelRequest && Bytes.Length > Fixed + 4;

    /// <summary>Of a request to cancel: the process of the connection that it is for.</summary>
    public int CancelledProcess => BinaryPrimitives.ReadInt32BigEndian(Bytes.AsSpan(Fixed));

    /// <summary>Of a request to cancel: the secret that proves it. It has 4 bytes in protocol 3.0 and up to 256 in 3.2.</summary>
    public ReadOnlySpan<byte> CancelKey => Bytes.AsSpan(Fixed + 4);

    /// <summary>Who wants which database, for people.</summary>
    public string Detail
    {
        get
        {
            var words = Encoding.UTF8.GetString(Bytes.AsSpan(Fixed)).Split('\0');
            var pairs = Enumerable.Range(0, words.Length / 2).Select(i => (Name: words[2 * i], Value: words[(2 * i) + 1]));
            return string.Join(' ', pairs.Where(pair => pair.Name is "user" or "database" or "application_name").Select(pair => $"{pair.Name}={pair.Value}"));
        }
    }

    /// <summary>Reads the first packet. Encryption is refused, so that what follows can be understood.</summary>
    /// <returns>The packet; null when the client went without one.</returns>
    /// <exception cref="IOException">It is none of PostgreSQL.</exception>
    public static Startup? Read(Socket client)
    {
        // SSL and GSS may both be asked for, and each once.
        for (var asked = 0; asked < 3; asked++)
        {
            var length = new byte[4];
            if (!Wire.Fill(client, length))
                return null;
            var packet = new byte[BinaryPrimitives.ReadInt32BigEndian(length) is >= Fixed and <= Longest and var whole
                ? whole : throw new IOException("The first packet is none of PostgreSQL's protocol.")];
            length.CopyTo(packet, 0);
            if (!Wire.Fill(client, packet.AsSpan(length.Length)))
                return null;
            if (Code(packet) is not (SslRequest or GssRequest))
                return new Startup(packet);
            Wire.Send(client, "N"u8);
        }

        throw new IOException("The client asks for encryption again and again.");
    }

    private static int Code(byte[] packet) => BinaryPrimitives.ReadInt32BigEndian(packet.AsSpan(4));
}
