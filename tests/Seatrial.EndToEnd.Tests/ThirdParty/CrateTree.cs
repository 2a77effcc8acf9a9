namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>Crates that need nothing but each other, in an order in which each comes after all that it can need.</summary>
internal sealed class CrateTree
{
    // In the order in which they were reached, nearest first; what each is published after.
    private readonly OrderedDictionary<SourceCrate, List<SourceCrate>> _needs = [];
    private readonly List<SourceCrate> _ordered = [];

    private CrateTree()
    {
    }

    /// <summary>The crates, dependencies first.</summary>
    public IReadOnlyList<SourceCrate> InPublishOrder => _ordered;

    /// <summary>
    /// The crates that these names reach: what they require, and of what is optional in them all that there is. Real crates
    /// go in circles through optional dependencies, and no order satisfies those (log, value-bag, serde_json, memchr, log in
    /// Debian 13); the dependency that would close a circle is left out, the one farthest from the names.
    /// </summary>
    /// <param name="all">The crates to choose from; of a name there may be several versions.</param>
    /// <param name="names">Where to start.</param>
    /// <exception cref="InvalidOperationException">A required crate is not there, or a crate requires itself.</exception>
    public static CrateTree Of(IReadOnlyList<SourceCrate> all, params IEnumerable<string> names)
    {
        var tree = new CrateTree();
        tree.Reach(all, names);
        tree.AddOptional();
        foreach (var crate in tree._needs.Keys)
            tree.Order(crate, []);
        return tree;
    }

    /// <summary>The newest version of a crate in the tree.</summary>
    public SourceCrate Newest(string name) => _ordered.Where(one => one.Name == name).MaxBy(one => one.Version)!;

    /// <summary>True when a crate can have this dependency of its manifest, because what it takes is published before.</summary>
    public bool Holds(SourceCrate crate, Dependency dependency) => _needs[crate].Any(dependency.Takes);

    private void Reach(IReadOnlyList<SourceCrate> all, IEnumerable<string> names)
    {
        var next = new Queue<SourceCrate>(names.SelectMany(name => Some(all.Where(one => one.Name == name), $"crate called {name}")));
        while (next.TryDequeue(out var crate))
        {
            if (!_needs.TryAdd(crate, []))
                continue;
            foreach (var dependency in crate.Dependencies)
            {
                var taken = all.Where(dependency.Takes);
                if (!dependency.IsOptional)
                    _needs[crate].AddRange(Some(taken, $"{dependency.Package} {dependency.Requirement}, which {crate} requires"));
                foreach (var one in taken)
                    next.Enqueue(one);
            }
        }
    }

    private void AddOptional()
    {
        foreach (var (crate, needs) in _needs)
            foreach (var dependency in crate.Dependencies.Where(one => one.IsOptional))
                needs.AddRange(_needs.Keys.Where(one => dependency.Takes(one) && !Leads(one, crate, [])));
    }

    private bool Leads(SourceCrate from, SourceCrate to, HashSet<SourceCrate> seen) =>
        from == to || (seen.Add(from) && _needs[from].Any(one => Leads(one, to, seen)));

    private void Order(SourceCrate crate, HashSet<SourceCrate> above)
    {
        if (_ordered.Contains(crate))
            return;
        if (!above.Add(crate))
            throw new InvalidOperationException($"{crate} requires itself.");
        foreach (var need in _needs[crate])
            Order(need, above);
        _ordered.Add(crate);
    }

    private static List<SourceCrate> Some(IEnumerable<SourceCrate> crates, string wanted) => crates.ToList() is { Count: > 0 } found
        ? found
        : throw new InvalidOperationException($"There is no {wanted}.");
}
