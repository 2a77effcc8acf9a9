namespace Seatrial.Scenarios.Histories;

/// <summary>The order of what one process saw through one view that promises to be monotonic.</summary>
internal static class Sessions
{
    /// <summary>Whether the second must show what the first showed, or something newer.</summary>
    public static bool Follows(Operation first, Operation second) =>
        first.View.Promise == Promise.Monotonic && first.View == second.View && first.Process == second.Process
        && first.Returned < second.Invoked;

    /// <summary>The first time that a process saw something older than it had seen before; null when none did.</summary>
    /// <param name="entries">The entries; writes do not count.</param>
    /// <param name="age">How new a value is: more is newer.</param>
    public static (Operation Newer, Operation Older)? StepBack<T>(IEnumerable<Entry<T>> entries, Func<T, long> age)
    {
        var sessions = entries.Where(entry => !entry.Writes && entry.Operation.View.Promise == Promise.Monotonic)
            .GroupBy(entry => (entry.Operation.Process, entry.Operation.View));
        foreach (var session in sessions)
        {
            var asked = session.OrderBy(entry => entry.Operation.Invoked).ToList();
            var answered = session.OrderBy(entry => entry.Operation.Returned).ToList();
            var (next, newest) = (0, default(Entry<T>));
            foreach (var entry in asked)
            {
                for (; next < answered.Count && answered[next].Operation.Returned < entry.Operation.Invoked; next++)
                    if (newest.Operation is null || age(answered[next].Value) > age(newest.Value))
                        newest = answered[next];
                if (newest.Operation is not null && age(entry.Value) < age(newest.Value))
                    return (newest.Operation, entry.Operation);
            }
        }

        return null;
    }
}
