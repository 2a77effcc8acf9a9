using Seatrial.Registry.Index;

namespace Seatrial.Defects;

/// <summary>An index job whose write fails once is given up.</summary>
internal static class IndexJobTriedOnce
{
    public static Defect Defect { get; } = new(
        "index-job-tried-once",
        "23 (#11588): jobs fail for ever when a dependency pushes back",
        "An index job whose write fails once is given up.",
        Check.Sweep("publish", "I12", "error"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.Around("write-index-file", GiveUp) },
    };

    private static async Task<Refusal?> GiveUp(IndexAttempt attempt, Func<Task<Refusal?>> write)
    {
        try
        {
            return await write();
        }
        catch (DependencyException)
        {
            await attempt.Site.Database.Execute(
                $"UPDATE jobs SET dead_at = {attempt.Site.Clock.Milliseconds()}, lease = NULL, lease_until = NULL WHERE id = {attempt.Job.Id}", attempt.Cancel);
            throw;
        }
    }
}
