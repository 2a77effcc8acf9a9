namespace Seatrial.Load.Arrivals;

/// <summary>Somebody comes and wants something, whether or not the registry is ready.</summary>
/// <param name="Ordinal">Its place in the whole load, from 0: the same for every split into shards.</param>
/// <param name="Nanoseconds">When it is due, from the start of the load.</param>
public readonly record struct Arrival(long Ordinal, long Nanoseconds);
