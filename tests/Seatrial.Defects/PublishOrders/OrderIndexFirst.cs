using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>The index advertises the version before there is an archive or an owner.</summary>
internal static class OrderIndexFirst
{
    public static Defect Defect { get; } = new(
        "order-index-first",
        "publish order of ktra: index → blob → database",
        "The index advertises the version before there is an archive or an owner.",
        Check.Sweep("publish", "I5", "error"))
    {
        Wiring = Wiring.Standard with { Publish = Order },
    };

    private static Workflow<PublishAttempt> Order => DirectIndex.WithoutJob
        .After(Commit.Name, DirectIndex.PutLine)
        .EndingWith(DirectIndex.Put, PublishSteps.Blob, PublishSteps.Record, DirectIndex.NoJob.Name, Commit.Name);
}
