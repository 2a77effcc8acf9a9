using Seatrial.Registry.Owners;
using Seatrial.Registry.Users;

namespace Seatrial.Defects;

/// <summary>A removal takes away one of the owner's two entries and tells that the owner is gone.</summary>
internal static class RemovedOwnerStays
{
    public static Defect Defect { get; } = new(
        "removed-owner-stays",
        "40 (#2736): an owner who was removed still is one",
        "A removal takes away one of the owner's two entries and tells that the owner is gone.",
        Check.Scenario("auth/owners", "API-OWN-03"))
    {
        Wiring = Wiring.Standard with { RemoveOwner = Wiring.Standard.RemoveOwner.After("record", new Step<OwnersAttempt>("keep-other-entry", Keep)) },
    };

    private static async Task<Refusal?> Keep(OwnersAttempt attempt)
    {
        foreach (var login in attempt.Logins)
            await attempt.Transaction!.Execute($"""
                INSERT INTO owners (crate_id, user_id, created_at)
                SELECT {attempt.Crate.Id}, id, {attempt.Site.Clock.Milliseconds()} FROM users WHERE canonical = {UserRecord.Canonical(login)}
                ON CONFLICT DO NOTHING
                """, attempt.Cancel);
        return null;
    }
}
