using Seatrial.Registry.Jobs;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>The index job of a yank is queued after the commit by a statement of its own, and a repeated yank queues none.</summary>
internal static class YankJobAfterCommit
{
    public static Defect Defect { get; } = new(
        "yank-job-after-commit",
        "8 (crates.io 0d36398e4, perform_version_yank_update): database and index disagree, and a repeat is no-op",
        "The index job of a yank is queued after the commit by a statement of its own, and a repeated yank queues none.",
        Check.Sweep("yank", "I4", "error"))
    {
        Wiring = Wiring.Standard with
        {
            Yank = Wiring.Standard.Yank
            .After(YankSteps.Record, new Step<YankAttempt>("drop-index-job", Drop))
            .After(Commit.Name, new Step<YankAttempt>("queue-index-job", Queue))
        },
    };

    private static async Task<Refusal?> Drop(YankAttempt attempt)
    {
        await attempt.Transaction!.Execute($"DELETE FROM jobs WHERE kind = {JobKinds.UpdateIndex} AND key = {Key(attempt)}", attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> Queue(YankAttempt attempt)
    {
        if (attempt.Version.Yanked)
            return null;
        await Outbox.Add(attempt.Site.Database, JobKinds.UpdateIndex, Key(attempt), attempt.Site.Clock.Milliseconds(), attempt.Cancel);
        attempt.Site.JobSignal.Raise();
        return null;
    }

    private static string Key(YankAttempt attempt) => CrateName.Canonicalize(attempt.Crate.Name);
}
