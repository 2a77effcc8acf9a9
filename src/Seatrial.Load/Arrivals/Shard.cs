namespace Seatrial.Load.Arrivals;

/// <summary>One of several generators that share a load without talking to each other.</summary>
/// <param name="Index">Which one, from 0.</param>
/// <param name="Count">How many there are.</param>
public readonly record struct Shard(int Index, int Count)
{
    /// <summary>All of a load.</summary>
    public static Shard Whole { get; } = new(0, 1);

    /// <summary>A part of this shard: the parts share it as shards share a load.</summary>
    /// <param name="part">Which part, from 0.</param>
    /// <param name="parts">How many there are.</param>
    public Shard Part(int part, int parts) => new(Index + (Count * part), Count * parts);

    /// <summary>Whether an arrival is this shard's.</summary>
    internal bool Has(long ordinal) => ordinal % Count == Index;
}
