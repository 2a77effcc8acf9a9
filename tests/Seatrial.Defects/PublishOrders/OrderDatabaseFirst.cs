using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>The version is committed before its archive and its index line are stored.</summary>
internal static class OrderDatabaseFirst
{
    public static Defect Defect { get; } = new(
        "order-database-first",
        "publish order of cratery: database commit → blob → index",
        "The version is committed before its archive and its index line are stored.",
        Check.Sweep("publish", "I5", "error"))
    {
        Wiring = Wiring.Standard with { Publish = Order },
    };

    private static Workflow<PublishAttempt> Order => DirectIndex.WithoutJob
        .After(Commit.Name, DirectIndex.PutLine)
        .EndingWith(PublishSteps.Record, DirectIndex.NoJob.Name, Commit.Name, PublishSteps.Blob, DirectIndex.Put);
}
