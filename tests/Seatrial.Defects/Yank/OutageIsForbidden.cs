using Seatrial.Registry.Tokens;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>When the database does not answer, the token counts as unknown and the yank is refused with 403.</summary>
internal static class OutageIsForbidden
{
    public static Defect Defect { get; } = new(
        "outage-is-forbidden",
        "53 (#8333), made worse: a dependency that does not answer is the client's fault",
        "When the database does not answer, the token counts as unknown and the yank is refused with 403.",
        Check.Sweep("yank", "I7", "error"))
    {
        Wiring = Wiring.Standard with { Yank = Wiring.Standard.Yank.Around(Authenticate.Name, Deny) },
    };

    private static async Task<Refusal?> Deny(YankAttempt attempt, Func<Task<Refusal?>> authenticate)
    {
        try
        {
            return await authenticate();
        }
        catch (DbException)
        {
            return Refusal.Forbidden("authentication failed: the token is not known");
        }
    }
}
