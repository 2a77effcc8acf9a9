using Seatrial.Registry.Edge;
using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;

namespace Seatrial.Defects;

/// <summary>The job of an index file, with the edge told otherwise than it should be.</summary>
internal static class Purging
{
    /// <summary>Tells the edge, at once and once more, of another key than that of the file.</summary>
    /// <param name="key">The key.</param>
    public static Wiring Of(Func<IndexAttempt, string> key) => Wiring.Standard with
    {
        UpdateIndex = Wiring.Standard.UpdateIndex
            .Replace("purge-edge", async attempt =>
            {
                await attempt.Site.EdgePurge.Purge(key(attempt), attempt.Cancel);
                return null;
            })
            .Replace("release-replicas", async attempt =>
            {
                await Release(attempt);
                attempt.Then(JobKinds.PurgeEdge, key(attempt));
                return null;
            }),
    };

    /// <summary>Ends the job without another one that tells the edge once more.</summary>
    public static Task<Refusal?> Release(IndexAttempt attempt)
    {
        attempt.Site.IndexHolds.Release(attempt.Path, attempt.Job.Lease);
        return Task.FromResult<Refusal?>(null);
    }
}
