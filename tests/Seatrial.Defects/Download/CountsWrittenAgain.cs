using Seatrial.Registry.Download;

namespace Seatrial.Defects;

/// <summary>A batch of counts whose commit was not answered is added once more.</summary>
internal static class CountsWrittenAgain
{
    public static Defect Defect { get; } = new(
        "counts-written-again",
        "32 (#532, #3414, #8144): counter writes that fail, and are tried again",
        "A batch of counts whose commit was not answered is added once more.",
        Check.Sweep("download", "I10", "cut-after"))
    {
        Wiring = Wiring.Standard with { FlushCounts = Wiring.Standard.FlushCounts.Before("write-counts", new Step<CountAttempt>("forget-batch", Forget)) },
    };

    private static async Task<Refusal?> Forget(CountAttempt attempt)
    {
        await attempt.Site.Database.Execute($"DELETE FROM count_batches WHERE id = {attempt.Batch.Id}", attempt.Cancel);
        return null;
    }
}
