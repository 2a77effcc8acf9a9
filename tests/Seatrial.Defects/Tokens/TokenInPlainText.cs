using Seatrial.Registry.Tokens;

namespace Seatrial.Defects;

/// <summary>A new token is stored in plain text as its own name, where the list of tokens shows it.</summary>
internal static class TokenInPlainText
{
    public static Defect Defect { get; } = new(
        "token-in-plain-text",
        "38 (advisory of 2020-07-14): tokens that are stored in plain text",
        "A new token is stored in plain text as its own name, where the list of tokens shows it.",
        Check.Scenario("auth/token-is-secret", "AUTH-12"))
    {
        Wiring = Wiring.Standard with { CreateToken = Wiring.Standard.CreateToken.After("record", new Step<TokenAttempt>("store-plain-text", Store)) },
    };

    private static async Task<Refusal?> Store(TokenAttempt attempt)
    {
        await attempt.Transaction!.Execute($"UPDATE tokens SET name = {attempt.Secret} WHERE id = {attempt.Id}", attempt.Cancel);
        return null;
    }
}
