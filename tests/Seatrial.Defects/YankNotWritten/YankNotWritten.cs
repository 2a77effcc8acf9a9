using Seatrial.Registry;
using Seatrial.Registry.Steps;
using Seatrial.Registry.Yank;

namespace Seatrial.Defects.YankNotWritten;

/// <summary>A yank is confirmed and never written: neither the database nor the index learns of it.</summary>
internal static class YankNotWritten
{
    public static Defect Defect { get; } = new(
        "yank-not-written",
        "a yank that was answered with success and lost (incident 8)",
        "I7: a 2xx answer is durable; API-YANK-04: `yanked` flips in the index",
        Wiring.Standard with { Yank = Wiring.Standard.Yank.Replace(YankSteps.Record, WriteNothing) });

    private static Task<Refusal?> WriteNothing(YankAttempt attempt) => Task.FromResult<Refusal?>(null);
}
