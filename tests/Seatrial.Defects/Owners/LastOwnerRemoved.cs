using Seatrial.Registry.Owners;

namespace Seatrial.Defects;

/// <summary>The last owner of a crate can be removed.</summary>
internal static class LastOwnerRemoved
{
    public static Defect Defect { get; } = new(
        "last-owner-removed",
        "invariant I9: a crate that nobody owns",
        "The last owner of a crate can be removed.",
        Check.Scenario("auth/owners", "API-OWN-04"))
    {
        Wiring = Wiring.Standard with { RemoveOwner = Wiring.Standard.RemoveOwner.Around("record", Ignore) },
    };

    private static async Task<Refusal?> Ignore(OwnersAttempt attempt, Func<Task<Refusal?>> record) =>
        await record() is { } refusal && !refusal.Detail.EndsWith("must keep at least one owner", StringComparison.Ordinal) ? refusal : null;
}
