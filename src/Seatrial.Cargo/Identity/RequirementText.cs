namespace Seatrial.Cargo;

/// <summary>Reads version requirements; what it refuses, cargo refuses too.</summary>
internal static class RequirementText
{
    internal static VersionRequirement? Read(ReadOnlySpan<char> text)
    {
        text = text.TrimStart(' ');
        if (Wildcard(ref text))
            return text.TrimStart(' ').IsEmpty ? new VersionRequirement([]) : null;
        var found = new List<Comparator>();
        do
        {
            text = text.TrimStart(' ');
            if (found.Count == VersionRequirement.MaxComparators || One(ref text) is not { } one)
                return null;
            found.Add(one);
            text = text.TrimStart(' ');
        }
        while (SemVerText.Skip(ref text, ','));
        return text.IsEmpty ? new VersionRequirement([.. found]) : null;
    }

    private static Comparator? One(ref ReadOnlySpan<char> text)
    {
        var sign = Sign(ref text);
        text = text.TrimStart(' ');
        if (!SemVerText.Number(ref text, out var major)
            || !Component(ref text, wild: false, out var minor, out var wildMinor)
            || !Component(ref text, wildMinor, out var patch, out var wildPatch))
            return null;
        var pre = "";
        if (patch is not null && !SemVerText.Tail(ref text, out pre, out _))
            return null;
        var implied = wildMinor || wildPatch ? Relation.Wildcard : Relation.Caret;
        return new Comparator(sign ?? implied, major, minor, patch, pre);
    }

    // After a wildcard only another wildcard may follow: "1.*.*" is fine, "1.*.3" is not.
    private static bool Component(ref ReadOnlySpan<char> text, bool wild, out ulong? component, out bool isWild)
    {
        component = null;
        isWild = wild;
        if (!SemVerText.Skip(ref text, '.'))
            return true;
        if (Wildcard(ref text))
            return isWild = true;
        if (wild || !SemVerText.Number(ref text, out var number))
            return false;
        component = number;
        return true;
    }

    private static bool Wildcard(ref ReadOnlySpan<char> text) =>
        SemVerText.Skip(ref text, '*') || SemVerText.Skip(ref text, 'x') || SemVerText.Skip(ref text, 'X');

    private static Relation? Sign(ref ReadOnlySpan<char> text)
    {
        if (SemVerText.Skip(ref text, '='))
            return Relation.Exact;
        if (SemVerText.Skip(ref text, '~'))
            return Relation.Tilde;
        if (SemVerText.Skip(ref text, '^'))
            return Relation.Caret;
        if (SemVerText.Skip(ref text, '>'))
            return SemVerText.Skip(ref text, '=') ? Relation.GreaterOrEqual : Relation.Greater;
        if (SemVerText.Skip(ref text, '<'))
            return SemVerText.Skip(ref text, '=') ? Relation.LessOrEqual : Relation.Less;
        return null;
    }
}
