using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>
/// Checks whether what the users of a race were told can be explained by any order of their operations, each of which took
/// effect at one moment between its question and its answer.
/// </summary>
public static class HistoryCheck
{
    // Where it is cheap, the search checks the closed form, so that a mistake in one of them shows in a run too.
    private const int MostEntriesToSearch = 16;
    private const int MostStatesToSearch = 2_000;
    private const int MostSearches = 500;

    private const int MostOthers = 9;

    /// <summary>Checks every object of the history, each for itself: what holds for each of them holds for all.</summary>
    public static IReadOnlyList<ObjectVerdict> Of(History history)
    {
        history = Resolution.Of(history);
        var objects = Objects.Of(history);
        var searches = 0;
        return
        [
            .. All(ObjectKind.Version, objects.Versions, new SetOnceRegister()),
            .. All(ObjectKind.YankFlag, objects.YankFlags, new BooleanRegister()),
            .. All(ObjectKind.Owner, objects.Owners, new BooleanRegister()),
            .. All(ObjectKind.LastOwner, objects.LastOwners, new LastOwner()),
            .. All(ObjectKind.Downloads, objects.Downloads, new BoundedCounter()),
            .. All(ObjectKind.Index, objects.Indexes, new AppendOnlyList()),
        ];

        IEnumerable<ObjectVerdict> All<T, TState>(ObjectKind kind, Dictionary<Key, List<Entry<T>>> entries, RegistryObject<T, TState> registryObject)
        {
            foreach (var (key, touched) in entries)
            {
                var judgement = registryObject.Check(touched);
                var search = touched.Count <= MostEntriesToSearch && searches++ < MostSearches;
                yield return search && Disputes(registryObject, touched, judgement)
                    ? new ObjectVerdict(kind, key, Decision.Disputed, "The closed form and the search disagree about this object: a bug of the tester.", touched.Count, Ordered(touched), [])
                    : Verdict(history, kind, key, touched, judgement, registryObject);
            }
        }
    }

    /// <summary>The event for the record: what the whole history came to, with its smallest counterexample.</summary>
    /// <param name="race">The race's name.</param>
    /// <param name="seed">The race's seed.</param>
    /// <param name="history">The history.</param>
    /// <param name="verdicts">What <see cref="Of"/> said of it.</param>
    public static HistoryChecked Event(string race, ulong seed, History history, IReadOnlyList<ObjectVerdict> verdicts)
    {
        var broken = verdicts.Where(verdict => verdict.Decision == Decision.Broken).OrderBy(verdict => verdict.Counterexample.Count).ToList();
        var (verdict, sentence) = Whole(history, verdicts, broken);
        var shown = verdict == Record.Verdict.Fail ? broken[0] : null;
        return new HistoryChecked
        {
            Race = race,
            Seed = seed,
            Verdict = verdict,
            Sentence = sentence,
            Operations = history.Operations.Count,
            Broken = shown is null ? [] : [.. broken.DistinctBy(one => one.Kind).Select(one => new BrokenInvariant(Invariant(one.Kind), "in the history", "an order of all operations that explains what was told",
                $"none for {(one.Counterexample.Count == 1 ? "1 operation" : $"{one.Counterexample.Count} operations")} of {Name(one.Kind, one.Key, "the")}"))],
            Objects = [.. verdicts.GroupBy(each => each.Kind).Select(kind => new CheckedObjects(Word(kind.Key), Count(kind, Decision.Held),
                Count(kind, Decision.Broken), Count(kind, Decision.Vacuous), Count(kind, Decision.NotDecided) + Count(kind, Decision.Disputed)))],
            Counterexample = shown is null ? [] : [.. shown.Counterexample.Select(operation => new TimelineOperation(
                operation.Process, Phrases.Brief(operation), operation.Outcome, Phrases.Milliseconds(operation.Invoked),
                operation.Returned is { } returned ? Phrases.Milliseconds(returned) : null,
                shown.Violating.Contains(operation, ReferenceEqualityComparer.Instance)))],
            Marks = shown is null ? [] : [.. Marks(history, shown.Counterexample).Select(mark => new TimelineMark(
                mark.Words, Phrases.Milliseconds(mark.From), mark.Until is { } until ? Phrases.Milliseconds(until) : null))],
            Others = shown is null ? [] : [.. broken.Skip(1).Take(MostOthers).Select(other => other.Sentence)],
        };
    }

    private static (Verdict, string) Whole(History history, IReadOnlyList<ObjectVerdict> verdicts, List<ObjectVerdict> broken)
    {
        if (history.Dropped > 0)
            return (Record.Verdict.HarnessError, $"{history.Dropped} operations did not fit into the history, and what is missing may explain what is there.");
        if (broken.Count > 0)
            return (Record.Verdict.Fail, broken[0].Sentence);
        if (verdicts.FirstOrDefault(verdict => verdict.Decision == Decision.Disputed) is { } disputed)
            return (Record.Verdict.HarnessError, disputed.Sentence);
        if (verdicts.FirstOrDefault(verdict => verdict.Decision == Decision.NotDecided) is { } open)
            return (Record.Verdict.Hollow, open.Sentence);
        if (verdicts.Count == 0)
            return (Record.Verdict.Hollow, "The history touches no object.");
        var unproved = verdicts.GroupBy(verdict => verdict.Kind).Where(kind => kind.All(verdict => verdict.Decision == Decision.Vacuous))
            .Select(kind => Word(kind.Key)).ToList();
        return unproved.Count > 0
            ? (Record.Verdict.Hollow, $"Nothing was both acknowledged and read, so nothing was proved, of: {string.Join(", ", unproved)}.")
            : (Record.Verdict.Pass, "Some order of the operations explains all that was told.");
    }

    private static bool Disputes<T, TState>(RegistryObject<T, TState> registryObject, List<Entry<T>> entries, Judgement judgement) =>
        (judgement, LinearizabilitySearch.IsLegal(registryObject, entries, MostStatesToSearch)) switch
        {
            (Judgement.Illegal, true) => true,
            (Judgement.Legal, false) => registryObject.IsComplete,
            _ => false,
        };

    private static ObjectVerdict Verdict<T, TState>(
        History history, ObjectKind kind, Key key, List<Entry<T>> entries, Judgement judgement, RegistryObject<T, TState> registryObject)
    {
        var decided = new ObjectVerdict(kind, key, Decision.Held, "", entries.Count, [], []);
        if (judgement is Judgement.NotDecided open)
            return decided with { Decision = Decision.NotDecided, Sentence = $"{Name(kind, key)} was not decided: {open.Reason}." };
        if (judgement is Judgement.Illegal illegal)
        {
            var (reduced, needed) = Reduction.Of(entries, illegal, registryObject.Check);
            var smallest = registryObject.Check(reduced) as Judgement.Illegal ?? illegal;
            // What a sentence names is shown, even where only the time of its question counts.
            needed = [.. needed.Union(smallest.Violating).OrderBy(operation => operation.Invoked)];
            return decided with
            {
                Decision = Decision.Broken,
                Sentence = $"{smallest.Sentence}{Under(history, needed)}.",
                Counterexample = needed,
                Violating = smallest.Violating,
            };
        }

        return entries.Exists(entry => entry is { Writes: true, Certain: true }) && entries.Exists(entry => !entry.Writes) ? decided
            : decided with { Decision = Decision.Vacuous, Sentence = $"{Name(kind, key)}: nothing was both acknowledged and read." };
    }

    private static string Under(History history, List<Operation> operations)
    {
        var words = Marks(history, operations).Select(mark => mark.Words).Distinct().ToList();
        return words.Count == 0 ? "" : $", under the fault{(words.Count > 1 ? "s" : "")} {string.Join(" and ", words)}";
    }

    private static IEnumerable<FaultMark> Marks(History history, IReadOnlyList<Operation> operations)
    {
        var (from, until) = (operations.Min(operation => operation.Invoked), operations.Max(operation => operation.Returned ?? Entry.Never));
        return history.Marks.Where(mark => mark.From <= until && (mark.Until ?? Entry.Never) >= from);
    }

    private static List<Operation> Ordered<T>(List<Entry<T>> entries) => [.. entries.Select(entry => entry.Operation).OrderBy(operation => operation.Invoked)];

    private static int Count(IEnumerable<ObjectVerdict> verdicts, Decision decision) => verdicts.Count(verdict => verdict.Decision == decision);

    private static string Name(ObjectKind kind, Key key, string the = "The") =>
        $"{the} {Word(kind)} {string.Join(' ', new[] { key.Crate, key.Version, key.User }.OfType<string>())}";

    // What the histories of one kind of object are about, in the words of the sweeps.
    private static string Invariant(ObjectKind kind) => kind switch
    {
        ObjectKind.LastOwner => "I9",
        ObjectKind.Downloads => "I10",
        ObjectKind.Index => "I11",
        _ => "I7",
    };

    private static string Word(ObjectKind kind) => kind switch
    {
        ObjectKind.Version => "version",
        ObjectKind.YankFlag => "yank flag",
        ObjectKind.Owner => "owner",
        ObjectKind.LastOwner => "last owner",
        ObjectKind.Downloads => "downloads",
        _ => "index",
    };
}
