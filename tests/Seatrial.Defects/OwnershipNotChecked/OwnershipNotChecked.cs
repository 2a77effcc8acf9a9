using Seatrial.Registry;
using Seatrial.Registry.Steps;
using Seatrial.Registry.Tokens;

namespace Seatrial.Defects.OwnershipNotChecked;

/// <summary>Whoever has a token may publish to and yank from every crate.</summary>
internal static class OwnershipNotChecked
{
    public static Defect Defect { get; } = new(
        "ownership-not-checked",
        "a permission that is looked up and not enforced (contract API-PUB-05, API-YANK-05)",
        "API-PUB-05 and API-YANK-05: strangers get a 403 and change nothing",
        Wiring.Standard with
        {
            Publish = Wiring.Standard.Publish.After(Authenticate.Name, TrustEverybody),
            Yank = Wiring.Standard.Yank.After(Authenticate.Name, TrustEverybody),
            Unyank = Wiring.Standard.Unyank.After(Authenticate.Name, TrustEverybody),
        });

    private static void TrustEverybody(Attempt attempt) => attempt.Caller = attempt.Caller with { IsAdmin = true };
}
