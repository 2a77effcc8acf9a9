namespace Seatrial.Worlds;

/// <summary>
/// How often versions have been downloaded: a power law over the crates, the oldest and most depended on before the others. In a world as large
/// as crates.io the first has some 0.4 % of all, as libc has there.
/// </summary>
internal static class Popularity
{
    // The head is flat: a build downloads each crate at most once, however many depend on it.
    private const int Flat = 140;
    private const long Scale = 1_050_000_000_000;

    /// <summary>The downloads of a crate's versions: newer ones have more, and all together those of the crate.</summary>
    public static long[] Of(ulong seed, int crate, int versions)
    {
        var (left, downloads) = (OfCrate(seed, crate), new long[versions]);
        for (var version = 0; version < versions - 1; version++)
            left -= downloads[version] = (long)((UInt128)OfCrate(seed, crate) * (ulong)(version + 1) * 2 / ((ulong)versions * (ulong)(versions + 1)));
        downloads[^1] = left;
        return downloads;
    }

    private static long OfCrate(ulong seed, int crate)
    {
        var (chance, rank) = (new Chance(seed, Topic.Downloads, crate), (double)(EdgeCases.Has(crate) ? World.MostCrates : crate + Flat));
        // Exactly rounded operations alone (IEEE 754), and so the same everywhere.
        return (long)(Scale / (rank * Math.Sqrt(rank))) * chance.Between(750, 1250) / 1000;
    }
}
