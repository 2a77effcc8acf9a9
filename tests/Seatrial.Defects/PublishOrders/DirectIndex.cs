using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Publish;
using Seatrial.Registry.Storage;

namespace Seatrial.Defects;

/// <summary>The steps of registries that have no outbox: the publish itself writes the index file, from the file that is there.</summary>
internal static class DirectIndex
{
    public const string Put = "put-index-line";
    public const string Append = "append-index-line";

    /// <summary>Takes the index job out of the publish's transaction again; the rest of the step <c>record</c> stays as it is.</summary>
    public static Step<PublishAttempt> NoJob { get; } = new("drop-index-job", async attempt =>
    {
        await attempt.Transaction!.Execute(
            $"DELETE FROM jobs WHERE kind = {JobKinds.UpdateIndex} AND key = {attempt.Metadata.Name.Canonical}", attempt.Cancel);
        return null;
    });

    /// <summary>The file with the version's line in it, once.</summary>
    public static Step<PublishAttempt> PutLine { get; } = new(Put, async attempt =>
    {
        var line = Line(attempt);
        await Write(attempt, [.. (await Read(attempt)).Where(one => one.Version != line.Version), line]);
        return null;
    });

    /// <summary>One more line at the end of the file, whatever stands in it.</summary>
    public static Step<PublishAttempt> AppendLine { get; } = new(Append, async attempt =>
    {
        await Write(attempt, [.. await Read(attempt), Line(attempt)]);
        return null;
    });

    /// <summary>A publish without the index job, whose duplicates are refused and heal nothing.</summary>
    public static Workflow<PublishAttempt> WithoutJob { get; } = Wiring.Standard.Publish
        .Replace("refuse-duplicate", attempt => Task.FromResult(attempt.Existing is null ? null : PublishRecord.Duplicate(attempt)))
        .After(PublishSteps.Record, NoJob);

    /// <summary>The version's line.</summary>
    public static IndexLine Line(PublishAttempt attempt) =>
        IndexLine.From(attempt.Metadata, attempt.Checksum, attempt.Site.Clock.GetUtcNow(), attempt.Site.Addresses.Index);

    /// <summary>The lines of the file, duplicates too.</summary>
    public static async Task<IReadOnlyList<IndexLine>> Read(PublishAttempt attempt) =>
        await attempt.Site.Storage.Get(Key(attempt), attempt.Cancel) is { } file
            ? [.. IndexFile.Parse(file.Bytes).Lines.Where(line => line.IsValid).Select(line => line.Value)]
            : [];

    /// <summary>Writes the file whatever was there, and has replicas and edge forget the old one.</summary>
    public static async Task Write(PublishAttempt attempt, IReadOnlyList<IndexLine> lines)
    {
        var (site, path, token) = (attempt.Site, IndexPage.PathOf(attempt.Metadata.Name), Guid.NewGuid().ToString("N"));
        await site.IndexHolds.Hold(path, token, attempt.Cancel);
        await site.Storage.Put(Key(attempt), IndexFile.Render(lines), IndexPage.ContentType, attempt.Cancel);
        site.IndexHolds.Release(path, token);
        await site.EdgePurge.Purge(SurrogateKeys.OfCrate(attempt.Metadata.Name.Canonical), attempt.Cancel);
    }

    private static string Key(PublishAttempt attempt) => StorageKeys.IndexFile(attempt.Metadata.Name.IndexPath.Text);
}
