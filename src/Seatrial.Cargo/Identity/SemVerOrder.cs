namespace Seatrial.Cargo;

/// <summary>The order of the dotted identifiers in versions.</summary>
internal static class SemVerOrder
{
    /// <summary>SemVer 2.0 section 11: a release is above its pre-releases; more identifiers are above fewer.</summary>
    internal static int Prereleases(string left, string right) => (left.Length, right.Length) switch
    {
        (0, 0) => 0,
        (0, _) => 1,
        (_, 0) => -1,
        _ => Identifiers(left, right),
    };

    /// <summary>
    /// SemVer gives build metadata no order; cargo's does (VER-03): none is lowest, numbers may have leading zeros and the
    /// one with more of them is above.
    /// </summary>
    internal static int Builds(string left, string right) => Identifiers(left, right);

    private static int Identifiers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var theirs = right.Split('.');
        foreach (var mine in left.Split('.'))
        {
            if (!theirs.MoveNext())
                return 1;
            var order = Identifier(left[mine], right[theirs.Current]);
            if (order != 0)
                return order;
        }

        return theirs.MoveNext() ? -1 : 0;
    }

    private static int Identifier(ReadOnlySpan<char> left, ReadOnlySpan<char> right) =>
        (SemVerText.IsNumber(left), SemVerText.IsNumber(right)) switch
        {
            (true, true) => Numbers(left, right),
            (true, false) => -1,
            (false, true) => 1,
            _ => left.SequenceCompareTo(right),
        };

    // Compared as text: an identifier may be longer than any integer type.
    private static int Numbers(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        var mine = left.TrimStart('0');
        var theirs = right.TrimStart('0');
        if (mine.Length != theirs.Length)
            return mine.Length.CompareTo(theirs.Length);
        var order = mine.SequenceCompareTo(theirs);
        return order != 0 ? order : left.Length.CompareTo(right.Length);
    }
}
