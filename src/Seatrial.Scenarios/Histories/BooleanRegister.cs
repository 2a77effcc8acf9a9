using System.Numerics;
using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>A yank flag, or whether one user is an owner of one crate: written without conditions, so a value may be written many times.</summary>
/// <remarks>
/// <para>The known near-linear check of registers needs writes that differ. With two values another way is open: time is
/// walked through once, with all states that the flag can be in, and it is turned as late as possible.</para>
/// <para>What an entry needs is that the flag had its value at some time while it was under way. That is known from the value
/// now and from the time when the other one was last left. So the flag has to be turned only when the answer comes to
/// something that did not get its value yet; or when a write is about to end without having turned anything, which leaves a
/// choice: use it, or let it go. Of several writes of one value that are under way, the one that ends first is used: any
/// other can still be used where that one could. A state that had the other value later and has more writes left
/// makes another one needless. All of this keeps a handful of states, where a search has one for each set of operations;
/// it is exact, and when there are more states than <see cref="MostStates"/> it says that it did not decide.</para>
/// </remarks>
internal sealed class BooleanRegister : RegistryObject<bool, bool>
{
    /// <summary>More states than this are not followed; random histories of 20 processes have less than 30.</summary>
    public const int MostStates = 1024;

    /// <summary>More writes under way at once than this have no place in a state.</summary>
    public const int MostWritesUnderWay = 64;

    public override Judgement Check(IReadOnlyList<Entry<bool>> entries) => new Walk(entries).Judge();

    public override bool Empty => false;

    public override bool Step(bool before, Entry<bool> entry, out bool after)
    {
        after = entry.Value;
        return entry.Writes || entry.Value == before;
    }

    public override bool HoldsSessions => false;

    /// <summary>How many writes of each value are left of those without an answer.</summary>
    private readonly record struct Spare(int True, int False)
    {
        public int Of(bool value) => value ? True : False;

        public Spare With(bool value, int more) => value ? this with { True = True + more } : this with { False = False + more };

        public bool Covers(Spare other) => True >= other.True && False >= other.False;
    }

    /// <summary>A state that the flag can be in.</summary>
    /// <param name="Value">The value now.</param>
    /// <param name="Left">When the other value was last left; the least of all times when it never was there.</param>
    /// <param name="Unused">The writes under way that turned nothing, a bit each.</param>
    /// <param name="Lapsing">Writes without an answer that are done by the time of rest, or never.</param>
    /// <param name="Lasting">Writes without an answer and without an end.</param>
    private readonly record struct State(bool Value, long Left, ulong Unused, Spare Lapsing, Spare Lasting)
    {
        public bool Had(bool value, long since) => Value == value || Left >= since;

        public State Turned(long now) => this with { Value = !Value, Left = now };

        public bool Covers(State other) => Value == other.Value && Left >= other.Left && (Unused & other.Unused) == other.Unused
            && Lapsing.Covers(other.Lapsing) && Lasting.Covers(other.Lasting);
    }

    private sealed class Walk(IReadOnlyList<Entry<bool>> entries)
    {
        private readonly int[] _entryOf = [.. Enumerable.Repeat(-1, MostWritesUnderWay)];
        private readonly List<int> _underWay = [];
        private ulong _taken;
        private int _readsOfThePast;
        private long _lapse = Entry.Never;
        private List<State> _states = [new State(false, long.MinValue, 0, default, default)];

        public Judgement Judge()
        {
            _readsOfThePast = entries.Count(entry => entry is { Writes: false, From: Entry.Past });
            foreach (var (time, isEnd, index) in Moments.Of(entries))
            {
                var entry = entries[index];
                if (entry.Operation.Outcome == OperationOutcome.Unknown)
                {
                    if (!isEnd)
                        Offer(entry);
                    else if (_lapse == time)
                        Lapse(time);
                }
                else if (!isEnd)
                {
                    if (!Begin(index, entry))
                        return new Judgement.NotDecided($"More than {MostWritesUnderWay} writes were under way at once");
                }
                else
                {
                    End(index, entry, time);
                }

                if (_states.Count == 0)
                    return new Judgement.Illegal(Sentence(entry), entry.Operation);
                if (_states.Count > MostStates)
                    return new Judgement.NotDecided($"There were more than {MostStates} states to follow");
            }

            return Judgement.Explained;
        }

        private void Offer(Entry<bool> entry)
        {
            var lapses = entry.Until < Entry.Never;
            if (lapses)
                _lapse = entry.Until;
            _states = [.. _states.Select(state => lapses
                ? state with { Lapsing = state.Lapsing.With(entry.Value, 1) }
                : state with { Lasting = state.Lasting.With(entry.Value, 1) })];
        }

        private bool Begin(int index, Entry<bool> entry)
        {
            if (entry.Certain && entry.From != Entry.Past)
                _underWay.Add(index);
            if (!entry.Writes)
                return true;
            if (_taken == ulong.MaxValue)
                return false;
            var place = BitOperations.TrailingZeroCount(~_taken);
            _taken |= 1UL << place;
            _entryOf[place] = index;
            _states = [.. _states.Select(state => state with { Unused = state.Unused | (1UL << place) })];
            return true;
        }

        private void End(int index, Entry<bool> entry, long now)
        {
            _underWay.Remove(index);
            if (!entry.Writes)
            {
                if (entry.From == Entry.Past)
                    _readsOfThePast--;
                // As long as it can wait, turning the flag can; so a read that got its value leaves all as it is.
                Replace([.. _states.SelectMany(state => state.Had(entry.Value, entry.From) ? [state] : Turn(state, now))]);
                return;
            }

            var place = Array.IndexOf(_entryOf, index, 0, MostWritesUnderWay);
            var bit = 1UL << place;
            Replace([.. _states.SelectMany(state => Used(state, entry, bit, now))]);
            _taken &= ~bit;
            _entryOf[place] = -1;
        }

        private IEnumerable<State> Used(State state, Entry<bool> write, ulong bit, long now)
        {
            var without = state with { Unused = state.Unused & ~bit };
            if ((state.Unused & bit) == 0)
                return [state];
            if (state.Value != write.Value)
                return !write.Certain || state.Had(write.Value, write.From) ? [without, without.Turned(now)] : [without.Turned(now)];
            // It can still turn the flag back: worth it only for somebody who waits for the other value.
            return Waits(state) ? [without, .. Turn(without, now).Select(turned => turned.Turned(now))] : [without];
        }

        // At the time of rest, what is uncertain was done or never will be.
        private void Lapse(long now)
        {
            _lapse = Entry.Never;
            Replace([.. _states.SelectMany(state =>
            {
                State[] turned = state.Lapsing.Of(!state.Value) == 0 ? [] : [state.Turned(now)];
                State[] back = state.Lapsing.Of(state.Value) == 0 || !Waits(state) ? [] : [.. Turn(state, now).Select(once => once.Turned(now))];
                return (State[])[state, .. turned, .. back];
            }).Select(state => state with { Lapsing = default })]);
        }

        // Turns the flag with the write that ends first.
        private IEnumerable<State> Turn(State state, long now)
        {
            var (wanted, first, end) = (!state.Value, -1, Entry.Never);
            for (var left = state.Unused; left != 0; left &= left - 1)
            {
                var place = BitOperations.TrailingZeroCount(left);
                var write = entries[_entryOf[place]];
                if (write.Value == wanted && (first < 0 || write.Until < end))
                    (first, end) = (place, write.Until);
            }

            if (state.Lapsing.Of(wanted) > 0 && (first < 0 || _lapse < end))
                return [state.Turned(now) with { Lapsing = state.Lapsing.With(wanted, -1) }];
            if (first >= 0)
                return [state.Turned(now) with { Unused = state.Unused & ~(1UL << first) }];
            return state.Lasting.Of(wanted) > 0 ? [state.Turned(now) with { Lasting = state.Lasting.With(wanted, -1) }] : [];
        }

        private bool Waits(State state) => (_readsOfThePast > 0 && state.Left == long.MinValue)
            || _underWay.Exists(index => !state.Had(entries[index].Value, entries[index].From));

        private void Replace(List<State> states)
        {
            if (states.Count > 1)
            {
                for (var one = states.Count - 1; one >= 0; one--)
                {
                    var state = states[one];
                    if (states.Where((other, place) => place != one && other.Covers(state) && (place < one || !state.Covers(other))).Any())
                        states.RemoveAt(one);
                }
            }

            _states = states;
        }

        // Meant for entries that were reduced: then every one of them is needed to contradict the last answer.
        private string Sentence(Entry<bool> last)
        {
            var others = entries.Where(entry => entry.Certain && entry.Operation != last.Operation)
                .OrderBy(entry => entry.Until).Select(entry => Phrases.Told(entry.Operation)).ToList();
            return others.Count switch
            {
                0 => $"{Phrases.Asked(last.Operation)} although nobody can have done that by then",
                <= MostNamed => $"{Phrases.Asked(last.Operation)} although {string.Join(" and ", others)}",
                _ => $"{Phrases.Asked(last.Operation)} although {string.Join(", ", others.Take(MostNamed))} and {others.Count - MostNamed} more operations allow no order",
            };
        }

        private const int MostNamed = 4;
    }
}
