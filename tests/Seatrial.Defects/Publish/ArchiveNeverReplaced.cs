using Seatrial.Registry.Publish;
using Seatrial.Registry.Storage;

namespace Seatrial.Defects;

/// <summary>An archive that is there already refuses the publish, also when it was left by an attempt that failed.</summary>
internal static class ArchiveNeverReplaced
{
    public static Defect Defect { get; } = new(
        "archive-never-replaced",
        "5 (kellnr #1375): the archive of a failed publish makes every retry fail",
        "An archive that is there already refuses the publish, also when it was left by an attempt that failed.",
        Check.Sweep("publish", "I6", "error", "cut-after"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.Replace(PublishSteps.Blob, WriteOnce) },
    };

    private static async Task<Refusal?> WriteOnce(PublishAttempt attempt) =>
        await attempt.Site.Storage.Replace(StorageKeys.Blob(attempt.Checksum), attempt.Frame.Archive, "application/gzip", null, attempt.Cancel)
            ? null
            : Refusal.Conflict($"the archive of `{attempt.Metadata.Name} {attempt.Metadata.Version}` exists already");
}
