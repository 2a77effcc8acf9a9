using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>Whether the version exists is looked up before the lock is taken and not again, so the losers of a race meet the unique key.</summary>
internal static class CheckThenInsert
{
    public static Defect Defect { get; } = new(
        "check-then-insert",
        "10 (crates.io a3d605946): a check, then an insert, and no lock over both",
        "Whether the version exists is looked up before the lock is taken and not again, so the losers of a race meet the unique key.",
        Check.Scenario("publish/concurrent-same-version", "API-PUB-06"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.Replace(PublishSteps.Record, Insert) },
    };

    // As long as a slow statement: the race is there without it, and rarer.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(100);

    private static async Task<Refusal?> Insert(PublishAttempt attempt)
    {
        await Task.Delay(Gap, attempt.Cancel);
        attempt.Transaction = await attempt.Site.Database.BeginWrite("", PublishRecord.Write(attempt), attempt.Cancel);
        return null;
    }
}
