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

    /// <summary>The index file of a crate, by the path that cargo asks for (IDX-01).</summary>
    public static string IndexFile(string path) => $"index/{path}";
}
