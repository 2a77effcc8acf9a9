using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>Each publish reads the index file, adds its line and writes the file, without a lock and without looking whether it is still the same.</summary>
internal static class IndexReadModifyWrite
{
    public static Defect Defect { get; } = new(
        "index-read-modify-write",
        "6 (nora #650): writers of one index file lose each other's lines",
        "Each publish reads the index file, adds its line and writes the file, without a lock and without looking whether it is still the same.",
        Check.Scenario("publish/concurrent-versions", "API-PUB-08"))
    {
        Wiring = Wiring.Standard with { Publish = DirectIndex.WithoutJob.After(Commit.Name, new Step<PublishAttempt>(DirectIndex.Put, AddLine)) },
    };

    // As long as a slow storage: the race is there without it, and rarer.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50);

    private static async Task<Refusal?> AddLine(PublishAttempt attempt)
    {
        var lines = await DirectIndex.Read(attempt);
        await Task.Delay(Gap, attempt.Cancel);
        await DirectIndex.Write(attempt, [.. lines, DirectIndex.Line(attempt)]);
        return null;
    }
}
