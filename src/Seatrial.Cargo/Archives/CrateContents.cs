namespace Seatrial.Cargo;

/// <summary>A file in an archive.</summary>
/// <param name="Path">Its path below the root folder, with <c>/</c> between the parts.</param>
/// <param name="Size">Its size in bytes.</param>
public sealed record ArchivedFile(string Path, long Size);

/// <summary>What a well-formed archive holds.</summary>
/// <param name="ManifestText">The root <c>Cargo.toml</c>.</param>
/// <param name="Manifest">The same, read.</param>
/// <param name="Files">The files in the order of the archive.</param>
/// <param name="UnpackedBytes">The size of all files together.</param>
/// <param name="Readme">The text of the readme that was asked for; null when there is none.</param>
public sealed record CrateContents(
    string ManifestText, Manifest Manifest, IReadOnlyList<ArchivedFile> Files, long UnpackedBytes, string? Readme);
