using Seatrial.Registry.Tokens;

namespace Seatrial.Defects;

/// <summary>A token is a number that is counted up, so that whoever has one knows all others.</summary>
internal static class TokenCountedUp
{
    public static Defect Defect { get; } = new(
        "token-counted-up",
        "38 (advisory of 2020-07-14): tokens that can be guessed",
        "A token is a number that is counted up, so that whoever has one knows all others.",
        Check.Scenario("auth/token-is-secret", "AUTH-15"))
    {
        Wiring = Wiring.Standard with { CreateToken = Wiring.Standard.CreateToken.After("record", new Step<TokenAttempt>("count-up", CountUp)) },
    };

    private static async Task<Refusal?> CountUp(TokenAttempt attempt)
    {
        attempt.Secret = $"{TokenText.Prefix}{attempt.Id:D32}";
        await attempt.Transaction!.Execute($"UPDATE tokens SET hash = {TokenText.Hash(attempt.Secret)} WHERE id = {attempt.Id}", attempt.Cancel);
        return null;
    }
}
