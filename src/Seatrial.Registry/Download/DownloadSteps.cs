using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Download;

/// <summary>The workflows <c>download</c> (redirect and count) and <c>archive</c> (the bytes, for the edge).</summary>
/// <remarks>
/// A known version needs nothing but memory. Others are looked for in the index file, then in the database: that one
/// knows a
/// version before its index does, and other spellings of a name. Only when both have answered is it a 404 (DL-05).
/// </remarks>
internal static class DownloadSteps
{
    private static readonly Step<DownloadAttempt>[] Finding =
    [
        new("find-in-memory", FindInMemory),
        new("find-in-index", FindInIndex),
        new("find-in-database", FindInDatabase),
    ];

    public static Workflow<DownloadAttempt> Download { get; } = new("download", [.. Finding, new("count", Count)]);

    public static Workflow<DownloadAttempt> Archive { get; } = new("archive", [.. Finding, new("find-tombstone", FindTombstone), new("open-blob", OpenBlob)]);

    private static Refusal? FindInMemory(DownloadAttempt attempt)
    {
        attempt.Found = attempt.Site.KnownVersions.Find(attempt.CrateText, attempt.VersionText);
        if (attempt.Found is not null
            || (CrateName.Parse(attempt.CrateText).IsValid && CrateVersion.Parse(attempt.VersionText).IsValid))
            return null;
        return Refusal.NoVersion(attempt.CrateText, attempt.VersionText);
    }

    private static async Task<Refusal?> FindInIndex(DownloadAttempt attempt)
    {
        if (attempt.Found is not null)
            return null;
        var key = StorageKeys.IndexFile(IndexPath.For(attempt.CrateText));
        var file = await attempt.Site.Storage.Get(key, attempt.Cancel);
        if (file is not null)
            foreach (var line in IndexFile.Parse(file.Bytes).Versions
                .Where(line => SameCrate(line.Name, attempt.CrateText)))
                attempt.Site.KnownVersions.Add(new KnownVersion(line.Name, line.Version.Text, line.Checksum));
        attempt.Found = attempt.Site.KnownVersions.Find(attempt.CrateText, attempt.VersionText);
        return null;
    }

    private static async Task<Refusal?> FindInDatabase(DownloadAttempt attempt)
    {
        if (attempt.Found is not null)
            return null;
        attempt.Found = await attempt.Site.Database.Find($"""
            SELECT c.name, v.num, v.checksum FROM crates c JOIN versions v ON v.crate_id = c.id
            WHERE c.canonical = {CrateName.Canonicalize(attempt.CrateText)} AND v.num = {attempt.VersionText}
            """,
            row => new KnownVersion(row.GetString(0), row.GetString(1), Checksum.Parse(row.GetString(2)).Value),
            attempt.Cancel);
        if (attempt.Found is null)
            return await Crates.CrateRecord.Find(attempt.Site.Database, attempt.CrateText, attempt.Cancel) is { } crate
                ? await Removal.RemovedVersion.Missing(attempt.Site.Database, crate, attempt.VersionText, attempt.Cancel)
                : Refusal.NoVersion(attempt.CrateText, attempt.VersionText);
        attempt.Site.KnownVersions.Add(attempt.Found);
        return null;
    }

    private static Refusal? Count(DownloadAttempt attempt)
    {
        attempt.Site.DownloadCounter.Add(attempt.Found!);
        return null;
    }

    // Asked for each time the edge comes here, which for one archive is seldom: what this process remembers may have been removed since.
    private static async Task<Refusal?> FindTombstone(DownloadAttempt attempt)
    {
        var found = attempt.Found!;
        var key = StorageKeys.Tombstone(CrateName.Canonicalize(found.Name), found.Version);
        if (await attempt.Site.Storage.Get(key, attempt.Cancel) is null)
            return null;
        attempt.Site.KnownVersions.Remove(found.Name, found.Version);
        return Removal.RemovedVersion.Gone(found.Name, found.Version);
    }

    private static async Task<Refusal?> OpenBlob(DownloadAttempt attempt)
    {
        attempt.Archive = await attempt.Site.Storage.Open(StorageKeys.Blob(attempt.Found!.Checksum), attempt.Cancel);
        if (attempt.Archive is not null)
            return null;
        // Its version was committed after the archive was stored, so the storage has lost it or is not ours.
        attempt.Site.Log.LogError("the archive of {Name} {Version} is not in the storage", attempt.Found.Name,
            attempt.Found.Version);
        return Refusal.Unavailable(Outage.Storage);
    }

    private static bool SameCrate(string left, string right) =>
        CrateName.Canonicalize(left) == CrateName.Canonicalize(right);
}
