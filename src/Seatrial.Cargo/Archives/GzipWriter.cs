using System.Buffers.Binary;
using System.IO.Compression;

namespace Seatrial.Cargo;

/// <summary>Writes one gzip member with the header that cargo writes; the platform's stream cannot set a file name.</summary>
internal sealed class GzipWriter : IDisposable
{
    private readonly Stream output;
    private readonly DeflateStream deflate;
    private uint crc;
    private uint length;

    internal GzipWriter(Stream output, string fileName)
    {
        this.output = output;
        output.Write(GzipHeader.Write(fileName));
        deflate = new(output, CompressionLevel.SmallestSize, leaveOpen: true);
    }

    internal void Write(ReadOnlySpan<byte> bytes)
    {
        crc = Crc32.Append(crc, bytes);
        length += (uint)bytes.Length;
        deflate.Write(bytes);
    }

    /// <summary>Ends the member: what is left of the data, then its checksum and length.</summary>
    public void Dispose()
    {
        deflate.Dispose();
        Span<byte> trailer = stackalloc byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], length);
        output.Write(trailer);
    }
}
