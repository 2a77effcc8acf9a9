namespace Seatrial.Load.Arrivals;

/// <summary>How arrivals lie along a curve.</summary>
public enum Spacing
{
    /// <summary>As even as the rate allows: what a pacemaker does.</summary>
    Even,

    /// <summary>Each by chance and none knowing of the others (a Poisson process): what many independent users do.</summary>
    Poisson,
}

/// <summary>
/// When each arrival of a load is due: a pure function of curve, spacing and seed. Who knows these three knows the whole load, so n shards
/// share it without a master, and the union of their arrivals is the whole, bit for bit.
/// </summary>
/// <param name="curve">How many a second are asked for.</param>
/// <param name="spacing">How they lie along it.</param>
/// <param name="seed">The seed of all chance in it.</param>
public sealed class ArrivalPlan(RateCurve curve, Spacing spacing, ulong seed)
{
    /// <summary>How many a second are asked for.</summary>
    public RateCurve Curve => curve;

    /// <summary>How they lie along it.</summary>
    public Spacing Spacing => spacing;

    /// <summary>The arrivals of one shard, in order.</summary>
    public IEnumerable<Arrival> Of(Shard shard)
    {
        var cursor = Begin(shard);
        while (cursor.TryNext(out var arrival))
            yield return arrival;
    }

    /// <summary>The same, for loops that must not allocate.</summary>
    internal ArrivalCursor Begin(Shard shard) => new(curve, spacing, seed, shard);
}
