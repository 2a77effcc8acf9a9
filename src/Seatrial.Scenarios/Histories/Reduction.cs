namespace Seatrial.Scenarios.Histories;

/// <summary>Makes a history that cannot be explained as small as can be, by delta debugging.</summary>
/// <remarks>
/// A write that is left out would make reads wrong that were right. So what is not needed is relaxed: a read is left
/// out, a write may have been done in its time or not. If what is left cannot be explained, the whole cannot be either; and the
/// operations that are shown cannot be explained by themselves.
/// </remarks>
internal static class Reduction
{
    // Enough for a history of 100,000 operations, whose counterexample is a few; a bound, so that a large one cannot take for ever.
    private const long MostVisits = 20_000_000;

    /// <summary>The entries with all relaxed that is not needed.</summary>
    /// <param name="entries">What cannot be explained.</param>
    /// <param name="first">What the check said of it.</param>
    /// <param name="check">The check.</param>
    /// <returns>The entries to check again for the sentence, and the operations that were needed.</returns>
    public static (List<Entry<T>> Entries, List<Operation> Needed) Of<T>(
        IReadOnlyList<Entry<T>> entries, Judgement.Illegal first, Func<IReadOnlyList<Entry<T>>, Judgement> check)
    {
        var visits = 0L;
        bool Fails(IReadOnlyList<int> kept)
        {
            visits += entries.Count;
            return check(With(entries, kept)) is Judgement.Illegal;
        }

        List<int> needed = [.. Enumerable.Range(0, entries.Count)];
        // What the check pointed at is often all that is needed.
        var pointed = first.Violating.ToHashSet(ReferenceEqualityComparer.Instance);
        List<int> guess = [.. needed.Where(index => pointed.Contains(entries[index].Operation))];
        if (Fails(guess))
            needed = guess;

        for (var size = Math.Max(1, needed.Count / 2); visits < MostVisits;)
        {
            var fewerNeeded = false;
            for (var start = 0; start < needed.Count && visits < MostVisits;)
            {
                List<int> fewer = [.. needed.Take(start), .. needed.Skip(start + size)];
                if (Fails(fewer))
                    (needed, fewerNeeded) = (fewer, true);
                else
                    start += size;
            }

            // The end is a round in which no single one could be left out.
            if (size == 1 && !fewerNeeded)
                break;
            size = Math.Max(1, size / 2);
        }

        return (With(entries, needed), [.. needed.Select(index => entries[index].Operation).OrderBy(operation => operation.Invoked)]);
    }

    private static List<Entry<T>> With<T>(IReadOnlyList<Entry<T>> entries, IReadOnlyList<int> kept)
    {
        var (with, next) = (new List<Entry<T>>(entries.Count), 0);
        for (var index = 0; index < entries.Count; index++)
        {
            var keep = next < kept.Count && kept[next] == index;
            next += keep ? 1 : 0;
            if (keep)
                with.Add(entries[index]);
            else if (entries[index].Writes)
                with.Add(entries[index].Relaxed);
        }

        return with;
    }
}
