namespace Seatrial.Scenarios.Histories;

/// <summary>How soon a view shows what was acknowledged. What it promises is what it is held to.</summary>
public enum Promise
{
    /// <summary>Whoever asks after a write was acknowledged sees it.</summary>
    Immediate,

    /// <summary>It may lag, but one process that has seen something never sees an older state after it.</summary>
    Monotonic,

    /// <summary>It may lag, and go back; it shows only what has been true at some time.</summary>
    Eventual,
}

/// <summary>Where a read looked: a cache in front of the index does not promise what the API does.</summary>
/// <param name="Name">Such as <c>api</c> or <c>index at the edge</c>.</param>
/// <param name="Promise">What it promises. A yank flag or an owner seen through a view that lags is held to <see cref="Promise.Eventual"/> only.</param>
public sealed record View(string Name, Promise Promise)
{
    /// <summary>The web API.</summary>
    public static View Api { get; } = new("api", Promise.Immediate);

    /// <summary>The index, without a cache before it.</summary>
    public static View Index { get; } = new("index", Promise.Immediate);

    /// <summary>The archive itself.</summary>
    public static View Archive { get; } = new("archive", Promise.Immediate);
}
