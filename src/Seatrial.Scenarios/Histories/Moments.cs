namespace Seatrial.Scenarios.Histories;

/// <summary>The beginnings and ends of entries in the order of time; at one tick, beginnings come first.</summary>
internal static class Moments
{
    /// <summary>A beginning or an end.</summary>
    /// <param name="Time">When.</param>
    /// <param name="IsEnd">Whether the entry ends.</param>
    /// <param name="Index">Which entry.</param>
    public readonly record struct Moment(long Time, bool IsEnd, int Index);

    /// <summary>All moments; an end that never comes is none.</summary>
    public static List<Moment> Of<T>(IReadOnlyList<Entry<T>> entries)
    {
        var moments = new List<Moment>(entries.Count * 2);
        for (var index = 0; index < entries.Count; index++)
        {
            moments.Add(new Moment(entries[index].From, false, index));
            if (entries[index].Until < Entry.Never)
                moments.Add(new Moment(entries[index].Until, true, index));
        }

        moments.Sort((one, other) => (one.Time, one.IsEnd, one.Index).CompareTo((other.Time, other.IsEnd, other.Index)));
        return moments;
    }
}
