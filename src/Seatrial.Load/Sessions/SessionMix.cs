namespace Seatrial.Load.Sessions;

/// <summary>Who comes: weights that need not add up to anything.</summary>
/// <param name="Build">Cargo, resolving and fetching what a crate needs.</param>
/// <param name="Search">Somebody who searches.</param>
/// <param name="Page">Somebody who looks at a crate's page.</param>
/// <param name="Publish">Somebody who publishes.</param>
public sealed record SessionMix(double Build, double Search, double Page, double Publish)
{
    /// <summary>The share of builds that have been here before: they ask whether index files changed, and have most archives.</summary>
    public double Warm { get; init; }

    /// <summary>The share of archives that a warm build has not.</summary>
    public double Missing { get; init; } = 0.1;
}
