using Seatrial.Load.Histograms;

namespace Seatrial.Load.Recording;

/// <summary>What came of one operation of a load, in a second or in all of it.</summary>
public sealed class OperationTally
{
    private readonly long[] _endings = new long[Endings.Count];

    /// <summary>From when each was due until its answer was whole: what a user would have seen. Good answers, and waits that were given up.</summary>
    public Histogram Latency { get; } = new();

    /// <summary>The same from when each was sent: without the time for which the registry kept others, and so this one, waiting.</summary>
    public Histogram Uncorrected { get; } = new();

    /// <summary>The times of all others, from when each was due.</summary>
    public Histogram Failures { get; } = new();

    /// <summary>Bytes received.</summary>
    public long Bytes { get; internal set; }

    /// <summary>Requests sent again on a new connection, since the registry had closed the kept one without an answer.</summary>
    public long Retried { get; internal set; }

    /// <summary>How many ended in this way.</summary>
    public long this[Ending ending] => _endings[(int)ending];

    /// <summary>How many ended.</summary>
    public long Ended => _endings.Sum();

    /// <summary>How many ended well.</summary>
    public long Good => this[Ending.Ok] + this[Ending.NotModified] + this[Ending.Redirected];

    internal void End(Ending ending, long corrected, long uncorrected)
    {
        _endings[(int)ending]++;
        if (ending.IsWait)
        {
            Latency.Record(corrected);
            Uncorrected.Record(uncorrected);
        }
        else
        {
            Failures.Record(corrected);
        }
    }

    internal void Add(OperationTally other)
    {
        for (var i = 0; i < _endings.Length; i++)
            _endings[i] += other._endings[i];
        Latency.Add(other.Latency);
        Uncorrected.Add(other.Uncorrected);
        Failures.Add(other.Failures);
        (Bytes, Retried) = (Bytes + other.Bytes, Retried + other.Retried);
    }

    internal void Count(Ending ending, long many) => _endings[(int)ending] += many;

    internal void Clear()
    {
        Array.Clear(_endings);
        Latency.Clear();
        Uncorrected.Clear();
        Failures.Clear();
        (Bytes, Retried) = (0, 0);
    }
}
