using Seatrial.Registry.Audit;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>The audit row of a yank is written before its transaction, and stays when that is rolled back.</summary>
internal static class AuditBeforeTransaction
{
    public static Defect Defect { get; } = new(
        "audit-before-transaction",
        "42 (PR #9300): told to the world before the transaction that may still fail",
        "The audit row of a yank is written before its transaction, and stays when that is rolled back.",
        Check.Sweep("yank", "I8", "error"))
    {
        Wiring = Wiring.Standard with
        {
            Yank = Wiring.Standard.Yank
            .Before(YankSteps.Record, new Step<YankAttempt>("audit", Write))
            .After(YankSteps.Record, new Step<YankAttempt>("drop-audit", Drop))
        },
    };

    private static async Task<Refusal?> Write(YankAttempt attempt)
    {
        if (!attempt.Version.Yanked)
            await AuditLog.Write(attempt.Site.Database, attempt.Site.Clock.Milliseconds(), attempt.Caller.Login, "yank", Key(attempt), attempt.Version.Num,
                cancel: attempt.Cancel);
        return null;
    }

    // The row that the step itself has written.
    private static async Task<Refusal?> Drop(YankAttempt attempt)
    {
        if (!attempt.Version.Yanked)
            await attempt.Transaction!.Execute($"DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit WHERE crate = {Key(attempt)})", attempt.Cancel);
        return null;
    }

    private static string Key(YankAttempt attempt) => CrateName.Canonicalize(attempt.Crate.Name);
}
