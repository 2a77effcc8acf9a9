using Seatrial.Record;

namespace Seatrial.Faults;

/// <summary>The crossings of one run of a workflow, in the order in which they came.</summary>
public sealed class Recording
{
    /// <summary>More crossings than any one workflow makes; what comes after is counted only, so that memory has a bound.</summary>
    public const int MostKept = 100_000;

    private readonly Lock _lock = new();
    private readonly List<Crossing> _crossings = [];
    // By the side's name and not by the tap: which of two replicas a request went to must not rename its crossings.
    private readonly Dictionary<(Boundary Boundary, string Side, string Operation, string Transaction), int> _seen = [];

    private long _repeats;

    internal Recording(Names names) => Names = names;

    /// <summary>What is named anew in this run.</summary>
    public Names Names { get; }

    /// <summary>How many crossings came after <see cref="MostKept"/>; they have no identity, so a recording with any is of no use to a sweep.</summary>
    public long Dropped { get; private set; }

    /// <summary>How many requests were silent repeats of a crossing by a client's library; they are no crossings of their own.</summary>
    public long Repeats => Interlocked.Read(ref _repeats);

    /// <summary>The crossings so far.</summary>
    public IReadOnlyList<Crossing> Crossings
    {
        get
        {
            lock (_lock)
                return [.. _crossings];
        }
    }

    internal void Repeat() => Interlocked.Increment(ref _repeats);

    internal Crossing Add(Tap tap, string operation, string transaction, Traits traits, string detail)
    {
        lock (_lock)
        {
            var key = (tap.Boundary, tap.Side, operation, transaction);
            var occurrence = _seen[key] = _seen.GetValueOrDefault(key) + 1;
            var crossing = new Crossing(tap.Boundary, tap.Side, operation, transaction, occurrence) { Traits = traits, Detail = detail };
            if (_crossings.Count < MostKept)
                _crossings.Add(crossing);
            else
                Dropped++;
            return crossing;
        }
    }
}
