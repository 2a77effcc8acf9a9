using System.Buffers.Binary;
using System.IO.Compression;

namespace Seatrial.Cargo;

/// <summary>
/// The one gzip member that an archive must be (CRATE-09), unpacked as a stream. The platform's <c>GZipStream</c> reads members
/// behind the first without a word, and cargo fails on them; so header and trailer are read here, around raw deflate data.
/// </summary>
internal sealed class GzipMember : IDisposable
{
    /// <summary>CRC-32 and length of the unpacked bytes.</summary>
    private const int TrailerLength = 8;

    private readonly ReadOnlyMemory<byte> bytes;
    private readonly DeflateSource compressed;
    private readonly DeflateStream deflate;
    private uint crc;
    private uint length;

    private GzipMember(ReadOnlyMemory<byte> bytes, int headerLength)
    {
        this.bytes = bytes;
        compressed = new(bytes, headerLength, Math.Max(bytes.Length - TrailerLength, headerLength));
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
        if (Broken is not null || compressed.AskedBeyondEnd)
            return Broken ?? new("M29", "The gzip data is cut off.");
        Span<byte> trailer = stackalloc byte[TrailerLength];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        if (!compressed.IsUsedUp)
            return Early(trailer);
        return bytes.Span.EndsWith(trailer) ? null : new("M29", "The gzip trailer does not fit the data.");
    }

    public void Dispose()
    {
        deflate.Dispose();
        compressed.Dispose();
    }

    // The data ended before the last trailer; its own trailer shows what it is that follows.
    private Violation Early(ReadOnlySpan<byte> trailer)
    {
        var rest = bytes.Span[compressed.LastChunk..];
        rest = rest.IndexOf(trailer) is var at and >= 0 ? rest[(at + TrailerLength)..] : [];
        if (rest.IsEmpty)
            return new("M29", "The gzip trailer does not fit the data.");
        return GzipHeader.Length(rest) > 0
            ? new("CRATE-09", "A second gzip member follows: cargo cannot unpack it.")
            : new("CRATE-10", $"{rest.Length} bytes follow the gzip data.");
    }
}
