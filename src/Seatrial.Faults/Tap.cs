using Seatrial.Record;

namespace Seatrial.Faults;

/// <summary>A place between two components where crossings can be seen and stopped: one side of one boundary.</summary>
/// <param name="Watch">Who is told of each crossing, and says what is done to it.</param>
/// <param name="Boundary">The boundary.</param>
/// <param name="Side">The process that asks: <c>registry</c>, <c>worker-1</c>, <c>client</c>.</param>
public sealed record Tap(Watch Watch, Boundary Boundary, string Side)
{
    /// <summary>The process that asks, for the faults that kill or pause it; null when it is not ours to touch.</summary>
    public Func<int?> ProcessId { get; init; } = () => null;

    /// <summary>Whether an outage holds here: new connections are refused and old ones cut.</summary>
    public bool IsDown => Watch.IsDown(this);

    /// <summary>Tells of a crossing that is about to happen.</summary>
    public Arrival Arrive(string operation, string transaction, Traits traits, string detail = "") =>
        Watch.Arrive(this, operation, transaction, traits, detail);

    /// <summary>Tells that a client's library repeats a crossing by itself: it is the same crossing once more, and no new one.</summary>
    public Arrival ArriveAgain(Crossing crossing) => Watch.ArriveAgain(crossing);
}
