using Seatrial.Registry.Index;

namespace Seatrial.Defects;

/// <summary>What is purged for a changed index file is the crate's archives.</summary>
internal static class PurgeOfArchives
{
    public static Defect Defect { get; } = new(
        "purge-of-archives",
        "21 (#12609): all invalidations go to the wrong distribution",
        "What is purged for a changed index file is the crate's archives.",
        Check.Scenario("publish/build-metadata", "API-YANK-04"))
    {
        Wiring = Purging.Of(attempt => SurrogateKeys.OfArchives(attempt.Job.Key)),
    };
}
