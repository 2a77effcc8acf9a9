using Seatrial.Registry.Download;

namespace Seatrial.Defects;

/// <summary>When the storage does not answer, a version that exists is answered with 404.</summary>
internal static class OutageIsNotFound
{
    public static Defect Defect { get; } = new(
        "outage-is-not-found",
        "36 (34933114e), made worse: a download fails with a lie when a dependency does",
        "When the storage does not answer, a version that exists is answered with 404.",
        Check.Sweep("download", "I7", "error"))
    {
        Wiring = Wiring.Standard with { Download = Wiring.Standard.Download.Around("find-in-index", Deny) },
    };

    private static async Task<Refusal?> Deny(DownloadAttempt attempt, Func<Task<Refusal?>> find)
    {
        try
        {
            return await find();
        }
        catch (DependencyException)
        {
            return Refusal.NoVersion(attempt.CrateText, attempt.VersionText);
        }
    }
}
