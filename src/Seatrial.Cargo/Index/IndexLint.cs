namespace Seatrial.Cargo;

/// <summary>
/// Holds an index file to every rule of section 2, also where cargo looks away: what a tester says of another's registry.
/// </summary>
internal static class IndexLint
{
    internal static IReadOnlyList<Violation> Check(ReadOnlyMemory<byte> bytes, string expectedName)
    {
        var found = new List<Violation>();
        var seen = new HashSet<CrateVersion>();
        foreach (var (number, raw) in IndexFile.RawLines(bytes))
            found.AddRange(Line(raw, expectedName, seen).Select(one => one with { Line = number }));
        return found;
    }

    private static List<Violation> Line(ReadOnlyMemory<byte> raw, string expectedName, HashSet<CrateVersion> seen)
    {
        var found = new List<Violation>();
        if (IndexLineText.Read(raw, found) is not { } line)
            return found;
        if (line.Name != expectedName)
            found.Add(new("IDX-07", $"the name is '{line.Name}', not '{expectedName}'."));
        if (CrateName.Parse(line.Name).Violation is { } name)
            found.Add(name);
        if (!seen.Add(line.Version.WithoutBuild))
            found.Add(new("IDX-05", $"version {line.Version.WithoutBuild} is listed before."));
        if (line.Features2.Count > 0 && line.SchemaVersion is null or < 2)
            found.Add(new("IDX-13", "'features2' needs 'v' 2: older cargo would take the line without them."));
        found.AddRange(line.FeatureViolations());
        found.AddRange(Unknown(raw));
        return found;
    }

    /// <summary>What cargo lets pass in silence, so that only the raw text shows it (IDX-18).</summary>
    private static List<Violation> Unknown(ReadOnlyMemory<byte> raw)
    {
        var found = new List<Violation>();
        using var document = JsonText.Read(raw, "IDX-02").Value;
        foreach (var fields in JsonFields.Of(document.RootElement, [], "IDX-02")!.Objects("deps", "IDX-03"))
        {
            if (DependencyKinds.Read(fields.Optional("kind", "IDX-18")) is null)
                found.Add(new("IDX-18", "a dependency's kind is unknown: cargo takes it as normal."));
            if (fields.Strings("features", "IDX-18").Contains(""))
                found.Add(new("IDX-18", "a dependency lists an empty feature: cargo drops it."));
        }

        return found;
    }
}
