namespace Seatrial.Load.Recording;

/// <summary>
/// Counts what one thread of a load sees, second by second. A full second is handed over whole and an empty one taken instead: the thread
/// that sends never waits for one that reports.
/// </summary>
internal sealed class Recorder(Collector collector)
{
    private Tally _second = collector.Empty();
    private long _ends = 1_000_000_000;
    private int _number;

    /// <summary>Something was sent so many nanoseconds after it was due.</summary>
    public void Sent(long lag) => _second.Lag.Record(lag);

    /// <summary>Something was sent again, on a new connection.</summary>
    public void Retried(int operation) => _second.Operations[operation].Retried++;

    /// <summary>Bytes came.</summary>
    public void Received(int operation, long bytes) => _second.Operations[operation].Bytes += bytes;

    /// <summary>A request ended. It counts in the second in which it did.</summary>
    /// <param name="operation">Its kind.</param>
    /// <param name="ending">How.</param>
    /// <param name="due">When it should have been sent, in nanoseconds from the start of the load.</param>
    /// <param name="sent">When it was.</param>
    /// <param name="now">When it ended.</param>
    public void Ended(int operation, Ending ending, long due, long sent, long now)
    {
        if (now >= _ends)
            Tick(now);
        _second.Operations[operation].End(ending, now - due, now - sent);
    }

    /// <summary>The time goes on, also when nothing happens.</summary>
    public void Tick(long now)
    {
        for (; now >= _ends; _ends += 1_000_000_000)
        {
            collector.Take(_number++, _second);
            _second = collector.Empty();
        }
    }

    /// <summary>Hands over the last second, which may be cut.</summary>
    public void Finish(long now)
    {
        Tick(now);
        collector.Take(_number, _second);
        collector.Finish();
    }
}
