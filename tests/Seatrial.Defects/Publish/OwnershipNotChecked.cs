using Seatrial.Registry.Tokens;

namespace Seatrial.Defects;

/// <summary>Whoever has a token may publish to and yank from every crate.</summary>
internal static class OwnershipNotChecked
{
    public static Defect Defect { get; } = new(
        "ownership-not-checked",
        "contract API-PUB-05, API-YANK-05: a permission that is looked up and not enforced",
        "Whoever has a token may publish to and yank from every crate.",
        Check.Scenario("auth/not-an-owner", "API-PUB-05"))
    {
        Wiring = Wiring.Standard with
        {
            Publish = Wiring.Standard.Publish.After(Authenticate.Name, TrustEverybody),
            Yank = Wiring.Standard.Yank.After(Authenticate.Name, TrustEverybody),
            Unyank = Wiring.Standard.Unyank.After(Authenticate.Name, TrustEverybody),
        },
    };

    private static void TrustEverybody(Attempt attempt) => attempt.Caller = attempt.Caller with { IsAdmin = true };
}
