using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>A publish that is repeated appends its line to the index once more, whether or not it is there.</summary>
internal static class IndexAppendedByRetry
{
    public static Defect Defect { get; } = new(
        "index-appended-by-retry",
        "publish order of cargo-http-registry, estuary and margo, after the commit: the index lists a version twice",
        "A publish that is repeated appends its line to the index once more, whether or not it is there.",
        Check.Sweep("publish", "I2", "cut-after"))
    {
        Wiring = Wiring.Standard with
        {
            Publish = DirectIndex.WithoutJob.After(Commit.Name, DirectIndex.AppendLine).Replace("refuse-duplicate", Refuse),
        },
    };

    private static async Task<Refusal?> Refuse(PublishAttempt attempt)
    {
        if (attempt.Existing is null)
            return null;
        if (attempt.IsRepeated)
            await DirectIndex.AppendLine.Run(attempt);
        return PublishRecord.Duplicate(attempt);
    }
}
