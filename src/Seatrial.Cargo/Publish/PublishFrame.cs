using System.Buffers.Binary;

namespace Seatrial.Cargo;

/// <summary>The body of a publish: length and metadata, length and archive, lengths in 32 bits little-endian (section 5.1).</summary>
/// <param name="Metadata">What the JSON says.</param>
/// <param name="MetadataJson">The JSON as it was sent.</param>
/// <param name="Archive">The archive as it was sent; it is stored and hashed untouched (CRATE-11).</param>
public sealed record PublishFrame(PublishMetadata Metadata, ReadOnlyMemory<byte> MetadataJson, ReadOnlyMemory<byte> Archive)
{
    private const int Length = sizeof(uint);

    /// <summary>A frame as cargo would send it.</summary>
    public static PublishFrame Of(PublishMetadata metadata, ReadOnlyMemory<byte> archive) =>
        new(metadata, metadata.ToJson(), archive);

    /// <summary>
    /// Reads a body; both lengths are held against the caps and against what is there before anything is made of them
    /// (API-PUB-02, API-PUB-19), and nothing may follow (API-PUB-03). Nothing is copied. Breaks M01 to M18 and the rules of
    /// <see cref="PublishMetadata.Parse"/>; a violation that is <see cref="Violation.TooLarge"/> is worth a 413.
    /// </summary>
    public static Parsed<PublishFrame> Read(ReadOnlyMemory<byte> body, PublishLimits limits)
    {
        if (!ReadMetadata(body.Span, limits.MetadataBytes).TryGet(out var jsonLength, out var broken))
            return broken;
        var (json, rest) = (body.Slice(Length, jsonLength), body[(Length + jsonLength)..]);
        return ReadArchive(rest.Span, limits.ArchiveBytes) is { } wrong
            ? wrong
            : PublishMetadata.Parse(json).Map(metadata => new PublishFrame(metadata, json, rest[Length..]));
    }

    /// <summary>The body that cargo would send.</summary>
    public byte[] Write() =>
        WriteRaw((uint)MetadataJson.Length, MetadataJson.Span, (uint)Archive.Length, Archive.Span);

    /// <summary>A body of which the lengths may lie and behind which more may follow (M01 to M13).</summary>
    public static byte[] WriteRaw(uint jsonLength, ReadOnlySpan<byte> json, uint archiveLength, ReadOnlySpan<byte> archive,
        ReadOnlySpan<byte> trailing = default)
    {
        var body = new byte[Length + json.Length + Length + archive.Length + trailing.Length];
        var rest = body.AsSpan();
        BinaryPrimitives.WriteUInt32LittleEndian(rest, jsonLength);
        json.CopyTo(rest = rest[Length..]);
        BinaryPrimitives.WriteUInt32LittleEndian(rest = rest[json.Length..], archiveLength);
        archive.CopyTo(rest = rest[Length..]);
        trailing.CopyTo(rest[archive.Length..]);
        return body;
    }

    /// <summary>The length of the JSON, which is surely there.</summary>
    private static Parsed<int> ReadMetadata(ReadOnlySpan<byte> body, int cap)
    {
        if (body.Length < Length)
            return body.IsEmpty ? Broken("M01", "The body is empty") : Broken("M02", "The body ends inside the metadata length");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(body);
        if (length == 0)
            return Broken("M03", "The metadata length is 0");
        if (length > cap)
            return Broken("M04", $"The metadata length {length} is above {cap}") with { TooLarge = true };
        return length > body.Length - Length
            ? Broken("M06", $"The metadata length {length} is more than the body holds")
            : (int)length;
    }

    private static Violation? ReadArchive(ReadOnlySpan<byte> rest, int cap)
    {
        if (rest.Length < Length)
            return rest.IsEmpty ? Broken("M07", "There is no archive") : Broken("M08", "The body ends inside the archive length");
        var length = BinaryPrimitives.ReadUInt32LittleEndian(rest);
        if (length > cap)
            return Broken("M11", $"The archive length {length} is above {cap}") with { TooLarge = true };
        if (length == 0)
            return Broken("M09", "The archive length is 0");
        return (rest.Length - Length).CompareTo((int)length) switch
        {
            < 0 => Broken("M10", $"The archive length {length} is more than the body holds"),
            > 0 => Broken("M12", $"The body goes on after {length} bytes of archive"),
            _ => null,
        };
    }

    private static Violation Broken(string row, string message) => new(row, message + ".");
}
