namespace Seatrial.Scenarios.Histories;

/// <summary>
/// Looks for an order of the operations that explains all that was told, by trying them: Wing and Gong's search with Lowe's
/// memory of what was tried. It takes exponential time in the operations under way at once, so it serves small histories
/// only: to find out whether the closed forms are right.
/// </summary>
internal static class LinearizabilitySearch
{
    /// <summary>One bit each.</summary>
    public const int MostEntries = 64;

    /// <summary>Whether there is such an order; null when that is not known after so many states.</summary>
    public static bool? IsLegal<T, TState>(RegistryObject<T, TState> registryObject, IReadOnlyList<Entry<T>> entries, int mostStates) =>
        entries.Count > MostEntries ? null : new Search<T, TState>(registryObject, entries, mostStates).Run();

    private sealed class Search<T, TState>(RegistryObject<T, TState> registryObject, IReadOnlyList<Entry<T>> entries, int mostStates)
    {
        private readonly HashSet<(ulong Done, TState State)> _tried = [];
        private readonly ulong[] _before = [.. entries.Select(entry => Before(registryObject, entries, entry))];
        private readonly ulong _certain = Bits(entries, entry => entry.Certain);

        public bool? Run()
        {
            var open = new Stack<(ulong Done, TState State)>();
            open.Push((0, registryObject.Empty));
            while (open.TryPop(out var at))
            {
                if ((at.Done & _certain) == _certain)
                    return true;
                if (!_tried.Add(at))
                    continue;
                if (_tried.Count > mostStates)
                    return null;
                Next(at.Done, at.State, open);
            }

            return false;
        }

        private void Next(ulong done, TState state, Stack<(ulong, TState)> open)
        {
            // What is not done yet is done after all that is; so nothing may begin after something certain has ended.
            var (soonest, latest) = (Entry.Never, long.MinValue);
            for (var index = 0; index < entries.Count; index++)
            {
                if ((done & (1UL << index)) != 0)
                    latest = Math.Max(latest, entries[index].From);
                else if (entries[index].Certain)
                    soonest = Math.Min(soonest, entries[index].Until);
            }

            for (var index = 0; index < entries.Count; index++)
            {
                var (bit, entry) = (1UL << index, entries[index]);
                if ((done & bit) == 0 && (_before[index] & ~done) == 0 && entry.From <= soonest && Math.Max(latest, entry.From) <= entry.Until
                    && registryObject.Step(state, entry, out var after))
                    open.Push((done | bit, after));
            }
        }

        private static ulong Before(RegistryObject<T, TState> registryObject, IReadOnlyList<Entry<T>> entries, Entry<T> entry) =>
            !registryObject.HoldsSessions || entry.Writes ? 0
                : Bits(entries, other => !other.Writes && Sessions.Follows(other.Operation, entry.Operation));

        private static ulong Bits(IReadOnlyList<Entry<T>> entries, Func<Entry<T>, bool> chosen)
        {
            var bits = 0UL;
            for (var index = 0; index < entries.Count; index++)
                bits |= chosen(entries[index]) ? 1UL << index : 0;
            return bits;
        }
    }
}
