using Seatrial.Registry.Index;

namespace Seatrial.Defects;

/// <summary>The index names another checksum than that of the stored archive, so that no download can be verified.</summary>
internal static class WrongIndexChecksum
{
    public static Defect Defect { get; } = new(
        "wrong-index-checksum",
        "contract IDX-08, IDX-09: an index line whose cksum is not that of the archive",
        "The index names another checksum than that of the stored archive, so that no download can be verified.",
        Check.Scenario("publish/new-crate", "IDX-08"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.After("read-versions", Spoil) },
    };

    private static void Spoil(IndexAttempt attempt) =>
        attempt.Lines = [.. attempt.Lines.Select(line => line with { Checksum = Checksum.Of("not the archive"u8) })];
}
