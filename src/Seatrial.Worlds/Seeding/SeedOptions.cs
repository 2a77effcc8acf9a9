namespace Seatrial.Worlds.Seeding;

/// <summary>What of a world goes into a database.</summary>
public sealed record SeedOptions
{
    /// <summary>Whether versions have been downloaded.</summary>
    public bool WithDownloads { get; init; } = true;

    /// <summary>Whether a job for each crate is queued that writes its index file, as its publishes would have.</summary>
    public bool WithIndex { get; init; } = true;
}

/// <summary>What came of seeding a database.</summary>
/// <param name="Problem">Why nothing was changed; null when all was done.</param>
/// <param name="Versions">How many versions are there now.</param>
public sealed record Seeded(string? Problem, long Versions = 0);
