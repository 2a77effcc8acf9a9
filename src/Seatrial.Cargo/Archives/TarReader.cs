using System.Text;

namespace Seatrial.Cargo;

/// <summary>
/// Reads the entries of a tar one after another and never more than the limits allow. The platform's reader applies pax
/// headers, links and sparse maps without saying so; here each must be seen to be refused (M24, M25).
/// </summary>
internal sealed class TarReader(GzipMember source, PublishLimits limits)
{
    /// <summary>Pax headers hold a few short records; cargo writes none at all.</summary>
    private const int MaxPaxBytes = 64 << 10;

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly byte[] buffer = new byte[64 << 10];
    private long total;
    private int entries;

    internal Violation? Broken { get; private set; }

    /// <summary>The next file or folder; null at the end, or when <see cref="Broken"/> says why.</summary>
    internal TarEntry? Next()
    {
        PaxRecords? pax = null;
        byte[]? longName = null;
        while (Header(out var type, out var size, out var path))
        {
            if (type is EntryType.GnuLongName && longName is null && pax is null)
                longName = Bytes(size, limits.PathBytes + 1)?.AsSpan().TrimEnd((byte)0).ToArray();
            else if (type is EntryType.PaxNext && longName is null && pax is null)
                pax = PaxRecords.Read(Bytes(size, MaxPaxBytes));
            else
                return Entry(type, size, longName ?? path, pax);
        }

        if (longName is not null || pax is not null)
            Fail("M25", "The archive ends after a header that names the next entry");
        return null;
    }

    /// <summary>The content of the entry just read, padding skipped; null when it is longer than allowed.</summary>
    internal byte[]? Bytes(long size, int cap)
    {
        if (size > cap)
            Fail("M31", $"An entry of {size} bytes is above {cap}");
        var bytes = new byte[Broken is null ? size : 0];
        return Broken is null && Fill(bytes) && Skip(Padding(size)) ? bytes : null;
    }

    /// <summary>Passes over the content of the entry just read.</summary>
    internal bool Skip(TarEntry entry) => Skip(entry.Size + Padding(entry.Size));

    /// <summary>Reads to the very end: only zeros may follow the entries, then the gzip trailer.</summary>
    internal Violation? End()
    {
        for (var read = Pull(buffer); read > 0; read = Pull(buffer))
            if (buffer.AsSpan(0, read).ContainsAnyExcept((byte)0))
                return Broken ?? new("CRATE-10", "Bytes follow the end of the archive.");
        return Broken ?? source.End();
    }

    private TarEntry? Entry(EntryType type, long size, byte[] path, PaxRecords? pax)
    {
        if (pax?.Broken(size) is { } lie)
            Broken ??= lie;
        path = pax?.Path ?? path;
        var text = Decode(path);
        if (text is null)
            Fail("M23", "A path is not UTF-8");
        else if (++entries > limits.Entries)
            Fail("M28", $"The archive has more than {limits.Entries} entries");
        else if (path.Length > limits.PathBytes)
            Fail("M31", $"A path of {path.Length} bytes is above {limits.PathBytes}");
        else if (type is not (EntryType.File or EntryType.Folder))
            Fail("M24", $"'{text}' is neither a file nor a folder (type '{(char)type}')");
        else if (type is EntryType.Folder && size > 0)
            Fail("M24", $"Folder '{text}' has content");
        return Broken is null ? new(text!, type, size) : null;
    }

    // False at the end of the archive and when something is broken.
    private bool Header(out EntryType type, out long size, out byte[] path)
    {
        (type, size, path) = (default, 0, []);
        Span<byte> block = stackalloc byte[TarHeader.Length];
        if (Broken is not null || !Fill(block))
            return false;
        if (!block.ContainsAnyExcept((byte)0))
            return EndBlock();
        var header = new TarHeader(block);
        (type, size, path) = (header.Type, header.Size, header.Path);
        if (!header.IsWhole || size < 0)
            return Fail("M29", "The archive is not a tar");
        return size <= limits.UnpackedBytes - total
            || Fail("CRATE-06", $"The archive unpacks to more than {limits.UnpackedBytes} bytes");
    }

    // Cargo reads on without it, but then nobody can tell a whole archive from one that was cut between two entries.
    private bool EndBlock()
    {
        Span<byte> second = stackalloc byte[TarHeader.Length];
        if (Fill(second) && second.ContainsAnyExcept((byte)0))
            Fail("CRATE-10", "Bytes follow the end of the archive");
        return false;
    }

    private bool Fill(Span<byte> bytes) => Pull(bytes) == bytes.Length || CutOff();

    // The gzip data was cut, or whole gzip data holds half a tar.
    private bool CutOff()
    {
        Broken ??= source.End();
        return Fail("CRATE-10", "The archive has no end");
    }

    private bool Skip(long count)
    {
        for (; count > 0; count -= buffer.Length)
            if (!Fill(buffer.AsSpan(0, (int)Math.Min(count, buffer.Length))))
                return false;
        return true;
    }

    private int Pull(Span<byte> bytes)
    {
        var read = source.Read(bytes);
        total += read;
        Broken ??= source.Broken;
        if (total > limits.UnpackedBytes)
            Fail("CRATE-06", $"The archive unpacks to more than {limits.UnpackedBytes} bytes");
        return Broken is null ? read : 0;
    }

    private bool Fail(string rule, string message)
    {
        Broken ??= new(rule, message + ".");
        return false;
    }

    private static long Padding(long size) => -size & (TarHeader.Length - 1);

    private static string? Decode(byte[] path) => System.Text.Unicode.Utf8.IsValid(path) ? StrictUtf8.GetString(path) : null;
}

/// <summary>A file or folder in a tar.</summary>
internal sealed record TarEntry(string Path, EntryType Type, long Size);
