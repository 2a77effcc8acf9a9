using Seatrial.Registry.Index;

namespace Seatrial.Defects;

/// <summary>The index job takes a failed write of the index file for a success.</summary>
internal static class IndexErrorSwallowed
{
    public static Defect Defect { get; } = new(
        "index-error-swallowed",
        "3 (incident of 2020-02-20, PR #2207): the push failed and the job said that it was done",
        "The index job takes a failed write of the index file for a success.",
        Check.Sweep("publish", "I1", "error"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.Around("write-index-file", Swallow) },
    };

    private static async Task<Refusal?> Swallow(IndexAttempt attempt, Func<Task<Refusal?>> write)
    {
        try
        {
            await write();
        }
        catch (DependencyException)
        {
            // Whatever it was.
        }

        return null;
    }
}
