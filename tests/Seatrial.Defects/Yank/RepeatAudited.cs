using Seatrial.Registry.Audit;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>A yank that changes nothing, since it was done before, is written into the audit log once more.</summary>
internal static class RepeatAudited
{
    public static Defect Defect { get; } = new(
        "repeat-audited",
        "invariant I8 (two rows for one action)",
        "A yank that changes nothing, since it was done before, is written into the audit log once more.",
        Check.Sweep("yank", "I8", "cut-after"))
    {
        Wiring = Wiring.Standard with { Yank = Wiring.Standard.Yank.After(YankSteps.Record, new Step<YankAttempt>("audit-again", WriteAgain)) },
    };

    private static async Task<Refusal?> WriteAgain(YankAttempt attempt)
    {
        if (attempt.Version.Yanked)
            await AuditLog.Write(attempt.Transaction!, attempt.Site.Clock.Milliseconds(), attempt.Caller.Login, "yank",
                CrateName.Canonicalize(attempt.Crate.Name), attempt.Version.Num, cancel: attempt.Cancel);
        return null;
    }
}
