using Seatrial.Load.Arrivals;

namespace Seatrial.Load.Sessions;

/// <summary>
/// Which crate needs which, from a seed. Each new crate needs some that are there, every other of them chosen because somebody like it needs it
/// too; so a few are needed by almost all. How popular a crate is when builds ask for it follows from that, and is set nowhere.
/// </summary>
public sealed class CrateGraph
{
    /// <summary>As many as a crate needs at most by itself.</summary>
    public const int MostDependencies = 6;

    private readonly int[][] _needs;

    private CrateGraph(int[][] needs) => _needs = needs;

    /// <summary>How many crates there are; they are numbered from 0, and each needs lower ones only.</summary>
    public int Count => _needs.Length;

    /// <summary>What a crate needs by itself.</summary>
    public IReadOnlyList<int> Needs(int crate) => _needs[crate];

    /// <summary>Grows a graph.</summary>
    public static CrateGraph Grow(int crates, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(crates, 1);
        var (chance, needs) = (Chance.Of(seed, 0), new int[crates][]);
        for (var crate = 0; crate < crates; crate++)
        {
            var (wanted, found) = (crate == 0 ? 0 : chance.Below(Math.Min(crate, MostDependencies) + 1), new SortedSet<int>());
            for (var i = 0; i < wanted; i++)
            {
                var other = chance.Below(crate);
                found.Add(chance.Below(2) == 0 && needs[other] is { Length: > 0 } theirs ? theirs[chance.Below(theirs.Length)] : other);
            }

            needs[crate] = [.. found];
        }

        return new CrateGraph(needs);
    }
}
