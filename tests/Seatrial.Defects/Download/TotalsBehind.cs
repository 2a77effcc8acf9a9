using System.Collections.Concurrent;
using Seatrial.Registry.Download;

namespace Seatrial.Defects;

/// <summary>What is counted goes into the numbers of the day at once, and into the totals with the next flush.</summary>
internal static class TotalsBehind
{
    public static Defect Defect { get; } = new(
        "totals-behind",
        "63 (#5419, #2714): recent downloads above all downloads, since the two are refreshed at different times",
        "What is counted goes into the numbers of the day at once, and into the totals with the next flush.",
        Check.Scenario("download/counted", "DL-12"))
    {
        Wiring = Wiring.Standard with { FlushCounts = Wiring.Standard.FlushCounts.After("write-counts", new Step<CountAttempt>("totals-later", Later)) },
    };

    // What the totals still lack: one flush at a time.
    private static readonly ConcurrentDictionary<(string Crate, string Version), long> Owed = new();

    private static async Task<Refusal?> Later(CountAttempt attempt)
    {
        foreach (var ((crate, version), count) in attempt.Batch.Counts)
        {
            await attempt.Transaction!.Execute($"""
                UPDATE downloads SET total = total + {Owed.GetValueOrDefault((crate, version)) - count} WHERE version_id IN
                    (SELECT v.id FROM versions v JOIN crates c ON c.id = v.crate_id WHERE c.canonical = {crate} AND v.num = {version})
                """, attempt.Cancel);
            Owed[(crate, version)] = count;
        }

        return null;
    }
}
