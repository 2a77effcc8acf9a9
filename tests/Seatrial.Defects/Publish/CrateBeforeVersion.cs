using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>A new crate and its owner are committed before its first version, and stay when that fails.</summary>
internal static class CrateBeforeVersion
{
    public static Defect Defect { get; } = new(
        "crate-before-version",
        "12 (#6795): a crate without versions",
        "A new crate and its owner are committed before its first version, and stay when that fails.",
        Check.Sweep("publish", "I7", "error"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.Before(PublishSteps.Record, new Step<PublishAttempt>("record-crate", RecordCrate)) },
    };

    private static async Task<Refusal?> RecordCrate(PublishAttempt attempt)
    {
        var (name, now) = (attempt.Metadata.Name, attempt.Site.Clock.Milliseconds());
        await using var sql = await attempt.Site.Database.BeginWrite("", attempt.Cancel);
        await sql.Execute($"""
            INSERT INTO crates (name, canonical, search_text, max_version, created_at, updated_at)
            VALUES ({name.Text}, {name.Canonical}, '', {attempt.Metadata.Version.Text}, {now}, {now}) ON CONFLICT DO NOTHING
            """, attempt.Cancel);
        await sql.Execute($"""
            INSERT INTO owners (crate_id, user_id, created_at)
            SELECT id, {attempt.Caller.UserId}, {now} FROM crates WHERE canonical = {name.Canonical} ON CONFLICT DO NOTHING
            """, attempt.Cancel);
        await sql.Commit();
        return null;
    }
}
