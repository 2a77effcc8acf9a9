namespace Seatrial.Scenarios.Histories;

/// <summary>When a fault was at work, in ticks of 100 ns since the history began.</summary>
/// <param name="Words">The fault, such as <c>cut-after on COMMIT</c>.</param>
/// <param name="From">When it began.</param>
/// <param name="Until">When it was healed; absent when it was not.</param>
public sealed record FaultMark(string Words, long From, long? Until);

/// <summary>
/// The operations of a race, with the times between which each of them took effect. Every object begins empty: what was made
/// before the race (a crate, its first owner) stands in the history as operations that were acknowledged before all others.
/// </summary>
/// <param name="Operations">The operations, in any order.</param>
/// <param name="Marks">The faults.</param>
public sealed record History(IReadOnlyList<Operation> Operations, IReadOnlyList<FaultMark> Marks)
{
    /// <summary>
    /// When the registry had come to rest: no answer was awaited any more, faults were healed, jobs drained. What was open
    /// until then was done by then or never will be, and reads after it show the final state. Absent when it never was awaited.
    /// </summary>
    public long? Settled { get; init; }

    /// <summary>How many operations came after the recorder was full. A history with any is of no use: what is missing may explain what is there.</summary>
    public long Dropped { get; init; }
}
