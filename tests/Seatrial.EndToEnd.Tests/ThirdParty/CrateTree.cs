namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>Crates that need nothing but each other, in an order in which each comes after all that it can need.</summary>
internal sealed class CrateTree
{
    private readonly IReadOnlyList<SourceCrate> _all;
    private readonly List<SourceCrate> _ordered = [];
    private readonly HashSet<SourceCrate> _above = [];

    private CrateTree(IReadOnlyList<SourceCrate> all) => _all = all;

    /// <summary>The crates, dependencies first.</summary>
    public IReadOnlyList<SourceCrate> InPublishOrder => _ordered;

    /// <summary>The crates that these names reach: what they require, and of what is optional in them all that there is.</summary>
    /// <param name="all">The crates to choose from; of a name there may be several versions.</param>
    /// <param name="names">Where to start.</param>
    /// <exception cref="InvalidOperationException">A required crate is not there, or a crate needs itself.</exception>
    public static CrateTree Of(IReadOnlyList<SourceCrate> all, params IEnumerable<string> names)
    {
        var tree = new CrateTree(all);
        foreach (var name in names)
            tree.TakeAll(all.Where(one => one.Name == name), $"crate called {name}");
        return tree;
    }

    /// <summary>The newest version of a crate in the tree.</summary>
    public SourceCrate Newest(string name) => _ordered.Where(one => one.Name == name).MaxBy(one => one.Version)!;

    /// <summary>True when the tree holds a version that this dependency takes.</summary>
    public bool Holds(Dependency dependency) => _all.Any(dependency.Takes);

    private void TakeAll(IEnumerable<SourceCrate> crates, string wanted)
    {
        var found = crates.ToList();
        if (found.Count == 0)
            throw new InvalidOperationException($"There is no {wanted}.");
        found.ForEach(Take);
    }

    private void Take(SourceCrate crate)
    {
        if (_ordered.Contains(crate))
            return;
        if (!_above.Add(crate))
            throw new InvalidOperationException($"{crate} needs itself.");
        foreach (var dependency in crate.Dependencies.Where(one => !one.IsOptional || Holds(one)))
            TakeAll(_all.Where(dependency.Takes), $"{dependency.Package} {dependency.Requirement}, which {crate} requires");
        _above.Remove(crate);
        _ordered.Add(crate);
    }
}
