using System.Text;

namespace Seatrial.Cargo;

/// <summary>What an entry of a tar is, by its type flag.</summary>
public enum EntryType
{
    /// <summary>An ordinary file.</summary>
    File = '0',

    /// <summary>A hard link.</summary>
    HardLink = '1',

    /// <summary>A symbolic link.</summary>
    SymbolicLink = '2',

    /// <summary>A character device.</summary>
    CharacterDevice = '3',

    /// <summary>A block device.</summary>
    BlockDevice = '4',

    /// <summary>A folder.</summary>
    Folder = '5',

    /// <summary>A named pipe.</summary>
    Fifo = '6',

    /// <summary>A file in one piece on disk.</summary>
    Contiguous = '7',

    /// <summary>Pax settings for all entries.</summary>
    PaxGlobal = 'g',

    /// <summary>Pax settings for the next entry.</summary>
    PaxNext = 'x',

    /// <summary>The next entry's link target, when it is long.</summary>
    GnuLongLink = 'K',

    /// <summary>The next entry's path, when it is long.</summary>
    GnuLongName = 'L',

    /// <summary>A file with holes.</summary>
    Sparse = 'S',
}

/// <summary>An entry to be written into an archive; it can express what no honest publisher sends.</summary>
/// <param name="Path">The path as bytes, which need not be UTF-8.</param>
public sealed record ArchiveEntry(ReadOnlyMemory<byte> Path)
{
    /// <summary>What it is.</summary>
    public EntryType Type { get; init; } = EntryType.File;

    /// <summary>Its permission bits: cargo writes 0644 (CRATE-08).</summary>
    public int Mode { get; init; } = Convert.ToInt32("644", 8);

    /// <summary>What is in it.</summary>
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>How many zeros follow <see cref="Content"/>: a bomb that nobody has to hold in memory (M28).</summary>
    public long Zeros { get; init; }

    /// <summary>The size that the header claims; null for the truth.</summary>
    public long? DeclaredSize { get; init; }

    /// <summary>Where a link points.</summary>
    public string LinkTarget { get; init; } = "";

    /// <summary>A pax header in front of the entry: its records in order, such as <c>size</c> with a lie (M25).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pax { get; init; } = [];

    /// <summary>True for a file that cargo makes itself: it leaves the owner empty there and writes 0 for files from disk.</summary>
    public bool IsGenerated { get; init; }

    /// <summary>A file of these bytes.</summary>
    public static ArchiveEntry File(string path, ReadOnlyMemory<byte> content) =>
        new(Encoding.UTF8.GetBytes(path)) { Content = content };

    /// <summary>A file of this text in UTF-8.</summary>
    public static ArchiveEntry File(string path, string content) => File(path, Encoding.UTF8.GetBytes(content));

    /// <summary>An entry of another type, without content.</summary>
    public static ArchiveEntry Special(string path, EntryType type, string linkTarget = "") =>
        new(Encoding.UTF8.GetBytes(path)) { Type = type, LinkTarget = linkTarget };
}
