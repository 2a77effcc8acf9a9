using Seatrial.Registry.Crates;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Storage;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Publish;

/// <summary>The workflow <c>publish</c>, in the order that survives a fault at every step.</summary>
/// <remarks>
/// Everything is checked first. The archive is stored under its own hash, which can be repeated and needs no undoing.
/// Then one
/// transaction holds all that makes the version exist, the jobs for index and edge included. A fault before the commit
/// leaves
/// at most an archive that nobody refers to, and a retry of the publish uses it again.
/// </remarks>
internal static class PublishSteps
{
    public const string LookUp = "look-up";
    public const string Blob = "write-blob";
    public const string Record = "record";

    // Cargo looks into the index as soon as it has the answer, and then only every second: who publishes alone waits a moment for the
    // index job. Nothing depends on it, and under load nobody waits. So much are some jobs of an idle registry.
    private static readonly TimeSpan Courtesy = TimeSpan.FromMilliseconds(50);

    // The two lengths of the frame.
    private const int FrameOverhead = 2 * sizeof(uint);

    public static Workflow<PublishAttempt> Publish { get; } = new("publish",
    [
        Authenticate.Step<PublishAttempt>(),
        new("read-frame", ReadFrame),
        new("validate-metadata", attempt => MetadataRules.Check(attempt.Metadata, attempt.Site.Policy)),
        new("validate-archive", ValidateArchive),
        new(LookUp, LookUpCrate),
        new("refuse-duplicate", RefuseDuplicate),
        new(Blob, WriteBlob),
        new(Record, RecordVersion),
        Commit.Step<PublishAttempt>(),
    ]);

    /// <summary>The largest body of a publish.</summary>
    public static long MostBytes(PublishLimits limits) => (long)limits.MetadataBytes + limits.ArchiveBytes + FrameOverhead;

    private static async Task<Refusal?> ReadFrame(PublishAttempt attempt)
    {
        var limits = attempt.Site.Limits;
        var (body, refusal) = await attempt.ReadBody(limits);
        if (body is null)
            return refusal;
        if (!PublishFrame.Read(body, limits).TryGet(out var frame, out var broken))
            return Refusal.Invalid(broken);
        attempt.Frame = frame;
        return null;
    }

    private static Refusal? ValidateArchive(PublishAttempt attempt)
    {
        var (metadata, archive) = (attempt.Metadata, attempt.Frame.Archive);
        var inspected = CrateArchive.Inspect(archive, metadata.Name, metadata.Version, attempt.Site.Limits);
        if (!inspected.TryGet(out var contents, out var broken))
            return Refusal.Invalid(broken);
        attempt.Checksum = Checksum.Of(archive.Span);
        // Without our own index URL: a client may know this registry by another address (a proxy, another host name),
        // which
        // then stands in its manifest, and is right.
        return contents.Manifest.Disagreement(metadata) is { } differs ? Refusal.Invalid(differs) : null;
    }

    private static async Task<Refusal?> LookUpCrate(PublishAttempt attempt)
    {
        var batch = new SqlBatch();
        var (may, dependencies) = (PublishRecord.Check(batch, attempt), DependencyRules.Check(batch, attempt));
        await attempt.Site.Database.Run(batch, attempt.Cancel);
        return may() ?? dependencies()
            // A duplicate is told as such, whoever asks how often.
            ?? (attempt.Existing is not null ? null : await attempt.Site.RateLimits.Check(attempt.Site.Database,
                attempt.Caller.Login, attempt.LimitedAction, attempt.Site.Clock.Milliseconds(), attempt.Cancel));
    }

    /// <summary>
    /// A duplicate ends here. When it is our own repeated, its index job is queued again, so that a lost one never
    /// wedges a user.
    /// </summary>
    private static async Task<Refusal?> RefuseDuplicate(PublishAttempt attempt)
    {
        if (attempt.Existing is null)
            return null;
        if (attempt.IsRepeated)
        {
            await Outbox.Add(attempt.Site.Database, JobKinds.UpdateIndex, attempt.Metadata.Name.Canonical,
                attempt.Site.Clock.Milliseconds(), attempt.Cancel);
            attempt.Site.JobSignal.Raise();
        }

        return PublishRecord.Duplicate(attempt);
    }

    private static async Task<Refusal?> WriteBlob(PublishAttempt attempt)
    {
        await attempt.Site.Storage.Put(StorageKeys.Blob(attempt.Checksum), attempt.Frame.Archive, "application/gzip",
            attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> RecordVersion(PublishAttempt attempt)
    {
        // Again, now that nobody else can change it.
        var check = new SqlBatch();
        var may = PublishRecord.Check(check, attempt);
        var key = LockKeys.Crate(attempt.Metadata.Name.Canonical);
        attempt.Transaction = await attempt.Site.Database.BeginWrite(key, check, attempt.Cancel);
        if (may() is { } refused)
            return refused;
        if (attempt.Existing is not null)
            return PublishRecord.Duplicate(attempt);
        await attempt.Transaction.Run(PublishRecord.Write(attempt), attempt.Cancel);
        // Begun before the commit, or the index job could be faster.
        if (attempt.IsAlone && attempt.Site.IndexLease.IsHeld)
            attempt.Shown = attempt.Site.IndexCache.Released(Index.IndexPage.PathOf(attempt.Metadata.Name), Courtesy, attempt.Cancel);
        // Last: a publish that is refused, here or above, does not use up what a good one may.
        return await attempt.Site.RateLimits.Take(attempt.Transaction, attempt.Caller.Login, attempt.LimitedAction,
            attempt.Site.Clock.Milliseconds(), attempt.Cancel);
    }
}
