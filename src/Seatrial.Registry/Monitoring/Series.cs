namespace Seatrial.Registry.Monitoring;

/// <summary>The numbers of one metric with one set of labels.</summary>
/// <param name="bounds">The upper bounds of a histogram's buckets; empty for a single number.</param>
internal sealed class Series(double[] bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = new long[bounds.Length + 1];
    private double _value;

    public void Add(double value)
    {
        lock (_lock)
            _value += value;
    }

    public void Set(double value)
    {
        lock (_lock)
            _value = value;
    }

    public void Observe(double value)
    {
        var found = Array.BinarySearch(bounds, value);
        var bucket = found < 0 ? ~found : found;
        lock (_lock)
        {
            _value += value;
            _buckets[bucket]++;
        }
    }

    /// <summary>The value or the sum, and how much fell into each bucket, as they were at one moment.</summary>
    public (double Value, long[] Buckets) Read()
    {
        lock (_lock)
            return (_value, [.. _buckets]);
    }
}
