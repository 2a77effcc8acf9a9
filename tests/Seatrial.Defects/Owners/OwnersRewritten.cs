using System.Runtime.CompilerServices;
using Seatrial.Registry.Owners;
using Seatrial.Registry.Users;

namespace Seatrial.Defects;

/// <summary>A change of owners reads all of them, and later writes all of them with its change: what others changed meanwhile is undone.</summary>
internal static class OwnersRewritten
{
    public static Defect Defect { get; } = new(
        "owners-rewritten",
        "6, of owners: what is read, changed and written as a whole loses what others wrote meanwhile",
        "A change of owners reads all of them, and later writes all of them with its change: what others changed meanwhile is undone.",
        Check.History("I9"))
    {
        Wiring = Wiring.Standard with
        {
            AddOwner = Rewriting(Wiring.Standard.AddOwner, (owners, named) => owners.Union(named)),
            RemoveOwner = Rewriting(Wiring.Standard.RemoveOwner, (owners, named) => owners.Except(named)),
        },
    };

    // As long as a slow database: the race is there without it, and rarer.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(50);

    private static readonly ConditionalWeakTable<OwnersAttempt, List<string>> Present = [];

    private static Workflow<OwnersAttempt> Rewriting(Workflow<OwnersAttempt> workflow, Func<IEnumerable<string>, IEnumerable<string>, IEnumerable<string>> change) => workflow
        .Before("record", new Step<OwnersAttempt>("read-owners", Read))
        .After("record", new Step<OwnersAttempt>("write-owners", attempt => Write(attempt, change)));

    private static async Task<Refusal?> Read(OwnersAttempt attempt)
    {
        Present.Add(attempt, await attempt.Site.Database.Query($"""
            SELECT u.canonical FROM owners o JOIN users u ON u.id = o.user_id WHERE o.crate_id = {attempt.Crate.Id}
            """, row => row.GetString(0), attempt.Cancel));
        await Task.Delay(Gap, attempt.Cancel);
        return null;
    }

    private static async Task<Refusal?> Write(OwnersAttempt attempt, Func<IEnumerable<string>, IEnumerable<string>, IEnumerable<string>> change)
    {
        var (sql, now) = (attempt.Transaction!, attempt.Site.Clock.Milliseconds());
        await sql.Execute($"DELETE FROM owners WHERE crate_id = {attempt.Crate.Id}", attempt.Cancel);
        foreach (var login in change(Present.GetOrCreateValue(attempt), attempt.Logins.Select(UserRecord.Canonical)))
            await sql.Execute($"""
                INSERT INTO owners (crate_id, user_id, created_at) SELECT {attempt.Crate.Id}, id, {now} FROM users WHERE canonical = {login}
                """, attempt.Cancel);
        return null;
    }
}
