namespace Seatrial.Worlds;

/// <summary>
/// Who depends on whom. A dependency is copied from an earlier crate, or is that crate itself: the more depend on a crate, the more will, so
/// that popularity emerges as a power law; and each is worked out alone, by following the copies back. Always on a crate with a lower number.
/// </summary>
internal static class Graph
{
    private const int CopiedPermille = 900;
    private const int NonePermille = 150;
    private const int DoublingPermille = 450;
    private const int MostDoublings = 5;

    /// <summary>How many dependencies a crate would have; some of them may be the same.</summary>
    public static int Count(ulong seed, int crate)
    {
        var chance = new Chance(seed, Topic.DependencyCount, crate);
        return crate == 0 || EdgeCases.Has(crate) || chance.Permille(NonePermille) ? 0 : chance.Within(chance.Doublings(DoublingPermille, MostDoublings));
    }

    /// <summary>The crate that a dependency is on.</summary>
    public static int Target(ulong seed, int crate, int position)
    {
        while (true)
        {
            var chance = new Chance(seed, Topic.Dependency, crate, position);
            var other = chance.Below(crate);
            if (!chance.Permille(CopiedPermille) || Count(seed, other) is not (> 0 and var count))
                // Nobody's favourite, for all that they came early.
                return EdgeCases.Has(other) ? other % EdgeCases.First : other;
            (crate, position) = (other, chance.Below(count));
        }
    }
}
