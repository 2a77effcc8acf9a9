namespace Seatrial.Load.Arrivals;

/// <summary>
/// Numbers from a seed (SplitMix64): the same on every machine and in every version of the runtime, which System.Random does not promise,
/// and cheap to begin anywhere, so that a shard need not draw what comes before it.
/// </summary>
internal struct Chance(ulong seed)
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state = seed;

    /// <summary>A stream of its own for each number.</summary>
    public static Chance Of(ulong seed, ulong number) => new(Mix(seed ^ Mix(number + Golden)));

    /// <summary>64 bits.</summary>
    public ulong Bits() => Mix(_state += Golden);

    /// <summary>From 0 to below 1, all multiples of 2⁻⁵³ alike.</summary>
    public double Uniform() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to below a bound.</summary>
    public int Below(int bound) => (int)(Uniform() * bound);

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
