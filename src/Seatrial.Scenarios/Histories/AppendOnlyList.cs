namespace Seatrial.Scenarios.Histories;

/// <summary>The index of a crate: each publish appends one line, and no line moves, doubles or goes away.</summary>
/// <remarks>
/// As in Elle's list-append: the longest read gives the order of the lines, every other read must be a beginning of it, and
/// so all of it stands in one row: a line, the reads that end with it, the next line… The row is possible when nothing in it
/// was over before something that stands earlier began. Linear in the lines that were read.
/// </remarks>
internal sealed class AppendOnlyList : RegistryObject<IReadOnlyList<string>, string>
{
    // A version holds no line feed, so joined lines are compared as values.
    private const char Joint = '\n';

    public override Judgement Check(IReadOnlyList<Entry<IReadOnlyList<string>>> entries)
    {
        var reads = entries.Where(entry => !entry.Writes).ToList();
        var longest = reads.Count == 0 ? default : reads.MaxBy(read => read.Value.Count);
        var order = longest.Value ?? [];
        var appends = entries.Where(entry => entry.Writes).GroupBy(entry => entry.Value[0]).ToDictionary(line => line.Key, line => Once([.. line]));
        return Odd(reads, longest, order, appends)
            ?? Row(reads, longest, order, appends)
            ?? StepBack(entries)
            ?? Judgement.Explained;
    }

    public override string Empty => "";

    public override bool Step(string before, Entry<IReadOnlyList<string>> entry, out string after)
    {
        after = before;
        if (!entry.Writes)
            return string.Concat(entry.Value.Select(line => line + Joint)) == before;
        if (!before.Split(Joint).Contains(entry.Value[0]))
            after = before + entry.Value[0] + Joint;
        return true;
    }

    public override bool HoldsSessions => true;

    // Several publishes of one version append one line: with the first of them at the earliest, before the first
    // acknowledgement at the latest.
    private static Entry<IReadOnlyList<string>> Once(List<Entry<IReadOnlyList<string>>> attempts)
    {
        var acknowledged = attempts.Where(attempt => attempt.Certain).ToList();
        var shown = acknowledged.Count > 0 ? acknowledged.MinBy(attempt => attempt.Until) : attempts.MaxBy(attempt => attempt.Until);
        return shown with { From = attempts.Min(attempt => attempt.From) };
    }

    private static Judgement.Illegal? Odd(
        List<Entry<IReadOnlyList<string>>> reads, Entry<IReadOnlyList<string>> longest, IReadOnlyList<string> order,
        Dictionary<string, Entry<IReadOnlyList<string>>> appends)
    {
        foreach (var read in reads)
        {
            if (read.Value.Where((line, place) => place >= order.Count || order[place] != line).Any())
            {
                return new Judgement.Illegal(
                    $"{Phrases.Asked(read.Operation)} although {Phrases.Told(longest.Operation)}: neither list begins with the other",
                    read.Operation, longest.Operation);
            }
        }

        var seen = new HashSet<string>();
        foreach (var line in order)
        {
            if (!seen.Add(line))
                return new Judgement.Illegal($"{Phrases.Asked(longest.Operation)} although it can hold {line} only once", longest.Operation);
            if (!appends.ContainsKey(line))
                return new Judgement.Illegal($"{Phrases.Asked(longest.Operation)} although nobody can have published {line}", longest.Operation);
        }

        return null;
    }

    private static Judgement.Illegal? Row(
        List<Entry<IReadOnlyList<string>>> reads, Entry<IReadOnlyList<string>> longest, IReadOnlyList<string> order,
        Dictionary<string, Entry<IReadOnlyList<string>>> appends)
    {
        var byLength = reads.ToLookup(read => read.Value.Count);
        var latest = default(Entry<IReadOnlyList<string>>);
        var from = long.MinValue;
        for (var length = 0; length <= order.Count; length++)
        {
            if (length > 0 && Next(appends[order[length - 1]]) is { } line)
                return line;
            var (before, last) = (from, latest);
            foreach (var read in byLength[length])
            {
                if (read.Until < before)
                    return Contradiction(last, read, longest);
                if (read.From > from)
                    (from, latest) = (read.From, read);
            }
        }

        var listed = order.ToHashSet();
        foreach (var (line, append) in appends)
            if (append.Certain && !listed.Contains(line) && append.Until < from)
                return Contradiction(latest, append, longest);
        return null;

        Judgement.Illegal? Next(Entry<IReadOnlyList<string>> append)
        {
            if (append.Until < from)
                return Contradiction(latest, append, longest);
            if (append.From > from)
                (from, latest) = (append.From, append);
            return null;
        }
    }

    // The first stands before the second in the row, and began only after the second was over.
    private static Judgement.Illegal Contradiction(
        Entry<IReadOnlyList<string>> first, Entry<IReadOnlyList<string>> second, Entry<IReadOnlyList<string>> longest) => (first.Writes, second.Writes) switch
        {
            (false, _) => new($"{Phrases.Asked(first.Operation)} although {Phrases.Told(second.Operation)}", first.Operation, second.Operation),
            (true, false) => new(
                $"{Phrases.Told(second.Operation)} although {first.Operation.Process} asked to publish {Phrases.Version(first.Operation.Key)} only at {Phrases.Time(first.Operation.Invoked)}",
                second.Operation, first.Operation),
            (true, true) => new(
                $"{Phrases.Asked(longest.Operation)} although {Phrases.Told(second.Operation)}, before {first.Operation.Process} asked at {Phrases.Time(first.Operation.Invoked)} to publish {Phrases.Version(first.Operation.Key)}",
                longest.Operation, second.Operation, first.Operation),
        };

    private static Judgement.Illegal? StepBack(IReadOnlyList<Entry<IReadOnlyList<string>>> entries) =>
        Sessions.StepBack(entries, lines => lines.Count) is var (newer, older)
            ? new Judgement.Illegal($"{Phrases.Asked(older)} although {Phrases.Told(newer)}", older, newer)
            : null;
}
