using System.Collections.Immutable;
using Seatrial.Record;
using Seatrial.Scenarios.Histories;

namespace Seatrial.Scenarios.Tests.Histories;

/// <summary>
/// Histories of a simulated registry. Each operation takes effect at one moment between its question and its answer, so
/// an honest registry gives histories that can be explained; a dishonest one lies now and then. Ticks are few, so that
/// many moments fall together.
/// </summary>
internal sealed class RandomHistory(Random chance)
{
    private static readonly Act[] AnyAct = Enum.GetValues<Act>();

    /// <summary>What is done, by which of many acts a history is about.</summary>
    public Act[] Acts { get; init; } = AnyAct;

    public int Processes { get; init; } = 4;

    public int Operations { get; init; } = 12;

    public int Crates { get; init; } = 1;

    public int Versions { get; init; } = 1;

    public int Users { get; init; } = 2;

    /// <summary>How many of 100 operations get no answer.</summary>
    public int Unanswered { get; init; } = 10;

    /// <summary>How many of 100 reads look at a view that lags.</summary>
    public int Lagging { get; init; }

    /// <summary>How many of 100 answers are lies.</summary>
    public int Lies { get; init; }

    /// <summary>Whether the history comes to rest and ends with reads of everything.</summary>
    public bool Settles { get; init; }

    private static readonly View Cache = new("cache", Promise.Monotonic);

    private sealed record State(
        ImmutableDictionary<Key, string> Sums, ImmutableHashSet<Key> Yanked, ImmutableHashSet<Key> Owners,
        ImmutableDictionary<Key, long> Counts, ImmutableDictionary<string, ImmutableList<string>> Lines);

    private sealed record Planned(Operation Operation, long Point, bool Applies, bool IsAnswered = true);

    public History Next()
    {
        var plans = Plan();
        var rest = plans.Select(plan => Math.Max(plan.Operation.Returned ?? 0, plan.Operation.Invoked)).DefaultIfEmpty(0).Max() + 1;
        if (Settles)
        {
            plans = [.. plans.Select(plan => plan with { Point = Math.Min(plan.Point, rest) })];
            plans.AddRange(Finals(rest));
        }

        var state = new State(
            ImmutableDictionary<Key, string>.Empty, [], [], ImmutableDictionary<Key, long>.Empty, ImmutableDictionary<string, ImmutableList<string>>.Empty);
        List<State> states = [state];
        var seenBy = new Dictionary<string, int>();
        var operations = new List<Operation>();
        foreach (var plan in plans.OrderBy(plan => plan.Point))
        {
            var (shown, after) = (state, state);
            if (plan.Operation.View == Cache)
            {
                // A cache shows any state of the past, but to one process never an older one than before.
                var index = chance.Next(seenBy.GetValueOrDefault(plan.Operation.Process), states.Count);
                seenBy[plan.Operation.Process] = index;
                shown = states[index];
            }

            var lies = chance.Next(100) < Lies;
            var (answer, applied) = Answer(plan.Operation, lies ? states[chance.Next(states.Count)] : shown, lies);
            after = plan.Applies && applied is not null && !(lies && chance.Next(2) == 0) ? applied(state) : state;
            state = after;
            if (Lagging + Lies > 0)
                states.Add(state);
            operations.Add(plan.IsAnswered ? answer : plan.Operation);
        }

        return new History([.. operations.OrderBy(operation => operation.Invoked)], []) { Settled = Settles ? rest : null };
    }

    private List<Planned> Plan()
    {
        var plans = new List<Planned>();
        var now = Enumerable.Range(0, Processes).Select(_ => (long)chance.Next(4)).ToArray();
        var sums = 0;
        for (var number = 0; number < Operations; number++)
        {
            var process = chance.Next(Processes);
            var invoked = now[process] + chance.Next(3);
            var point = invoked + chance.Next(4);
            var returned = point + chance.Next(4);
            now[process] = returned + 1;
            var act = Acts[chance.Next(Acts.Length)];
            var reads = act is Act.ReadVersion or Act.ReadYanked or Act.ReadOwners or Act.ReadCount or Act.ReadIndex;
            var silent = chance.Next(100) < Unanswered;
            // What is not answered may be delivered late, or never.
            var late = silent ? point + (chance.Next(3) == 0 ? chance.Next(12) : 0) : point;
            plans.Add(new Planned(
                new Operation
                {
                    Process = $"{(char)('A' + (process % 26))}{(process < 26 ? "" : $"{process / 26}")}",
                    Act = act,
                    Key = KeyOf(act),
                    View = reads && chance.Next(100) < Lagging ? Cache : View.Api,
                    Checksum = act == Act.Publish ? $"c{(chance.Next(6) == 0 ? 0 : ++sums)}" : null,
                    Invoked = invoked,
                    Returned = silent && chance.Next(2) == 0 ? null : returned,
                },
                late,
                !silent || chance.Next(2) == 0,
                !silent));
        }

        return plans;
    }

    private Key KeyOf(Act act)
    {
        var crate = $"crate{chance.Next(Crates)}";
        return act switch
        {
            Act.ReadIndex or Act.ReadOwners => new Key(crate),
            Act.AddOwner or Act.RemoveOwner => new Key(crate, null, $"user{chance.Next(Users)}"),
            _ => new Key(crate, $"1.0.{chance.Next(Versions)}"),
        };
    }

    private IEnumerable<Planned> Finals(long rest)
    {
        var at = rest;
        for (var crate = 0; crate < Crates; crate++)
        {
            List<(Act, Key)> reads = [(Act.ReadIndex, new Key($"crate{crate}")), (Act.ReadOwners, new Key($"crate{crate}"))];
            for (var version = 0; version < Versions; version++)
                reads.AddRange(new[] { Act.ReadVersion, Act.ReadYanked, Act.ReadCount }.Select(act => (act, new Key($"crate{crate}", $"1.0.{version}"))));
            foreach (var (act, key) in reads.Where(read => Acts.Contains(read.Item1)))
            {
                at += 2;
                yield return new Planned(new Operation { Process = "Z", Act = act, Key = key, Invoked = at, Returned = at + 1 }, at, true);
            }
        }
    }

    private (Operation Answer, Func<State, State>? Applied) Answer(Operation asked, State shown, bool lies)
    {
        var key = asked.Key;
        var ok = asked with { Outcome = OperationOutcome.Ok };
        var conflict = asked with { Outcome = OperationOutcome.Conflict };
        switch (asked.Act)
        {
            case Act.Publish:
                if (shown.Sums.ContainsKey(key) && !lies)
                    return (shown.Sums[key] == asked.Checksum && chance.Next(2) == 0 ? ok : conflict, null);
                return (lies && chance.Next(3) == 0 ? conflict : ok, state => Published(state, key, asked.Checksum!));
            case Act.ReadVersion:
                return (ok with { Checksum = shown.Sums.GetValueOrDefault(key) }, null);
            case Act.Download:
                return (ok with { Checksum = shown.Sums.GetValueOrDefault(key) }, state =>
                    state.Sums.ContainsKey(key) || lies ? state with { Counts = state.Counts.SetItem(key, state.Counts.GetValueOrDefault(key) + 1) } : state);
            case Act.ReadCount:
                return (ok with { Count = shown.Counts.GetValueOrDefault(key) + (lies ? chance.Next(-1, 2) : 0) }, null);
            case Act.Yank:
                return (ok, state => state with { Yanked = state.Yanked.Add(key) });
            case Act.Unyank:
                return (shown.Yanked.Contains(key) || chance.Next(2) == 0 ? ok : conflict, state => state with { Yanked = state.Yanked.Remove(key) });
            case Act.ReadYanked:
                return (ok with { Flag = shown.Yanked.Contains(key) }, null);
            case Act.AddOwner:
                return (ok, state => state with { Owners = state.Owners.Add(key) });
            case Act.RemoveOwner:
                if (!shown.Owners.Contains(key))
                    return (conflict, null);
                return shown.Owners.Count(owner => owner.Crate == key.Crate) == 1 && !lies
                    ? (asked with { Outcome = OperationOutcome.Refused }, state => state.Owners.Count(owner => owner.Crate == key.Crate) > 1 ? state with { Owners = state.Owners.Remove(key) } : state)
                    : (ok, state => state with { Owners = state.Owners.Remove(key) });
            case Act.ReadOwners:
                return (ok with { Names = [.. shown.Owners.Where(owner => owner.Crate == key.Crate).Select(owner => owner.User!)] }, null);
            default:
                var lines = shown.Lines.GetValueOrDefault(key.Crate, []);
                if (lies && lines.Count > 1 && chance.Next(3) == 0)
                    lines = lines.Reverse();
                else if (lies && lines.Count > 0 && chance.Next(4) == 0)
                    lines = lines.Add(lines[0]);
                return (ok with { Names = lines }, null);
        }
    }

    private static State Published(State state, Key key, string sum)
    {
        var lines = state.Lines.GetValueOrDefault(key.Crate, []);
        return state.Sums.ContainsKey(key) ? state : state with
        {
            Sums = state.Sums.Add(key, sum),
            Lines = state.Lines.SetItem(key.Crate, lines.Add(key.Version!)),
        };
    }
}
