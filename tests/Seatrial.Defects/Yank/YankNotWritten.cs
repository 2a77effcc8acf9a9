using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>A yank is confirmed and never written: neither the database nor the index learns of it.</summary>
internal static class YankNotWritten
{
    public static Defect Defect { get; } = new(
        "yank-not-written",
        "8, in its plainest form: a yank that was answered with success and lost",
        "A yank is confirmed and never written: neither the database nor the index learns of it.",
        Check.Scenario("publish/yank", "API-YANK-04"))
    {
        Wiring = Wiring.Standard with { Yank = Wiring.Standard.Yank.Replace(YankSteps.Record, WriteNothing) },
    };

    private static Task<Refusal?> WriteNothing(YankAttempt attempt) => Task.FromResult<Refusal?>(null);
}
