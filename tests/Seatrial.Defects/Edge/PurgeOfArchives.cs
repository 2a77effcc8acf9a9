using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;

namespace Seatrial.Defects;

/// <summary>What is purged for a changed index file is the crate's archives.</summary>
internal static class PurgeOfArchives
{
    public static Defect Defect { get; } = new(
        "purge-of-archives",
        "21 (#12609): all invalidations go to the wrong distribution",
        "What is purged for a changed index file is the crate's archives.",
        Check.Scenario("publish/build-metadata", "API-YANK-04"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.Replace("purge-edge", Purge).Replace("release-replicas", Release) },
    };

    private static async Task<Refusal?> Purge(IndexAttempt attempt)
    {
        await attempt.Site.EdgePurge.Purge(SurrogateKeys.OfArchives(attempt.Job.Key), attempt.Cancel);
        return null;
    }

    private static Task<Refusal?> Release(IndexAttempt attempt)
    {
        attempt.Site.IndexHolds.Release(attempt.Path, attempt.Job.Lease);
        attempt.Then(JobKinds.PurgeEdge, SurrogateKeys.OfArchives(attempt.Job.Key));
        return Task.FromResult<Refusal?>(null);
    }
}
