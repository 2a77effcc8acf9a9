using System.Globalization;
using Seatrial.Registry.Index;
using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Doctor;

/// <summary>Ends a disagreement where the database can say what is right. Never deletes an object.</summary>
internal sealed class Repair(Database database, TimeProvider clock)
{
    /// <summary>The finding with what was done about it; as it was when nobody but a person can help.</summary>
    public async Task<Finding> Apply(Finding finding, CancellationToken cancel) =>
        finding.IsOpen ? finding with { Repair = await Act(finding, cancel) } : finding;

    private Task<string?> Act(Finding finding, CancellationToken cancel) => finding.Kind switch
    {
        FindingKinds.IndexMissing or FindingKinds.IndexDiffers or FindingKinds.YankedDiffers =>
            Queue(JobKinds.UpdateIndex, finding.Subject, cancel),
        FindingKinds.EdgeDiffers => Queue(JobKinds.PurgeEdge, SurrogateKeys.OfCrate(finding.Subject), cancel),
        FindingKinds.MaxVersion => Max(finding.Subject, cancel),
        FindingKinds.Counter => Count(cancel),
        FindingKinds.JobDead or FindingKinds.JobStuck => Revive(finding.Subject, cancel),
        _ => Task.FromResult<string?>(null),
    };

    private async Task<string?> Queue(string kind, string key, CancellationToken cancel)
    {
        await Outbox.Add(database, kind, key, clock.Milliseconds(), cancel);
        return $"queued {kind}";
    }

    private async Task<string?> Max(string canonical, CancellationToken cancel)
    {
        await using var sql = await database.BeginWrite(LockKeys.Crate(canonical), cancel);
        if (await Crates.CrateRecord.Find(sql, canonical, cancel) is not { } crate)
            return null;
        await Crates.MaxVersion.Update(sql, crate.Id, clock.Milliseconds(), cancel);
        await sql.Commit();
        return "worked it out again";
    }

    private async Task<string?> Count(CancellationToken cancel)
    {
        await database.Execute($"UPDATE downloads SET total = 0 WHERE total < 0", cancel);
        return "set it to 0";
    }

    // A lease that somebody still holds is theirs.
    private async Task<string?> Revive(string id, CancellationToken cancel)
    {
        var now = clock.Milliseconds();
        await database.Execute($"""
            UPDATE jobs SET dead_at = NULL, attempts = 0, run_at = {now}, lease = NULL, lease_until = NULL
            WHERE id = {long.Parse(id, CultureInfo.InvariantCulture)} AND COALESCE(lease_until, 0) <= {now}
            """, cancel);
        return "queued it again";
    }
}
