namespace Seatrial.Defects;

/// <summary>The edge is told once that an index file has changed, and never again when that fails.</summary>
internal static class PurgeNotRepeated
{
    public static Defect Defect { get; } = new(
        "purge-not-repeated",
        "16 (#5978, #9531): the CDN goes on showing what was, after one lost invalidation",
        "The edge is told once that an index file has changed, and never again when that fails.",
        Check.Sweep("yank", "I4", "error"))
    {
        Wiring = Wiring.Standard with { UpdateIndex = Wiring.Standard.UpdateIndex.Replace("release-replicas", Purging.Release) },
    };
}
