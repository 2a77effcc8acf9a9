using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>Archive and index line are written while the transaction is open, and stay when its commit fails.</summary>
internal static class OrderNetworkInTransaction
{
    public static Defect Defect { get; } = new(
        "order-network-in-transaction",
        "publish order of alexandrie: transaction {blob, index} → commit; incident 1",
        "Archive and index line are written while the transaction is open, and stay when its commit fails.",
        Check.Sweep("publish", "I1", "error"))
    {
        Wiring = Wiring.Standard with { Publish = Order },
    };

    private static Workflow<PublishAttempt> Order => DirectIndex.WithoutJob
        .After(Commit.Name, DirectIndex.PutLine)
        .EndingWith(PublishSteps.Record, DirectIndex.NoJob.Name, PublishSteps.Blob, DirectIndex.Put, Commit.Name);
}
