using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;

namespace Seatrial.Defects;

/// <summary>The key of a purge is made of the crate's name as it is spelled, so it is right for names without capitals and hyphens only.</summary>
internal static class PurgeOfSpelledName
{
    public static Defect Defect { get; } = new(
        "purge-of-spelled-name",
        "25 (PR #14000): an invalidation of paths that are not the cached ones",
        "The key of a purge is made of the crate's name as it is spelled, so it is right for names without capitals and hyphens only.",
        Check.Scenario("publish/name-collision", "API-PUB-09"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.Replace("purge-edge", Purge).Replace("release-replicas", Release) },
    };

    private static async Task<Refusal?> Purge(IndexAttempt attempt)
    {
        await attempt.Site.EdgePurge.Purge(SurrogateKeys.OfCrate(attempt.Crate.Name), attempt.Cancel);
        return null;
    }

    private static Task<Refusal?> Release(IndexAttempt attempt)
    {
        attempt.Site.IndexHolds.Release(attempt.Path, attempt.Job.Lease);
        attempt.Then(JobKinds.PurgeEdge, SurrogateKeys.OfCrate(attempt.Crate.Name));
        return Task.FromResult<Refusal?>(null);
    }
}
