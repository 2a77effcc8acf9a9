using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>The publish is answered while its commit is still under way, and the failure of the commit is heard by nobody.</summary>
internal static class AnsweredBeforeCommit
{
    public static Defect Defect { get; } = new(
        "answered-before-commit",
        "3 (incident of 2020-02-20): success is told for what has not happened",
        "The publish is answered while its commit is still under way, and the failure of the commit is heard by nobody.",
        Check.Sweep("publish", "I7", "error"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.Replace(Commit.Name, CommitLater) },
    };

    private static Task<Refusal?> CommitLater(PublishAttempt attempt)
    {
        var (transaction, site) = (attempt.Transaction!, attempt.Site);
        attempt.Transaction = null;
        _ = Task.Run(async () =>
        {
            await using (transaction)
                await transaction.Commit();
            site.JobSignal.Raise();
        });
        return Task.FromResult<Refusal?>(null);
    }
}
