using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Doctor;

/// <summary>Compares what the database says about a crate with its index file in the storage and at the edge.</summary>
internal sealed class CrateExamination(ObjectStorage storage, EdgeView? edge)
{
    public async Task<IReadOnlyList<Finding>> Run(CrateRows crate, CancellationToken cancel)
    {
        List<Finding> findings = [.. crate.Versions.Select(version => Line(crate, version)).OfType<Finding>()];
        if (Max(crate) is { } max)
            findings.Add(max);
        var path = IndexPath.For(crate.Name);
        var file = await storage.Get(StorageKeys.IndexFile(path), cancel);
        if (findings.TrueForAll(one => one.Kind != FindingKinds.LineDiffers) && File(crate, file) is { } wrong)
            findings.Add(wrong);
        if (edge is not null && await edge.Get(path, cancel) is var shown && !Same(file?.Bytes, shown))
            findings.Add(new(FindingKinds.EdgeDiffers, crate.Canonical,
                shown is null ? "the edge shows no index file" : "the edge shows another index file than the storage holds"));
        return findings;
    }

    private static Finding? Line(CrateRows crate, VersionRow version) =>
        version.Line.TryGet(out var line, out var broken)
            ? line.Name == crate.Name && line.Version.Text == version.Num && line.Checksum.Text == version.Checksum
                ? null
                : new(FindingKinds.LineDiffers, $"{crate.Canonical} {version.Num}",
                    $"its index line is about {line.Name} {line.Version} with checksum {line.Checksum}")
            : new(FindingKinds.LineDiffers, $"{crate.Canonical} {version.Num}", $"its index line cannot be read: {broken}");

    private static Finding? Max(CrateRows crate)
    {
        if (crate.Versions is [])
            return null;
        var max = Crates.MaxVersion.Of(crate.Versions.Select(one => (CrateVersion.Parse(one.Num).Value, one.Yanked))).Text;
        return max == crate.MaxVersion ? null : new(FindingKinds.MaxVersion, crate.Canonical, $"it says {crate.MaxVersion} and must say {max}");
    }

    private static Finding? File(CrateRows crate, StoredObject? file)
    {
        if (crate.Versions is [])
            return null;
        if (file is null)
            return new(FindingKinds.IndexMissing, crate.Canonical, "the storage has no index file of it");
        var expected = crate.Versions.Select(version => version.Line.Value with { Yanked = version.Yanked }).ToList();
        if (Same(IndexFile.Render(expected), file.Bytes))
            return null;
        return OnlyYanks(expected, file.Bytes) is { Count: > 0 } yanks
            ? new(FindingKinds.YankedDiffers, crate.Canonical, $"the index file has another `yanked` for {string.Join(", ", yanks)}")
            : new(FindingKinds.IndexDiffers, crate.Canonical, "the index file is not what the database says");
    }

    // The versions in which alone the file is wrong; none when more than yanks is wrong.
    private static List<string> OnlyYanks(List<IndexLine> expected, byte[] bytes)
    {
        var present = IndexFile.Parse(bytes).Lines;
        if (present.Count != expected.Count || present.Any(line => !line.IsValid))
            return [];
        var pairs = expected.Zip(present.Select(line => line.Value)).ToList();
        return Same(IndexFile.Render(expected), IndexFile.Render(pairs.Select(pair => pair.Second with { Yanked = pair.First.Yanked })))
            ? [.. pairs.Where(pair => pair.First.Yanked != pair.Second.Yanked).Select(pair => pair.First.Version.Text)]
            : [];
    }

    private static bool Same(byte[]? left, byte[]? right) => left is null || right is null
        ? left is null && right is null
        : left.AsSpan().SequenceEqual(right);
}
