using Seatrial.Registry.Audit;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>The audit row of an unyank is written after its commit by a statement of its own, and is lost when that fails.</summary>
internal static class AuditAfterCommit
{
    public static Defect Defect { get; } = new(
        "audit-after-commit",
        "invariant I8 (no row for an action that was done)",
        "The audit row of an unyank is written after its commit by a statement of its own, and is lost when that fails.",
        Check.Sweep("unyank", "I8", "error"))
    {
        Wiring = Wiring.Standard with
        {
            Unyank = Wiring.Standard.Unyank
            .After(YankSteps.Record, new Step<YankAttempt>("drop-audit", Drop))
            .After(Commit.Name, new Step<YankAttempt>("audit", Write))
        },
    };

    private static async Task<Refusal?> Drop(YankAttempt attempt)
    {
        if (attempt.Version.Yanked)
            await attempt.Transaction!.Execute($"DELETE FROM audit WHERE id = (SELECT MAX(id) FROM audit WHERE crate = {Key(attempt)})", attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> Write(YankAttempt attempt)
    {
        if (attempt.Version.Yanked)
            await AuditLog.Write(attempt.Site.Database, attempt.Site.Clock.Milliseconds(), attempt.Caller.Login, "unyank", Key(attempt), attempt.Version.Num,
                cancel: attempt.Cancel);
        return null;
    }

    private static string Key(YankAttempt attempt) => CrateName.Canonicalize(attempt.Crate.Name);
}
