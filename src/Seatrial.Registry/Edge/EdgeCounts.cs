namespace Seatrial.Registry.Edge;

/// <summary>Where the edge's answers came from.</summary>
internal sealed class EdgeCounts
{
    private long _hits, _misses, _stale;

    /// <summary>From the cache, fresh.</summary>
    public long Hits => Interlocked.Read(ref _hits);

    /// <summary>From the origin.</summary>
    public long Misses => Interlocked.Read(ref _misses);

    /// <summary>From the cache, because the origin could not answer.</summary>
    public long Stale => Interlocked.Read(ref _stale);

    /// <summary>Counts an answer.</summary>
    /// <param name="how">As the header X-Cache says it.</param>
    public void Add(string how)
    {
        if (how == "HIT")
            Interlocked.Increment(ref _hits);
        else if (how == "STALE")
            Interlocked.Increment(ref _stale);
        else
            Interlocked.Increment(ref _misses);
    }
}
