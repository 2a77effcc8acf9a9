using System.Buffers.Binary;

namespace Seatrial.Cargo;

/// <summary>
/// The checksum of a gzip trailer (RFC 1952). The platform has it only inside <c>GZipStream</c>, which cannot be used here
/// (see <see cref="GzipMember"/>). Eight tables take eight bytes a step: an archive may unpack to half a gigabyte.
/// </summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Step = 8;

    private static readonly uint[][] Tables = Build();

    /// <summary>Goes on from <paramref name="crc"/>, which starts at 0.</summary>
    internal static uint Append(uint crc, ReadOnlySpan<byte> bytes)
    {
        crc = ~crc;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
            crc = Eight(crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes), BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]));
        foreach (var one in bytes)
            crc = Tables[0][(byte)(crc ^ one)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint Eight(uint low, uint high) =>
        Tables[7][(byte)low] ^ Tables[6][(byte)(low >> 8)] ^ Tables[5][(byte)(low >> 16)] ^ Tables[4][low >> 24]
        ^ Tables[3][(byte)high] ^ Tables[2][(byte)(high >> 8)] ^ Tables[1][(byte)(high >> 16)] ^ Tables[0][high >> 24];

    private static uint[][] Build()
    {
        var tables = Enumerable.Range(0, Step).Select(_ => new uint[256]).ToArray();
        for (var i = 0u; i < 256; i++)
            tables[0][i] = Bits(i);
        for (var t = 1; t < Step; t++)
            for (var i = 0; i < 256; i++)
                tables[t][i] = (tables[t - 1][i] >> 8) ^ tables[0][(byte)tables[t - 1][i]];
        return tables;
    }

    private static uint Bits(uint value)
    {
        for (var bit = 0; bit < 8; bit++)
            value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ Polynomial;
        return value;
    }
}
