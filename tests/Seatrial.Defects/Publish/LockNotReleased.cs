using System.Collections.Concurrent;
using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>A publish marks its version as being published, and only success takes the mark away.</summary>
internal static class LockNotReleased
{
    public static Defect Defect { get; } = new(
        "lock-not-released",
        "5 (kellnr #1375), as a lock: a retry is refused for what the failed attempt left behind",
        "A publish marks its version as being published, and only success takes the mark away.",
        Check.Sweep("publish", "I6", "error"))
    {
        Wiring = Wiring.Standard with
        {
            Publish = Wiring.Standard.Publish
            .Before(PublishSteps.Blob, new Step<PublishAttempt>("mark", Mark))
            .After(Commit.Name, Unmark)
        },
    };

    private static readonly ConcurrentDictionary<string, bool> Marked = new();

    private static Refusal? Mark(PublishAttempt attempt) =>
        Marked.TryAdd(Version(attempt), true) ? null : Refusal.Conflict($"`{Version(attempt)}` is being published");

    private static void Unmark(PublishAttempt attempt) => Marked.TryRemove(Version(attempt), out _);

    private static string Version(PublishAttempt attempt) => $"{attempt.Metadata.Name} {attempt.Metadata.Version}";
}
