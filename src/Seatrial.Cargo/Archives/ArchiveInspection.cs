using System.Text;
using System.Text.Unicode;

namespace Seatrial.Cargo;

/// <summary>One pass over an archive's entries, refusing at the first that breaks a rule.</summary>
internal sealed class ArchiveInspection(TarReader tar, string root, PublishLimits limits, string? readmePath)
{
    private const string ManifestName = "Cargo.toml";

    // Cargo's mark of a finished unpack: as an entry it fooled old cargo (CRATE-04, CVE-2022-36113).
    private const string UnpackedMark = ".cargo-ok";

    private readonly List<ArchivedFile> files = [];
    private readonly HashSet<string> paths = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> folders = new(StringComparer.OrdinalIgnoreCase);
    private byte[]? manifest;
    private byte[]? readme;

    internal Parsed<CrateContents> Run()
    {
        while (tar.Next() is { } entry)
            if (Take(entry) is { } broken)
                return broken;
        return (tar.Broken ?? tar.End()) is { } wrong ? wrong : Contents();
    }

    private Violation? Take(TarEntry entry)
    {
        if (!ArchivePath.BelowRoot(entry.Path, root).TryGet(out var path, out var broken))
            return broken;
        if (entry.Type is EntryType.Folder)
            return Folder(path);
        if (entry.Path.EndsWith('/'))
            return new("M23", $"File '{entry.Path}' is called like a folder.");
        if (Refuse(path) is { } refused)
            return refused;
        files.Add(new(path, entry.Size));
        return Content(entry, path) ? null : tar.Broken;
    }

    private Violation? Folder(string path)
    {
        if (path.Length > 0 && paths.Contains(path))
            return new("M27", $"'{path}' is a file and a folder.");
        folders.Add(path);
        return null;
    }

    private Violation? Refuse(string path)
    {
        if (path.Length == 0)
            return new("M23", "The root is a file.");
        if (string.Equals(path, UnpackedMark, StringComparison.OrdinalIgnoreCase))
            return new("CRATE-04", $"'{UnpackedMark}' is cargo's own mark.");
        if (path != ManifestName && string.Equals(path, ManifestName, StringComparison.OrdinalIgnoreCase))
            return new("M26", $"The manifest is called '{path}', not '{ManifestName}'.");
        if (paths.TryGetValue(path, out var same))
            return same == path ? new("M27", $"'{path}' is there twice.")
                : new("CRATE-12", $"'{same}' and '{path}' differ only in case.");
        paths.Add(path);
        return folders.Contains(path) ? new("M27", $"'{path}' is a file and a folder.") : Parents(path);
    }

    private Violation? Parents(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (paths.Contains(path[..slash]))
                return new("M27", $"'{path[..slash]}' is a file and a folder.");
            if (!folders.Add(path[..slash]))
                break;
        }

        return null;
    }

    private bool Content(TarEntry entry, string path)
    {
        if (path == ManifestName)
            return (manifest = tar.Bytes(entry.Size, limits.ManifestBytes)) is not null;
        if (path == readmePath && entry.Size <= limits.ReadmeBytes)
            return (readme = tar.Bytes(entry.Size, limits.ReadmeBytes)) is not null;
        return tar.Skip(entry);
    }

    private Parsed<CrateContents> Contents()
    {
        if (manifest is null)
            return new Violation("M26", $"There is no '{ManifestName}' in '{root}/'.");
        if (!Utf8.IsValid(manifest))
            return new Violation("CRATE-02", $"'{ManifestName}' is not UTF-8.");
        var text = Encoding.UTF8.GetString(manifest);
        return Manifest.Parse(text).Map(read => new CrateContents(
            text, read, files, files.Sum(file => file.Size), readme is null ? null : Encoding.UTF8.GetString(readme)));
    }
}
