using Seatrial.Cargo;

namespace Seatrial.Registry.Storage;

/// <summary>Where things lie in the bucket.</summary>
internal static class StorageKeys
{
    /// <summary>
    /// An archive lies under its own hash: the same bytes always have the same key, so every PUT can be repeated.
    /// </summary>
    public static string Blob(Checksum checksum) =>
        $"blobs/sha256/{checksum.Text[..2]}/{checksum.Text[2..4]}/{checksum.Text}";

    private const string Tombstones = "removed/";

    /// <summary>What stands where a version was removed; a version has no slash.</summary>
    public static string Tombstone(string canonical, string version) => $"{Tombstones}{canonical}/{version}";

    /// <summary>The canonical name in a tombstone's key.</summary>
    public static string CrateOfTombstone(string key) => key[Tombstones.Length..key.LastIndexOf('/')];

    /// <summary>The index file of a crate, by the path that cargo asks for (IDX-01).</summary>
    public static string IndexFile(string path) => $"index/{path}";
}
