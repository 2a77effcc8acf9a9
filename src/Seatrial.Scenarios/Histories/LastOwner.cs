namespace Seatrial.Scenarios.Histories;

/// <summary>Who was added or removed, or everybody who was seen to be an owner at once.</summary>
/// <param name="Users">One user for a write; all owners for a read.</param>
/// <param name="Adds">Whether a write adds; of no meaning for a read.</param>
internal readonly record struct Ownership(IReadOnlyList<string> Users, bool Adds);

/// <summary>A crate that has owners always has one: whoever removes the last one is refused.</summary>
/// <remarks>
/// A user is certainly no owner from the end of an acknowledged removal until an adding begins that is not known to have come
/// before it; and before the first adding begins. When all users are certainly no owners at one time, the crate had none. What follows from
/// two users together is not seen, so this finds less than a search, and never more. n log n in the history.
/// </remarks>
internal sealed class LastOwner : RegistryObject<Ownership, string>
{
    private const char Joint = '\n';

    public override Judgement Check(IReadOnlyList<Entry<Ownership>> entries)
    {
        var created = entries.Where(entry => entry is { Writes: true, Certain: true, Value.Adds: true }).Select(entry => entry.Until).DefaultIfEmpty(Entry.Never).Min();
        // A crate that has no owner yet may be seen without one.
        foreach (var read in entries)
            if (!read.Writes && read.Value.Users.Count == 0 && read.From > created)
                return new Judgement.Illegal($"{Phrases.Asked(read.Operation)} although a crate keeps its last owner", read.Operation);

        var users = entries.Where(entry => entry.Writes).GroupBy(entry => entry.Value.Users[0]).ToList();
        return Nobody(users.SelectMany(user => Gaps([.. user])), users.Count, created) ?? Judgement.Explained;
    }

    public override string Empty => "";

    public override bool Step(string before, Entry<Ownership> entry, out string after)
    {
        after = before;
        var owners = before.Split(Joint, StringSplitOptions.RemoveEmptyEntries);
        if (!entry.Writes)
            return entry.Value.Users.Count > 0 || owners.Length == 0;
        var user = entry.Value.Users[0];
        after = string.Join(Joint, (entry.Value.Adds ? owners.Append(user) : owners.Where(owner => owner != user)).Distinct().Order(StringComparer.Ordinal));
        return after.Length > 0 || owners.Length == 0;
    }

    public override bool HoldsSessions => false;

    public override bool IsComplete => false;

    /// <summary>A time, both of whose ends do not belong to it, at which a user is certainly no owner.</summary>
    private readonly record struct Gap(long From, long Until, Operation? Removal);

    private static List<Gap> Gaps(List<Entry<Ownership>> writes)
    {
        var adds = writes.Where(write => write.Value.Adds).OrderBy(write => write.Until).ToList();
        // The earliest beginning of all addings that end at or after this one.
        var earliest = new long[adds.Count + 1];
        earliest[adds.Count] = Entry.Never;
        for (var place = adds.Count - 1; place >= 0; place--)
            earliest[place] = Math.Min(earliest[place + 1], adds[place].From);
        var ends = adds.ConvertAll(add => add.Until);

        List<Gap> gaps = [new Gap(long.MinValue, earliest[0], null)];
        gaps.AddRange(writes.Where(write => write is { Certain: true, Value.Adds: false })
            .Select(removal => new Gap(removal.Until, earliest[FirstAtOrAfter(ends, removal.From)], removal.Operation)));
        return Joined(gaps);
    }

    private static int FirstAtOrAfter(List<long> ends, long time)
    {
        var (low, high) = (0, ends.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ends[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    // Gaps of one user that overlap are one, so that each user is counted once.
    private static List<Gap> Joined(List<Gap> gaps)
    {
        var joined = new List<Gap>();
        foreach (var gap in gaps.Where(gap => gap.From < gap.Until).OrderBy(gap => gap.From))
        {
            if (joined.Count > 0 && gap.From < joined[^1].Until)
                joined[^1] = joined[^1] with { Until = Math.Max(joined[^1].Until, gap.Until) };
            else
                joined.Add(gap);
        }

        return joined;
    }

    private static Judgement.Illegal? Nobody(IEnumerable<Gap> gaps, int users, long created)
    {
        var changes = new List<(long Time, bool Begins, Gap Gap)>();
        foreach (var gap in gaps)
        {
            var from = Math.Max(gap.From, created);
            if (from < gap.Until)
                changes.AddRange([(from, true, gap), (gap.Until, false, gap)]);
        }

        changes.Sort((one, other) => (one.Time, one.Begins).CompareTo((other.Time, other.Begins)));
        var open = 0;
        foreach (var (time, begins, gap) in changes)
        {
            open += begins ? 1 : -1;
            if (begins && open == users && gap.Removal is { } removal)
                return new Judgement.Illegal($"{Phrases.Told(removal)} although {removal.Key.Crate} has no other owner after {Phrases.Time(time)}", removal);
        }

        return null;
    }
}
