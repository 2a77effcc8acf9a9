using System.Text;
using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Index;

/// <summary>
/// The workflow of the job <c>update-index</c>: the whole file is made again from the database, and replaced at once.
/// </summary>
/// <remarks>
/// Why an older file never replaces a newer one: the lease lets one run of a crate work at a time; the present file is
/// read
/// before the database, and replaced only if it is still the same, so a run that lost its lease, or a PUT that arrives
/// late,
/// finds another ETag and is refused. At-least-once is enough, since every run makes the same file from the same rows.
/// </remarks>
internal static class IndexSteps
{
    public const string Render = "render";

    public static Workflow<IndexAttempt> Update { get; } = new("update-index",
    [
        new("find-crate", FindCrate),
        new("read-index-file", ReadFile),
        new("read-versions", ReadVersions),
        new(Render, RenderFile),
        new("hold-replicas", HoldReplicas),
        new("write-index-file", WriteFile),
        new("hold-again", HoldAgain),
        new("purge-edge", PurgeEdge),
        new("release-replicas", ReleaseReplicas),
    ]);

    // A write that began a hold ago may have been too late for the hold, which a paused worker does not notice before.
    private static readonly TimeSpan Timely = IndexCache.HoldTime - TimeSpan.FromSeconds(1);

    private static async Task<Refusal?> FindCrate(IndexAttempt attempt)
    {
        if (await Crates.CrateRecord.Find(attempt.Site.Database, attempt.Job.Key, attempt.Cancel) is not { } crate)
            return Refusal.NoCrate(attempt.Job.Key);
        attempt.Crate = crate;
        return null;
    }

    private static async Task<Refusal?> ReadFile(IndexAttempt attempt)
    {
        attempt.Present = await attempt.Site.Storage.Get(attempt.StorageKey, attempt.Cancel);
        return null;
    }

    // One statement, so one snapshot.
    private static async Task<Refusal?> ReadVersions(IndexAttempt attempt)
    {
        attempt.Lines = await attempt.Site.Database.Query(
            $"SELECT index_line, yanked FROM versions WHERE crate_id = {attempt.Crate.Id} ORDER BY id",
            row => IndexLine.Parse(Encoding.UTF8.GetBytes(row.GetString(0))).Value with { Yanked = row.GetBoolean(1) },
            attempt.Cancel);
        return null;
    }

    private static Refusal? RenderFile(IndexAttempt attempt)
    {
        attempt.File = IndexFile.Render(attempt.Lines);
        return null;
    }

    // Also when nothing will be written: a write of an earlier run may have arrived after that run's hold.
    private static async Task<Refusal?> HoldReplicas(IndexAttempt attempt)
    {
        attempt.HeldSince = attempt.Site.IndexLease.Before();
        await attempt.Site.IndexHolds.Hold(attempt.Path, attempt.Job.Lease, attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> WriteFile(IndexAttempt attempt)
    {
        // Done before, by a run whose end was lost: the purge is still owed.
        if (attempt.Present is { } present && present.Bytes.AsSpan().SequenceEqual(attempt.File))
            return null;
        var replaced = await attempt.Site.Storage.Replace(
            attempt.StorageKey, attempt.File, IndexPage.ContentType, attempt.Present?.ETag, attempt.Cancel);
        return replaced
            ? null
            : new Refusal(StatusCodes.Status503ServiceUnavailable, "another run has just written the index file");
    }

    private static async Task<Refusal?> HoldAgain(IndexAttempt attempt)
    {
        var (now, held) = (attempt.Site.IndexLease.Before(), attempt.HeldSince!);
        if (attempt.Site.Clock.GetElapsedTime(held.Ticks, now.Ticks) >= Timely || now.At - held.At >= Timely)
            await attempt.Site.IndexHolds.Hold(attempt.Path, attempt.Job.Lease, attempt.Cancel);
        return null;
    }

    // At once, because cargo asks for the new version as soon as its publish is answered, and then only every second.
    // An edge that does not confirm is no reason to write the file again: the job that comes after this one goes on asking.
    private static async Task<Refusal?> PurgeEdge(IndexAttempt attempt)
    {
        try
        {
            await attempt.Site.EdgePurge.Purge(SurrogateKeys.OfCrate(attempt.Job.Key), attempt.Cancel);
        }
        catch (DependencyException failure)
        {
            attempt.Site.Log.LogWarning("update-index/purge-edge: {Reason}", Outage.Reason(failure));
        }

        return null;
    }

    private static Refusal? ReleaseReplicas(IndexAttempt attempt)
    {
        attempt.Site.IndexHolds.Release(attempt.Path, attempt.Job.Lease);
        attempt.Then(JobKinds.PurgeEdge, SurrogateKeys.OfCrate(attempt.Job.Key), SecondPurge);
        return null;
    }

    // Also after a purge that was confirmed: an edge that was fetching the old file at that moment (a cargo that polls)
    // keeps it afterwards, for as long as s-maxage says. By now such a fetch has ended.
    private static readonly TimeSpan SecondPurge = TimeSpan.FromMilliseconds(100);
}
