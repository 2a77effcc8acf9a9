using System.Collections.Concurrent;
using Seatrial.Registry.Publish;
using Seatrial.Registry.Tokens;

namespace Seatrial.Defects;

/// <summary>Who a token belongs to is looked up once and remembered, so a revoked token goes on publishing.</summary>
internal static class TokenRemembered
{
    public static Defect Defect { get; } = new(
        "token-remembered",
        "43 (PR #13577): a credential that is accepted after its end",
        "Who a token belongs to is looked up once and remembered, so a revoked token goes on publishing.",
        Check.Scenario("auth/revoked-token", "AUTH-08"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.Around(Authenticate.Name, Remember) },
    };

    private static readonly ConcurrentDictionary<string, Caller> Callers = new();

    private static async Task<Refusal?> Remember(PublishAttempt attempt, Func<Task<Refusal?>> authenticate)
    {
        if (Callers.TryGetValue(attempt.Authorization ?? "", out var known))
        {
            attempt.Caller = known;
            return null;
        }

        if (await authenticate() is { } refusal)
            return refusal;
        Callers[attempt.Authorization!] = attempt.Caller;
        return null;
    }
}
