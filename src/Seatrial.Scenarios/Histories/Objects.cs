using Seatrial.Record;

namespace Seatrial.Scenarios.Histories;

/// <summary>The operations of a history, dealt out to the objects that they touch.</summary>
internal sealed class Objects
{
    public Dictionary<Key, List<Entry<Content>>> Versions { get; } = [];

    public Dictionary<Key, List<Entry<bool>>> YankFlags { get; } = [];

    public Dictionary<Key, List<Entry<bool>>> Owners { get; } = [];

    public Dictionary<Key, List<Entry<Ownership>>> LastOwners { get; } = [];

    public Dictionary<Key, List<Entry<long>>> Downloads { get; } = [];

    public Dictionary<Key, List<Entry<IReadOnlyList<string>>>> Indexes { get; } = [];

    public static Objects Of(History history)
    {
        var objects = new Objects();
        var settled = history.Settled ?? Entry.Never;
        foreach (var operation in history.Operations)
            objects.Add(operation, settled);
        objects.AddOwnerReads(history.Operations);
        return objects;
    }

    private void Add(Operation operation, long settled)
    {
        var (key, seen) = (operation.Key, operation.Outcome == OperationOutcome.Ok);
        var crate = new Key(key.Crate);
        switch (operation.Act)
        {
            case Act.Publish:
                At(Versions, key).AddWrite(operation, Content.Of(operation.Checksum ?? ""), Content.Something, settled);
                // That a version is there already says nothing about the index, which may come later.
                if (operation.Outcome != OperationOutcome.Conflict)
                    At(Indexes, crate).AddWrite(operation, [key.Version ?? ""], [], settled);
                break;
            case Act.ReadVersion when seen:
                At(Versions, key).AddRead(operation, Content.Of(operation.Checksum));
                break;
            case Act.Yank or Act.Unyank:
                At(YankFlags, key).AddWrite(operation, operation.Act == Act.Yank, operation.Act == Act.Yank, settled);
                break;
            case Act.ReadYanked when seen:
                At(YankFlags, key).AddRead(operation, operation.Flag);
                break;
            case Act.AddOwner or Act.RemoveOwner:
                var adds = operation.Act == Act.AddOwner;
                At(Owners, key).AddWrite(operation, adds, adds, settled);
                if (operation.Outcome != OperationOutcome.Conflict)
                    At(LastOwners, crate).AddWrite(operation, new Ownership([key.User ?? ""], adds), default, settled);
                break;
            case Act.Download:
                Download(operation, seen, settled);
                break;
            case Act.ReadCount when seen:
                At(Downloads, key).AddRead(operation, operation.Count);
                break;
            case Act.ReadIndex when seen:
                At(Indexes, crate).AddRead(operation, operation.Names);
                break;
        }
    }

    private void Download(Operation operation, bool seen, long settled)
    {
        if (seen)
            At(Versions, operation.Key).AddRead(operation, Content.Of(operation.Checksum));
        // What stays unknown is not bound by the time of rest: see BoundedCounter.
        if (!seen || operation.Checksum is not null)
            At(Downloads, operation.Key).AddWrite(operation, 1L, 0, operation.Done == true ? settled : Entry.Never);
    }

    // A list of owners is a read of every user whom the history knows, so it is dealt out when all users are known.
    private void AddOwnerReads(IReadOnlyList<Operation> operations)
    {
        var reads = operations.Where(operation => operation is { Act: Act.ReadOwners, Outcome: OperationOutcome.Ok }).ToList();
        var users = Owners.Keys.Concat(reads.SelectMany(read => read.Names.Select(user => new Key(read.Key.Crate, null, user))))
            .Distinct().ToLookup(key => key.Crate);
        foreach (var read in reads)
        {
            At(LastOwners, new Key(read.Key.Crate)).AddRead(read, new Ownership(read.Names, false));
            var names = read.Names.ToHashSet();
            foreach (var user in users[read.Key.Crate])
                At(Owners, user).AddRead(read, names.Contains(user.User!));
        }
    }

    private static List<Entry<T>> At<T>(Dictionary<Key, List<Entry<T>>> objects, Key key)
    {
        if (!objects.TryGetValue(key, out var entries))
            objects.Add(key, entries = []);
        return entries;
    }
}
