using Microsoft.Extensions.Logging;
using Seatrial.Registry.Tokens;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>The log of a yank holds the Authorization header.</summary>
internal static class TokenInLog
{
    public static Defect Defect { get; } = new(
        "token-in-log",
        "46 (disclosure of 2025): credentials in what is logged",
        "The log of a yank holds the Authorization header.",
        Check.Sweep("yank", "I15", "slow"))
    {
        Wiring = Wiring.Standard with { Yank = Wiring.Standard.Yank.After(Authenticate.Name, Tell) },
    };

    private static void Tell(YankAttempt attempt) =>
        attempt.Site.Log.LogWarning("yank by {Login}, {Authorization}", attempt.Caller.Login, attempt.Authorization);
}
