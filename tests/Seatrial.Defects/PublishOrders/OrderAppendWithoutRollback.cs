using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>A line is appended to the index first, is not taken back when the rest fails, and comes once more with the retry.</summary>
internal static class OrderAppendWithoutRollback
{
    public static Defect Defect { get; } = new(
        "order-append-without-rollback",
        "publish order of cargo-http-registry, estuary and margo: index append → blob → commit",
        "A line is appended to the index first, is not taken back when the rest fails, and comes once more with the retry.",
        Check.Sweep("publish", "I5", "error"))
    {
        Wiring = Wiring.Standard with { Publish = Order },
    };

    private static Workflow<PublishAttempt> Order => DirectIndex.WithoutJob
        .After(Commit.Name, DirectIndex.AppendLine)
        .EndingWith(DirectIndex.Append, PublishSteps.Blob, PublishSteps.Record, DirectIndex.NoJob.Name, Commit.Name);
}
