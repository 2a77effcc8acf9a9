namespace Seatrial.Faults.Tcp;

/// <summary>What a network does to one direction of a connection. The names are those of Toxiproxy, the field's standard.</summary>
public sealed record Toxics
{
    /// <summary>A network that does nothing.</summary>
    public static Toxics None { get; } = new();

    /// <summary>The part of the connections that it is done to, from 0 to 1. It is drawn when the connection comes.</summary>
    public double Toxicity { get; init; } = 1;

    /// <summary><c>latency</c>: all data comes so much later. Its throughput stays.</summary>
    public TimeSpan Latency { get; init; }

    /// <summary><c>latency</c>, its jitter: so much more or less, drawn evenly for each piece of data. The order stays.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary><c>bandwidth</c>: the most bytes a second; null for no limit, 0 for none at all.</summary>
    public long? Bandwidth { get; init; }

    /// <summary><c>slow_close</c>: the end of the connection is passed on so much later.</summary>
    public TimeSpan SlowClose { get; init; }

    /// <summary><c>timeout</c>: no data passes, and the connection is closed after this time; with zero it stays open, and what waits passes when this is taken away. Null for none.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary><c>reset_peer</c>: both sides are reset after this time; null for never.</summary>
    public TimeSpan? ResetPeer { get; init; }

    /// <summary><c>slicer</c>: data is sent in pieces; null for as it came.</summary>
    public Slicer? Slicer { get; init; }

    /// <summary><c>limit_data</c>: the connection is closed after so many bytes; null for never.</summary>
    public long? LimitData { get; init; }

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(Toxicity is >= 0 and <= 1, true, nameof(Toxicity));
        TimeSpan[] times = [Latency, Jitter, SlowClose, Timeout ?? default, ResetPeer ?? default, Slicer?.Delay ?? default];
        ArgumentOutOfRangeException.ThrowIfLessThan(times.Min(), TimeSpan.Zero, "A time");
        ArgumentOutOfRangeException.ThrowIfNegative(Bandwidth ?? 0, nameof(Bandwidth));
        ArgumentOutOfRangeException.ThrowIfNegative(LimitData ?? 0, nameof(LimitData));
        ArgumentOutOfRangeException.ThrowIfLessThan(Slicer?.AverageSize ?? 1, 1, nameof(Slicer.AverageSize));
        ArgumentOutOfRangeException.ThrowIfNotEqual((Slicer?.SizeVariation ?? 0) >= 0 && (Slicer?.SizeVariation ?? 0) < (Slicer?.AverageSize ?? 1), true, nameof(Slicer.SizeVariation));
    }
}

/// <summary>Cuts data into pieces that are sent one by one.</summary>
/// <param name="AverageSize">Bytes of a piece on average.</param>
/// <param name="SizeVariation">How many more or less, drawn evenly; less than the average.</param>
/// <param name="Delay">The pause between two pieces.</param>
public sealed record Slicer(int AverageSize, int SizeVariation = 0, TimeSpan Delay = default);
