using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Doctor;

/// <summary>Compares database, storage, index and edge, also while the registry works.</summary>
/// <remarks>
/// A registry at work disagrees with itself for moments: between a commit and its job. So what disagrees is looked at again
/// after a pause, and what a living job is about to end is told apart.
/// </remarks>
internal sealed class Examination(Database database, ObjectStorage storage, EdgeView? edge, TimeProvider clock)
{
    private const string Blobs = "blobs/";
    private const string IndexFiles = "index/";

    // Longer than a job needs when nothing is in its way.
    private static readonly TimeSpan SecondLook = TimeSpan.FromSeconds(1);

    // Runners look once a second; the longest pause after a failure is 5 s, a lease 15 s.
    private static readonly TimeSpan Overdue = TimeSpan.FromSeconds(60);

    private readonly CrateExamination _crates = new(storage, edge);

    /// <summary>Everything that disagrees.</summary>
    /// <exception cref="DependencyException">A part did not answer, so nothing is known.</exception>
    public async Task<IReadOnlyList<Finding>> Run(CancellationToken cancel)
    {
        var (suspects, blobs, files) = (new List<string>(), new Dictionary<string, (string Subject, long Size)>(), new HashSet<string>());
        for (IReadOnlyList<CrateRows> page = await CrateRows.After(database, 0, cancel); page.Count > 0;
            page = await CrateRows.After(database, page[^1].Id, cancel))
            foreach (var crate in page)
            {
                files.Add(StorageKeys.IndexFile(IndexPath.For(crate.Name)));
                foreach (var version in crate.Versions)
                    blobs[StorageKeys.Blob(Checksum.Parse(version.Checksum).Value)] = ($"{crate.Canonical} {version.Num}", version.Size);
                if ((await _crates.Run(crate, cancel)).Count > 0)
                    suspects.Add(crate.Canonical);
            }

        return [.. await Again(suspects, cancel), .. await Objects(blobs, cancel), .. await Strays(files, cancel),
            .. await Counters(cancel), .. await JobFindings(cancel)];
    }

    private async Task<List<Finding>> Again(List<string> suspects, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        if (suspects.Count == 0)
            return findings;
        await Task.Delay(SecondLook, clock, cancel);
        foreach (var canonical in suspects)
            if (await CrateRows.Of(database, canonical, cancel) is { } crate)
                foreach (var finding in await _crates.Run(crate, cancel))
                    findings.Add(finding with { Heals = await Heals(finding, cancel) });
        return findings;
    }

    private async Task<bool> Heals(Finding finding, CancellationToken cancel) => finding.Kind switch
    {
        FindingKinds.IndexMissing or FindingKinds.IndexDiffers or FindingKinds.YankedDiffers =>
            await IsPending(JobKinds.UpdateIndex, finding.Subject, cancel),
        FindingKinds.EdgeDiffers => await IsPending(JobKinds.UpdateIndex, finding.Subject, cancel)
            || await IsPending(JobKinds.PurgeEdge, SurrogateKeys.OfCrate(finding.Subject), cancel),
        _ => false,
    };

    private async Task<bool> IsPending(string kind, string key, CancellationToken cancel) => await database.Number(
        $"SELECT COUNT(*) FROM jobs WHERE kind = {kind} AND key = {key} AND dead_at IS NULL", cancel) > 0;

    // Listed after the database was read: an archive is stored before its version is committed, so none is missing by chance.
    private async Task<List<Finding>> Objects(Dictionary<string, (string Subject, long Size)> expected, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        await foreach (var (key, size) in storage.List(Blobs, cancel))
            if (!expected.Remove(key, out var version))
                findings.Add(new(FindingKinds.ObjectUnused, key, "no version refers to it; the repeat of a publish would use it") { OnlyInforms = true });
            else if (version.Size != size)
                findings.Add(new(FindingKinds.ObjectDiffers, version.Subject, $"its archive has {size} bytes instead of {version.Size}"));
        findings.AddRange(expected.Select(one => new Finding(FindingKinds.ObjectMissing, one.Value.Subject, $"the storage has no {one.Key}")));
        return findings;
    }

    private async Task<List<Finding>> Strays(HashSet<string> expected, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        await foreach (var (key, _) in storage.List(IndexFiles, cancel))
            if (!expected.Contains(key) && await CrateRows.Of(database, CrateName.Canonicalize(key[(key.LastIndexOf('/') + 1)..]), cancel) is null)
                findings.Add(new(FindingKinds.IndexStray, key, "the database knows no crate of this index file"));
        return findings;
    }

    private Task<List<Finding>> Counters(CancellationToken cancel) => database.Query($"""
        SELECT c.canonical, v.num, d.total FROM downloads d JOIN versions v ON v.id = d.version_id JOIN crates c ON c.id = v.crate_id
        WHERE d.total < 0
        """, row => new Finding(FindingKinds.Counter, $"{row.GetString(0)} {row.GetString(1)}", $"it counts {row.GetInt64(2)} downloads"), cancel);

    private Task<List<Finding>> JobFindings(CancellationToken cancel)
    {
        var late = clock.Milliseconds() - (long)Overdue.TotalMilliseconds;
        return database.Query($"""
            SELECT id, kind, key, dead_at, last_error FROM jobs
            WHERE dead_at IS NOT NULL OR (run_at < {late} AND COALESCE(lease_until, 0) < {late}) ORDER BY id
            """, row => row.Number(3) is null
                ? new Finding(FindingKinds.JobStuck, Subject(row), $"{row.GetString(1)} of {row.GetString(2)} is long due and nobody runs it")
                : new Finding(FindingKinds.JobDead, Subject(row), $"{row.GetString(1)} of {row.GetString(2)} was given up: {row.Text(4)}"), cancel);
    }

    private static string Subject(System.Data.Common.DbDataReader row) =>
        row.GetInt64(0).ToString(System.Globalization.CultureInfo.InvariantCulture);
}
