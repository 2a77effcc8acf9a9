using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Sessions;

namespace Seatrial.Load.Profiles;

/// <summary>What a load is: who comes, when, how much of a world there is, within which bounds, and what the registry must keep.</summary>
public sealed record LoadProfile
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What it stands for, in one sentence.</summary>
    public required string Description { get; init; }

    /// <summary>How many sessions a second begin.</summary>
    public required RateCurve Curve { get; init; }

    /// <summary>How they lie along it.</summary>
    public required Spacing Spacing { get; init; }

    /// <summary>Who comes.</summary>
    public required SessionMix Mix { get; init; }

    /// <summary>How many crates the world has.</summary>
    public required int Crates { get; init; }

    /// <summary>The bounds.</summary>
    public required LoadLimits Limits { get; init; }

    /// <summary>What must hold.</summary>
    public required Objectives Objectives { get; init; }
}

/// <summary>What a registry must keep under a load. What is absent is not asked.</summary>
public sealed record Objectives
{
    /// <summary>The longest that half of all requests may take, in milliseconds, from when they were due.</summary>
    public double? P50 { get; init; }

    /// <summary>The same for 95 of 100.</summary>
    public double? P95 { get; init; }

    /// <summary>The same for 99 of 100.</summary>
    public double? P99 { get; init; }

    /// <summary>The same for 999 of 1,000.</summary>
    public double? P999 { get; init; }

    /// <summary>The largest share of requests that may end otherwise than well, from 0 to 1.</summary>
    public double? Errors { get; init; }
}
