namespace Seatrial.Worlds;

/// <summary>
/// Generated data in the shape of crates.io: users, crates, versions, who depends on whom. The same seed gives the same world on every machine,
/// and a small world is the beginning of a large one. Nothing of it is held: each crate is worked out when it is asked for, alone.
/// </summary>
public sealed class World
{
    /// <summary>The fewest crates of a world: some ordinary ones, and every edge case.</summary>
    public const int FewestCrates = 10;

    /// <summary>The most crates of a world: as many as crates.io has.</summary>
    public const int MostCrates = 250_000;

    /// <summary>JSON readers keep whole numbers exactly up to here (RFC 8259, section 6).</summary>
    public const ulong MostSeed = (1UL << 53) - 1;

    /// <summary>The world of a seed.</summary>
    /// <param name="seed">From 0 to <see cref="MostSeed"/>.</param>
    /// <param name="crates">From <see cref="FewestCrates"/> to <see cref="MostCrates"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not.</exception>
    public World(ulong seed, int crates)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(seed, MostSeed);
        ArgumentOutOfRangeException.ThrowIfLessThan(crates, FewestCrates);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(crates, MostCrates);
        (Seed, CrateCount, UserCount) = (seed, crates, Worlds.Users.Count(crates));
    }

    /// <summary>The seed.</summary>
    public ulong Seed { get; }

    /// <summary>How many crates there are.</summary>
    public int CrateCount { get; }

    /// <summary>How many users there are.</summary>
    public int UserCount { get; }

    /// <summary>The crates in the order in which they can be published, all versions of one before the next.</summary>
    public IEnumerable<WorldCrate> Crates => Enumerable.Range(0, CrateCount).Select(Crate);

    /// <summary>The users in the order in which they came.</summary>
    public IEnumerable<WorldUser> Users => Enumerable.Range(0, UserCount).Select(User);

    /// <summary>One crate.</summary>
    /// <param name="number">From 0 to <see cref="CrateCount"/> - 1.</param>
    public WorldCrate Crate(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, CrateCount);
        return Composition.Of(Seed, number);
    }

    /// <summary>One user.</summary>
    /// <param name="number">From 0 to <see cref="UserCount"/> - 1.</param>
    public WorldUser User(int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(number, UserCount);
        return Worlds.Users.Of(Seed, number);
    }
}
