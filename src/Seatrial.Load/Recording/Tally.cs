using Seatrial.Load.Histograms;

namespace Seatrial.Load.Recording;

/// <summary>What came of a load, in a second of it or in all: the same counts, so seconds add up to the whole.</summary>
public sealed class Tally
{
    /// <summary>An empty one.</summary>
    /// <param name="operations">How many kinds of requests the load has.</param>
    public Tally(int operations) => Operations = [.. Enumerable.Range(0, operations).Select(_ => new OperationTally())];

    /// <summary>Each kind of request, by its number.</summary>
    public IReadOnlyList<OperationTally> Operations { get; }

    /// <summary>By how much each send was later than it was due, in an open load: the generator's own error, and the wait for a connection.</summary>
    public Histogram Lag { get; } = new();

    /// <summary>Adds what another one counted.</summary>
    public void Add(Tally other)
    {
        for (var i = 0; i < Operations.Count; i++)
            Operations[i].Add(other.Operations[i]);
        Lag.Add(other.Lag);
    }

    internal void Clear()
    {
        foreach (var operation in Operations)
            operation.Clear();
        Lag.Clear();
    }
}
