namespace Seatrial.Cargo;

/// <summary>How a comparator of a version requirement compares.</summary>
internal enum Relation
{
    Exact,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    Tilde,
    Caret,
    Wildcard,
}

/// <summary>One part of a version requirement, such as <c>^1.2</c>; components left out are null.</summary>
internal sealed record Comparator(Relation Relation, ulong Major, ulong? Minor, ulong? Patch, string Pre)
{
    public bool Matches(CrateVersion version) => Relation switch
    {
        Relation.Exact or Relation.Wildcard => Exact(version),
        Relation.Greater => Above(version),
        Relation.GreaterOrEqual => Exact(version) || Above(version),
        Relation.Less => Below(version),
        Relation.LessOrEqual => Exact(version) || Below(version),
        Relation.Tilde => Tilde(version),
        _ => Caret(version),
    };

    /// <summary>Cargo lets a pre-release in only when a comparator names a pre-release of the very same three components.</summary>
    public bool AdmitsPrerelease(CrateVersion version) =>
        Pre.Length > 0 && Major == version.Major && Minor == version.Minor && Patch == version.Patch;

    public override string ToString()
    {
        var (minor, patch) = (Part(Minor), Part(Patch));
        return Relation is Relation.Wildcard
            ? $"{Major}{minor}.*"
            : $"{Sign}{Major}{minor}{patch}{(Pre.Length > 0 ? "-" : "")}{Pre}";
    }

    private string Sign => Relation switch
    {
        Relation.Exact => "=",
        Relation.Greater => ">",
        Relation.GreaterOrEqual => ">=",
        Relation.Less => "<",
        Relation.LessOrEqual => "<=",
        Relation.Tilde => "~",
        _ => "^",
    };

    private static string Part(ulong? component) =>
        component is { } number ? $".{number}" : "";

    private bool Exact(CrateVersion version) =>
        version.Major == Major && (Minor ?? version.Minor) == version.Minor && (Patch ?? version.Patch) == version.Patch
        && version.Pre == Pre;

    private bool Above(CrateVersion version) => Order(version) > 0;

    private bool Below(CrateVersion version) => Order(version) < 0;

    // A component left out is equal to all: ">1" starts at 2.0.0, "<1" ends before 1.0.0.
    private int Order(CrateVersion version)
    {
        if (version.Major != Major)
            return version.Major.CompareTo(Major);
        if (Minor is not { } minor)
            return 0;
        if (version.Minor != minor)
            return version.Minor.CompareTo(minor);
        if (Patch is not { } patch)
            return 0;
        return version.Patch != patch ? version.Patch.CompareTo(patch) : SemVerOrder.Prereleases(version.Pre, Pre);
    }

    private bool Tilde(CrateVersion version)
    {
        if (version.Major != Major || (Minor ?? version.Minor) != version.Minor)
            return false;
        return Patch is not { } patch || (version.Patch != patch ? version.Patch > patch : NotBelowPre(version));
    }

    private bool Caret(CrateVersion version)
    {
        if (version.Major != Major || Minor is not { } minor)
            return version.Major == Major;
        if (version.Minor != minor)
            return Major > 0 && version.Minor > minor;
        if (Patch is not { } patch || version.Patch == patch)
            return Patch is null || NotBelowPre(version);
        return (Major > 0 || minor > 0) && version.Patch > patch;
    }

    private bool NotBelowPre(CrateVersion version) => SemVerOrder.Prereleases(version.Pre, Pre) >= 0;
}
