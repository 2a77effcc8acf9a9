using Seatrial.Registry.Audit;
using Seatrial.Registry.Owners;
using Seatrial.Registry.Users;

namespace Seatrial.Defects;

/// <summary>Whether a crate keeps an owner is looked up before the lock is taken and not again, so two owners can remove each other.</summary>
internal static class LastOwnerCheckedEarly
{
    public static Defect Defect { get; } = new(
        "last-owner-checked-early",
        "10, of owners: a check, then a change, and no lock over both; a crate that nobody owns",
        "Whether a crate keeps an owner is looked up before the lock is taken and not again, so two owners can remove each other.",
        new Check("race mutual-removal", "I9"))
    {
        Wiring = Wiring.Standard with { RemoveOwner = Wiring.Standard.RemoveOwner.Replace("record", CheckThenRemove) },
    };

    private static async Task<Refusal?> CheckThenRemove(OwnersAttempt attempt)
    {
        var (database, cancel, now) = (attempt.Site.Database, attempt.Cancel, attempt.Site.Clock.Milliseconds());
        var login = UserRecord.Canonical(attempt.Logins[0]);
        var others = await database.Number($"""
            SELECT COUNT(*) FROM owners o JOIN users u ON u.id = o.user_id
            WHERE o.crate_id = {attempt.Crate.Id} AND u.canonical <> {login}
            """, cancel);
        if (others == 0)
            return Refusal.Invalid($"`{attempt.Crate.Name}` must keep at least one owner");
        var sql = attempt.Transaction = await database.BeginWrite("", cancel);
        await sql.Execute($"""
            DELETE FROM owners WHERE crate_id = {attempt.Crate.Id} AND user_id IN (SELECT id FROM users WHERE canonical = {login})
            """, cancel);
        await AuditLog.Write(sql, now, attempt.Caller.Login, "remove-owner", CrateName.Canonicalize(attempt.Crate.Name), subject: login, cancel: cancel);
        attempt.Message = $"removed from the owners of {attempt.Crate.Name}: {login}";
        return null;
    }
}
