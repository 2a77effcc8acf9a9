namespace Seatrial.Scenarios.Histories;

/// <summary>What was seen of a version: nothing, a checksum, or only that there is one.</summary>
/// <param name="Checksum">The checksum; null when there is no version, or when only its being there was seen.</param>
/// <param name="IsThere">Whether there is a version.</param>
internal readonly record struct Content(string? Checksum, bool IsThere)
{
    public static readonly Content Absent = new(null, false);

    public static readonly Content Something = new(null, true);

    public static Content Of(string? checksum) => new(checksum, checksum is not null);
}

/// <summary>
/// A version: published once, with one checksum, for ever. The same bytes published twice may both be acknowledged, as some
/// registries do for retries.
/// </summary>
/// <remarks>
/// There is one moment at which the version came to be. It lies within a publish of the checksum that was seen, after the
/// beginning of every read that did not see it, and before the end of everything that did: linear in the history.
/// </remarks>
internal sealed class SetOnceRegister : RegistryObject<Content, Content>
{
    public override Judgement Check(IReadOnlyList<Entry<Content>> entries)
    {
        var (absent, seen, known) = (default(Entry<Content>?), default(Entry<Content>?), default(Entry<Content>?));
        foreach (var entry in entries.Where(entry => entry.Certain))
        {
            if (!entry.Value.IsThere)
            {
                if (absent is null || entry.From > absent.Value.From)
                    absent = entry;
                continue;
            }

            if (entry.Value.Checksum is { } checksum)
            {
                if (known is { } other && other.Value.Checksum != checksum)
                    return Two(other, entry);
                known ??= entry;
            }

            if (seen is null || entry.Until < seen.Value.Until)
                seen = entry;
        }

        return seen is { } first ? Moment(entries, absent, first, known) : Explained;
    }

    public override Content Empty => Content.Absent;

    public override bool Step(Content before, Entry<Content> entry, out Content after)
    {
        after = entry.Writes ? entry.Value : before;
        return entry.Writes ? !before.IsThere || before == entry.Value
            : entry.Value == before || (entry.Value == Content.Something && before.IsThere);
    }

    public override bool HoldsSessions => true;

    private static Judgement Explained => Judgement.Explained;

    private static Judgement Moment(IReadOnlyList<Entry<Content>> entries, Entry<Content>? absent, Entry<Content> seen, Entry<Content>? known)
    {
        var publishes = entries.Where(entry => entry.Writes && (known is null || entry.Value == known.Value.Value)).ToList();
        if (publishes.Count == 0)
        {
            var witness = (known ?? seen).Operation;
            return new Judgement.Illegal($"{Phrases.Asked(witness)} although nobody can have published {(known is null ? "it" : "that")}", witness);
        }

        var earliest = publishes.MinBy(publish => publish.From);
        if (earliest.From > seen.Until)
        {
            return new Judgement.Illegal(
                $"{Phrases.Told(seen.Operation)} although {earliest.Operation.Process} asked to publish it only at {Phrases.Time(earliest.Operation.Invoked)}",
                seen.Operation, earliest.Operation);
        }

        if (absent is { } read && read.From > seen.Until)
            return new Judgement.Illegal($"{Phrases.Asked(read.Operation)} although {Phrases.Told(seen.Operation)}", read.Operation, seen.Operation);

        // Only a publish whose outcome is unknown can end before what shows it: when the registry had come to rest.
        var after = absent is { } late ? late.From : Entry.Past;
        if (!publishes.Exists(publish => Math.Max(after, publish.From) <= Math.Min(seen.Until, publish.Until)))
        {
            return new Judgement.Illegal(
                $"{Phrases.Told(seen.Operation)} although {Phrases.Asked(absent!.Value.Operation)}, when nothing was under way any more",
                seen.Operation, absent.Value.Operation);
        }

        return Sessions.StepBack(entries, value => value.IsThere ? 1 : 0) is var (newer, older)
            ? new Judgement.Illegal($"{Phrases.Asked(older)} although {Phrases.Told(newer)}", older, newer)
            : Explained;
    }

    private static Judgement.Illegal Two(Entry<Content> first, Entry<Content> second)
    {
        var (one, other) = first.Operation.Returned <= second.Operation.Returned ? (first, second) : (second, first);
        return new Judgement.Illegal($"{Phrases.Told(other.Operation)} although {Phrases.Told(one.Operation)}, and only one of the checksums {Sum(one)} and {Sum(other)} can be", other.Operation, one.Operation);
    }

    private static string Sum(Entry<Content> entry) => Phrases.Checksum(entry.Value.Checksum!);
}
