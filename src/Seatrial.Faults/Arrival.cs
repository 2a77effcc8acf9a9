namespace Seatrial.Faults;

/// <summary>A crossing that has come to a tap: it goes on as it is, unless a fault is armed for it.</summary>
/// <param name="Crossing">The crossing with its identity.</param>
/// <param name="Fault">What is to be done to it; null when nothing is.</param>
public readonly record struct Arrival(Crossing Crossing, ArmedFault? Fault);
