namespace Seatrial.Scenarios.Sweeps.Stores;

/// <summary>
/// A store of the registry that the sweep looks into, by a way of its own: never through a proxy, so that looking neither fails
/// with the fault nor is taken for a crossing.
/// </summary>
public abstract class Store
{
    /// <summary>What it is called in reports: <c>api</c>, <c>index</c>, <c>database</c>, <c>storage</c>.</summary>
    public abstract string Name { get; }

    /// <summary>What it holds of a crate. What cannot be read is told in the holding and never thrown.</summary>
    /// <param name="crate">The crate's name as published.</param>
    /// <param name="packages">Everything that anybody tried to publish under this name, for stores that do not list.</param>
    /// <param name="cancelled">Ends the wait.</param>
    public abstract Task<Holding> ReadAsync(string crate, IReadOnlyList<CratePackage> packages, CancellationToken cancelled);
}
