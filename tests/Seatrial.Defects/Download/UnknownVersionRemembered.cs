using System.Collections.Concurrent;
using Seatrial.Registry.Download;

namespace Seatrial.Defects;

/// <summary>A version that was once not there is remembered as unknown, also after it has been published.</summary>
internal static class UnknownVersionRemembered
{
    public static Defect Defect { get; } = new(
        "unknown-version-remembered",
        "9 (#1591, #1296): a process answers from a state that others have moved on from",
        "A version that was once not there is remembered as unknown, also after it has been published.",
        Check.Scenario("download/no-negative-caching", "API-PUB-08"))
    {
        Wiring = Wiring.Standard with
        {
            Download = Wiring.Standard.Download
            .Around("find-in-memory", Recall)
            .Around("find-in-database", Remember)
        },
    };

    private static readonly ConcurrentDictionary<string, bool> Unknown = new();

    private static async Task<Refusal?> Remember(DownloadAttempt attempt, Func<Task<Refusal?>> find)
    {
        var refusal = await find();
        if (refusal is { IsOutage: false })
            Unknown[Version(attempt)] = true;
        return refusal;
    }

    private static Task<Refusal?> Recall(DownloadAttempt attempt, Func<Task<Refusal?>> find) => Unknown.ContainsKey(Version(attempt))
        ? Task.FromResult<Refusal?>(Refusal.NoVersion(attempt.CrateText, attempt.VersionText))
        : find();

    private static string Version(DownloadAttempt attempt) => $"{attempt.CrateText} {attempt.VersionText}";
}
