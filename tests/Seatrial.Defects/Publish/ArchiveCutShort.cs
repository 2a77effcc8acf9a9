using Seatrial.Registry.Publish;
using Seatrial.Registry.Storage;

namespace Seatrial.Defects;

/// <summary>What is left of an archive after its last whole block of 64 KiB is not stored.</summary>
internal static class ArchiveCutShort
{
    public static Defect Defect { get; } = new(
        "archive-cut-short",
        "58 (#10069, reverted by #10102): a publish that streams",
        "What is left of an archive after its last whole block of 64 KiB is not stored.",
        Check.Scenario("download/bytes-and-headers", "CRATE-11"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.Replace(PublishSteps.Blob, WriteBlocks) },
    };

    private const int Block = 64 * 1024;

    private static async Task<Refusal?> WriteBlocks(PublishAttempt attempt)
    {
        var archive = attempt.Frame.Archive;
        var whole = archive.Length <= Block ? archive : archive[..(archive.Length / Block * Block)];
        await attempt.Site.Storage.Put(StorageKeys.Blob(attempt.Checksum), whole, "application/gzip", attempt.Cancel);
        return null;
    }
}
