using Seatrial.Registry.Index;

namespace Seatrial.Defects;

/// <summary>The key of a purge is made of the crate's name as it is spelled, so it is right for names without capitals and hyphens only.</summary>
internal static class PurgeOfSpelledName
{
    public static Defect Defect { get; } = new(
        "purge-of-spelled-name",
        "25 (PR #14000): an invalidation of paths that are not the cached ones",
        "The key of a purge is made of the crate's name as it is spelled, so it is right for names without capitals and hyphens only.",
        Check.Scenario("publish/name-collision", "API-PUB-09"))
    {
        Wiring = Purging.Of(attempt => SurrogateKeys.OfCrate(attempt.Crate.Name)),
    };
}
