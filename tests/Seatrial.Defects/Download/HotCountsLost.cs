using System.Collections.Concurrent;
using Seatrial.Registry.Download;

namespace Seatrial.Defects;

/// <summary>Of downloads of one version within a tenth of a second only the first is counted.</summary>
internal static class HotCountsLost
{
    public static Defect Defect { get; } = new(
        "hot-counts-lost",
        "30 (#7039, reverted by #7043): counts are dropped, and most for popular crates",
        "Of downloads of one version within a tenth of a second only the first is counted.",
        Check.Scenario("download/counted", "DL-12"))
    {
        Wiring = Wiring.Standard with { Download = Wiring.Standard.Download.Around("count", CountSome) },
    };

    private const long Moment = 100;

    private static readonly ConcurrentDictionary<KnownVersion, long> Last = new();

    private static Task<Refusal?> CountSome(DownloadAttempt attempt, Func<Task<Refusal?>> count)
    {
        var (now, counted) = (attempt.Site.Clock.Milliseconds(), false);
        Last.AddOrUpdate(attempt.Found!, _ => First(), (_, last) => now - last < Moment ? last : First());
        return counted ? count() : Task.FromResult<Refusal?>(null);

        long First()
        {
            counted = true;
            return now;
        }
    }
}
