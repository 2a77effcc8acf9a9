using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Seatrial.Cargo;

/// <summary>
/// The one gzip member that an archive must be (CRATE-09), unpacked as a stream. The platform's <c>GZipStream</c> reads members
/// behind the first without a word, and cargo fails on them; so header and trailer are read here, around a raw deflate stream
/// that puts its input back to just behind the deflate data.
/// </summary>
internal sealed class GzipMember : IDisposable
{
    /// <summary>CRC-32 and length of the unpacked bytes.</summary>
    private const int TrailerLength = 8;

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly MemoryStream compressed;
    private readonly DeflateStream deflate;
    private uint crc;
    private uint length;

    private GzipMember(ReadOnlyMemory<byte> bytes, int headerLength)
    {
        this.bytes = bytes;
        compressed = Stream(bytes);
        compressed.Position = headerLength;
        deflate = new(compressed, CompressionMode.Decompress);
    }

    /// <summary>What was wrong with the stream; null as long as nothing is.</summary>
    internal Violation? Broken { get; private set; }

    internal static Parsed<GzipMember> Open(ReadOnlyMemory<byte> bytes) => GzipHeader.Length(bytes.Span) is var length and > 0
        ? new GzipMember(bytes, length)
        : new Violation("M29", "The archive is not gzip.");

    /// <summary>Fills the buffer, short only at the end of the data or when <see cref="Broken"/> says why.</summary>
    internal int Read(Span<byte> buffer)
    {
        try
        {
            var read = deflate.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            crc = Crc32.Append(crc, buffer[..read]);
            length += (uint)read;
            return read;
        }
        catch (InvalidDataException)
        {
            Broken ??= new("M29", "The gzip data is damaged.");
            return 0;
        }
    }

    /// <summary>After the last byte was read: the trailer fits what was unpacked, and nothing follows it.</summary>
    internal Violation? End()
    {
        var trailer = bytes.Span[(int)compressed.Position..];
        if (Broken is not null)
            return Broken;
        if (trailer.Length < TrailerLength)
            return new("M29", "The gzip data is cut off.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != crc
            || BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]) != length)
            return new("M29", "The gzip trailer does not fit the data.");
        return After(trailer[TrailerLength..]);
    }

    public void Dispose()
    {
        deflate.Dispose();
        compressed.Dispose();
    }

    private static Violation? After(ReadOnlySpan<byte> rest) => rest.Length switch
    {
        0 => null,
        _ when GzipHeader.Length(rest) > 0 => new("CRATE-09", "A second gzip member follows: cargo cannot unpack it."),
        _ => new("CRATE-10", $"{rest.Length} bytes follow the gzip data."),
    };

    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) => MemoryMarshal.TryGetArray(bytes, out var segment)
        ? new(segment.Array!, segment.Offset, segment.Count, writable: false)
        : new(bytes.ToArray(), writable: false);
}
