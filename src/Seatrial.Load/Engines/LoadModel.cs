using Seatrial.Load.Arrivals;

namespace Seatrial.Load.Engines;

/// <summary>Who decides when the next request is made.</summary>
public abstract record LoadModel;

/// <summary>The world does: arrivals come when they are due, whether or not the registry is ready.</summary>
/// <param name="Plan">When each is due.</param>
/// <param name="Shard">Which of them this generator makes.</param>
public sealed record OpenModel(ArrivalPlan Plan, Shard Shard) : LoadModel;

/// <summary>The registry does: each of a number of clients comes again as soon as it was served.</summary>
/// <param name="Clients">How many.</param>
/// <param name="Duration">For how long they come again.</param>
public sealed record ClosedModel(int Clients, TimeSpan Duration) : LoadModel;
