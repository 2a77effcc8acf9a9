using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>More than five publishes of one second are answered with 500, as if the registry were broken.</summary>
internal static class BurstIsAnError
{
    public static Defect Defect { get; } = new(
        "burst-is-an-error",
        "44 (PR #3790, reverted by #3858): a limit on publishes answers 500",
        "More than five publishes of one second are answered with 500, as if the registry were broken.",
        Check.Scenario("publish/concurrent-versions", "API-PUB-01"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.After("read-frame", new Step<PublishAttempt>("limit", Limit)) },
    };

    private const int Most = 5;

    private static readonly Queue<long> Recent = new();

    private static Refusal? Limit(PublishAttempt attempt)
    {
        var now = attempt.Site.Clock.Milliseconds();
        lock (Recent)
        {
            while (Recent.TryPeek(out var oldest) && oldest < now - 1000)
                Recent.Dequeue();
            Recent.Enqueue(now);
            return Recent.Count <= Most ? null : new Refusal(500, "too many versions were published today");
        }
    }
}
