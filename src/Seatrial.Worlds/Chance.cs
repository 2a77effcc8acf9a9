namespace Seatrial.Worlds;

/// <summary>What chance is asked about: each topic has a stream of its own, so that none moves when another one is asked more often.</summary>
internal enum Topic
{
    Name = 1,
    Login,
    Owner,
    CoOwner,
    User,
    Releases,
    Jitter,
    Yank,
    DependencyCount,
    Dependency,
    Manner,
    Requirement,
    About,
    Features,
    Downloads,
    Archive,
}

/// <summary>
/// Chance that depends on nothing but the seed and what is asked about, in whole numbers only: the same on every machine. SplitMix64.
/// </summary>
internal struct Chance
{
    private const ulong Golden = 0x9E3779B97F4A7C15;

    private ulong _state;

    public Chance(ulong seed, Topic topic, long number, long part = 0) =>
        _state = Mix(Mix(Mix(seed + ((ulong)topic * Golden)) ^ (ulong)number) ^ (ulong)part);

    public ulong Next() => Mix(_state += Golden);

    /// <summary>From 0 to <paramref name="bound"/> - 1.</summary>
    public int Below(int bound) => (int)(((Next() >> 32) * (ulong)bound) >> 32);

    /// <summary>From <paramref name="least"/> to <paramref name="most"/>.</summary>
    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool Permille(int share) => Below(1000) < share;

    public T Of<T>(IReadOnlyList<T> all) => all[Below(all.Count)];

    /// <summary>How often something of this chance comes out in a row: the doublings of a power law.</summary>
    public int Doublings(int permille, int most)
    {
        var doublings = 0;
        while (doublings < most && Permille(permille))
            doublings++;
        return doublings;
    }

    /// <summary>A whole number with so many doublings: from 2^n to 2^(n+1) - 1.</summary>
    public int Within(int doublings) => (1 << doublings) + Below(1 << doublings);

    /// <summary>A rank from 0 to 2^<paramref name="bits"/> - 2, of which rank r comes about 1/r times as often as the first: Zipf's law.</summary>
    public int Rank(int bits) => Within(Below(bits)) - 1;

    /// <summary>Scatters the bits of a number; a bijection.</summary>
    public static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
