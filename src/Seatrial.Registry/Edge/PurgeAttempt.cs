using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Edge;

/// <summary>One purge of the edge.</summary>
internal sealed class PurgeAttempt(Site site, Job job, CancellationToken cancel) : JobAttempt(site, job, cancel);

/// <summary>The workflow of the job <c>purge-edge</c>.</summary>
internal static class PurgeSteps
{
    public static Workflow<PurgeAttempt> Purge { get; } = new("purge-edge",
        [new("purge", PurgeKey), new("finish", Finish), Commit.Step<PurgeAttempt>()]);

    private static async Task<Refusal?> PurgeKey(PurgeAttempt attempt)
    {
        await attempt.Site.EdgePurge.Purge(attempt.Job.Key, attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> Finish(PurgeAttempt attempt)
    {
        attempt.Transaction = await attempt.Site.Database.BeginWrite(attempt.Cancel);
        await Outbox.Finish(attempt.Transaction, attempt.Job, attempt.Cancel);
        return null;
    }
}
