using Seatrial.Registry.Jobs;
using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>The index job is queued after the commit by a statement of its own, and a repeated publish does not queue it again.</summary>
internal static class IndexJobAfterCommit
{
    public static Defect Defect { get; } = new(
        "index-job-after-commit",
        "2 (#345, #448): a version in the database and never in the index",
        "The index job is queued after the commit by a statement of its own, and a repeated publish does not queue it again.",
        Check.Sweep("publish", "I1", "error"))
    {
        Wiring = Wiring.Standard with { Publish = DirectIndex.WithoutJob.After(Commit.Name, new Step<PublishAttempt>("queue-index-job", Queue)) },
    };

    private static async Task<Refusal?> Queue(PublishAttempt attempt)
    {
        await Outbox.Add(attempt.Site.Database, JobKinds.UpdateIndex, attempt.Metadata.Name.Canonical, attempt.Site.Clock.Milliseconds(), attempt.Cancel);
        attempt.Site.JobSignal.Raise();
        return null;
    }
}
