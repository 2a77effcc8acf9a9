using System.Text;

namespace Seatrial.Cargo;

/// <summary>A <c>.crate</c>: a gzip'd tar with everything under <c>{name}-{version}/</c> (section 7).</summary>
public static class CrateArchive
{
    private static readonly string[] Generated = ["Cargo.toml", "Cargo.lock", ".cargo_vcs_info.json"];

    /// <summary>
    /// The archive that cargo would make, the same bytes for the same input: entries sorted, header fields fixed (CRATE-08).
    /// </summary>
    /// <param name="name">The crate.</param>
    /// <param name="version">Its version.</param>
    /// <param name="entries">The files, with paths below the root folder.</param>
    public static byte[] Build(CrateName name, CrateVersion version, IEnumerable<ArchiveEntry> entries)
    {
        var root = Root(name, version);
        var sorted = entries.OrderBy(entry => entry.Path, PathOrder.Instance).Select(entry => entry with
        {
            IsGenerated = Array.IndexOf(Generated, Encoding.UTF8.GetString(entry.Path.Span)) >= 0,
            Path = (byte[])[.. Encoding.UTF8.GetBytes(root + "/"), .. entry.Path.Span],
        });
        return BuildRaw(sorted, new() { FileName = root + ".crate" });
    }

    /// <summary>An archive of exactly these entries in this order, well-formed or not.</summary>
    public static byte[] BuildRaw(IEnumerable<ArchiveEntry> entries, RawArchive? options = null)
    {
        options ??= new();
        using var output = new MemoryStream();
        Member(output, entries, options);
        if (options.SecondMember is { } second)
            Member(output, second, options);
        output.Write(options.AfterGzip.Span);
        return output.ToArray();
    }

    /// <summary>
    /// Reads an archive as a stream and refuses what cargo cannot or must not unpack: CRATE-01 to CRATE-12, M19 to M31. Memory
    /// is bounded by <paramref name="limits"/>; the unpacked tree is never held.
    /// </summary>
    /// <param name="bytes">The archive.</param>
    /// <param name="name">The crate that its root folder and manifest must name.</param>
    /// <param name="version">The version that they must name.</param>
    /// <param name="limits">The caps.</param>
    /// <param name="readme">The path of a readme to keep, below the root folder; null for none.</param>
    public static Parsed<CrateContents> Inspect(
        ReadOnlyMemory<byte> bytes, CrateName name, CrateVersion version, PublishLimits limits, string? readme = null)
    {
        if (!GzipMember.Open(bytes).TryGet(out var member, out var broken))
            return broken;
        using (member)
            return new ArchiveInspection(new TarReader(member, limits), Root(name, version), limits, readme).Run()
                .Bind<CrateContents>(contents => contents.Manifest.IsNot(name, version) is { } wrong ? wrong : contents);
    }

    /// <summary>The folder that holds everything.</summary>
    public static string Root(CrateName name, CrateVersion version) => $"{name.Text}-{version.Text}";

    private static void Member(Stream output, IEnumerable<ArchiveEntry> entries, RawArchive options)
    {
        using var gzip = options.Gzip ? new GzipWriter(output, options.FileName) : null;
        Action<ReadOnlySpan<byte>> write = gzip is null ? output.Write : gzip.Write;
        var tar = new TarWriter(write);
        foreach (var entry in entries)
            tar.Write(entry);
        if (options.EndBlocks)
            tar.Zeros(TarWriter.EndLength);
        write(options.AfterTar.Span);
    }

    /// <summary>Paths byte by byte.</summary>
    private sealed class PathOrder : IComparer<ReadOnlyMemory<byte>>
    {
        internal static readonly PathOrder Instance = new();

        public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => x.Span.SequenceCompareTo(y.Span);
    }
}
