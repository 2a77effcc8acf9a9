namespace Seatrial.Cargo;

/// <summary>How a raw archive is put together: well-formed unless told otherwise (M29).</summary>
public sealed record RawArchive
{
    /// <summary>False for a plain tar.</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>The file name in the gzip header.</summary>
    public string FileName { get; init; } = "raw.crate";

    /// <summary>False to leave out the two zero blocks at the end of the tar.</summary>
    public bool EndBlocks { get; init; } = true;

    /// <summary>Bytes behind the end of the tar, inside the gzip data.</summary>
    public ReadOnlyMemory<byte> AfterTar { get; init; }

    /// <summary>Entries that go into a second gzip member (CRATE-09); null for one member.</summary>
    public IReadOnlyList<ArchiveEntry>? SecondMember { get; init; }

    /// <summary>Bytes behind the gzip data (CRATE-10).</summary>
    public ReadOnlyMemory<byte> AfterGzip { get; init; }
}
