using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Edge;

/// <summary>One purge of the edge.</summary>
internal sealed class PurgeAttempt(Site site, Job job, CancellationToken cancel) : JobAttempt(site, job, cancel);

/// <summary>The workflow of the job <c>purge-edge</c>.</summary>
internal static class PurgeSteps
{
    public static Workflow<PurgeAttempt> Purge { get; } = new("purge-edge",
        [new("purge", PurgeKey)]);

    private static async Task<Refusal?> PurgeKey(PurgeAttempt attempt)
    {
        await attempt.Site.EdgePurge.Purge(attempt.Job.Key, attempt.Cancel);
        return null;
    }
}
