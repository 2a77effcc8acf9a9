namespace Seatrial.Cargo;

/// <summary>How large a publish may be; the defaults are crates.io's where it has one.</summary>
public sealed record PublishLimits
{
    /// <summary>The limits when nothing else is said.</summary>
    public static PublishLimits Standard { get; } = new();

    /// <summary>Cap on the metadata JSON (API-PUB-02): 1 MiB.</summary>
    public int MetadataBytes { get; init; } = 1 << 20;

    /// <summary>Cap on the archive (API-PUB-02): 10 MiB.</summary>
    public int ArchiveBytes { get; init; } = 10 << 20;

    /// <summary>Cap on the whole tar inside the archive, headers and padding included (CRATE-05, CRATE-06): 512 MiB.</summary>
    public long UnpackedBytes { get; init; } = 512L << 20;

    /// <summary>
    /// Cap on entries (M28). Empty entries compress to almost nothing, so that size caps let millions of files through, and
    /// each costs a reader an inode; 65 536 is also where the classic zip format ends.
    /// </summary>
    public int Entries { get; init; } = 1 << 16;

    /// <summary>Cap on one entry's path (M31): 1024 bytes, the longest key that S3 stores.</summary>
    public int PathBytes { get; init; } = 1024;

    /// <summary>Cap on the manifest, which is held in memory: 1 MiB, as for the metadata made from it.</summary>
    public int ManifestBytes { get; init; } = 1 << 20;

    /// <summary>Cap on the readme, which is held in memory when asked for: 1 MiB, since the metadata holds it as well.</summary>
    public int ReadmeBytes { get; init; } = 1 << 20;
}
