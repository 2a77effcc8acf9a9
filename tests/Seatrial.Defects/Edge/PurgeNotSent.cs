namespace Seatrial.Defects;

/// <summary>The edge is not told that an index file has changed.</summary>
internal static class PurgeNotSent
{
    public static Defect Defect { get; } = new(
        "purge-not-sent",
        "17 (#4913): a cached index without invalidation",
        "The edge is not told that an index file has changed.",
        Check.Scenario("publish/new-version", "API-PUB-12"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.Replace("purge-edge", _ => Task.FromResult<Refusal?>(null)).Replace("release-replicas", Purging.Release) },
    };
}
