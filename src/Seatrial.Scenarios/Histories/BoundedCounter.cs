namespace Seatrial.Scenarios.Histories;

/// <summary>The downloads of a version: what was acknowledged is counted, what was asked for may be, and nothing is counted twice.</summary>
/// <remarks>
/// Each download counts one, so it does not matter which of them was counted when, only how many. They are counted as late as
/// possible: one when its answer comes, or as many as a read shows when that read's answer comes; and of those under way, the
/// one that is answered first. So the count is at each time the least that it can be. A read below it came too low, and a read
/// above all that were asked for came too high. n log n in the history.
/// </remarks>
internal sealed class BoundedCounter : RegistryObject<long, long>
{
    public override Judgement Check(IReadOnlyList<Entry<long>> entries) =>
        new Counting(entries).Illegal() ?? StepBack(entries) ?? Judgement.Explained;

    public override long Empty => 0;

    public override bool Step(long before, Entry<long> entry, out long after)
    {
        after = entry.Writes ? before + 1 : before;
        return entry.Writes || entry.Value == before;
    }

    public override bool HoldsSessions => true;

    private static Judgement.Illegal? StepBack(IReadOnlyList<Entry<long>> entries) =>
        Sessions.StepBack(entries, count => count) is var (newer, older)
            ? new Judgement.Illegal($"{Phrases.Asked(older)} although {Phrases.Told(newer)}", older, newer)
            : null;

    private sealed class Counting(IReadOnlyList<Entry<long>> entries)
    {
        private readonly PriorityQueue<int, long> _underWay = new();
        private readonly bool[] _counted = new bool[entries.Count];

        // When each count was left for the next one; so the length is the count.
        private readonly List<long> _left = [];
        private int _open;
        private int _uncertain;

        public Judgement.Illegal? Illegal()
        {
            foreach (var (time, isEnd, index) in Moments.Of(entries))
            {
                var entry = entries[index];
                if (!isEnd && entry.Writes)
                    Begin(index, entry);
                else if (isEnd && entry is { Writes: true, Certain: true } && !_counted[index])
                    Count(index, time);
                else if (isEnd && !entry.Writes && Read(entry, time) is { } illegal)
                    return illegal;
            }

            return null;
        }

        private void Begin(int index, Entry<long> entry)
        {
            if (!entry.Certain)
            {
                // What is unknown has no end here: when it had to be done by the time of rest, the final count resolves it.
                _uncertain++;
                return;
            }

            _underWay.Enqueue(index, entry.Until);
            _open++;
        }

        private void Count(int index, long time)
        {
            _counted[index] = true;
            _open--;
            _left.Add(time);
        }

        private Judgement.Illegal? Read(Entry<long> read, long time)
        {
            if (read.Value < 0)
                return new Judgement.Illegal($"{Phrases.Asked(read.Operation)} although nothing can be counted less than never", read.Operation);
            if (read.Value > _left.Count + _open + _uncertain)
            {
                return new Judgement.Illegal(
                    $"{Phrases.Asked(read.Operation)} although at most {_left.Count + _open + _uncertain} can have been counted by {Phrases.Time(time)}",
                    read.Operation);
            }

            while (read.Value > _left.Count)
            {
                if (_open > 0)
                {
                    if (_underWay.Dequeue() is var next && !_counted[next])
                        Count(next, time);
                }
                else
                {
                    _uncertain--;
                    _left.Add(time);
                }
            }

            if (read.Value < _left.Count && _left[(int)read.Value] < read.From)
            {
                var least = LeastAt(read.From);
                return new Judgement.Illegal(
                    $"{Phrases.Asked(read.Operation)} although at least {least} must have been counted before", read.Operation);
            }

            return null;
        }

        private int LeastAt(long time)
        {
            var place = _left.BinarySearch(time);
            // Several may have been counted at one tick.
            for (place = place < 0 ? ~place : place; place > 0 && _left[place - 1] >= time; place--)
            {
            }

            return place;
        }
    }
}
