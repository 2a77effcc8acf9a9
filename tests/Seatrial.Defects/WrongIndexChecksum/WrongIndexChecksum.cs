using Seatrial.Cargo;
using Seatrial.Registry;
using Seatrial.Registry.Index;

namespace Seatrial.Defects.WrongIndexChecksum;

/// <summary>
/// The index names another checksum than that of the stored archive, so that no download can be verified.
/// </summary>
internal static class WrongIndexChecksum
{
    public static Defect Defect { get; } = new(
        "wrong-index-checksum",
        "an index line whose cksum is not that of the archive: every download fails (contract IDX-08, IDX-09)",
        "I3: checksum in the index = sha256 of the object = checksum in the API",
        Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.After("read-versions", Spoil) });

    private static void Spoil(IndexAttempt attempt) =>
        attempt.Lines = [.. attempt.Lines.Select(line => line with { Checksum = Checksum.Of("not the archive"u8) })];
}
