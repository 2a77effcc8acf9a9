using Seatrial.Registry.Yank;

namespace Seatrial.Defects;

/// <summary>A crate's highest version stays the same when it is yanked.</summary>
internal static class NewestIsYanked
{
    public static Defect Defect { get; } = new(
        "newest-is-yanked",
        "50 (#76, #253): max_version is not worked out again by a yank",
        "A crate's highest version stays the same when it is yanked.",
        Check.Scenario("publish/newest-version", "VER-05"))
    {
        Wiring = Wiring.Standard with { Yank = Wiring.Standard.Yank.Around(YankSteps.Record, KeepNewest) },
    };

    private static async Task<Refusal?> KeepNewest(YankAttempt attempt, Func<Task<Refusal?>> record)
    {
        var newest = await attempt.Site.Database.Find($"SELECT max_version FROM crates WHERE id = {attempt.Crate.Id}", row => row.GetString(0), attempt.Cancel);
        if (await record() is { } refusal)
            return refusal;
        await attempt.Transaction!.Execute($"UPDATE crates SET max_version = {newest} WHERE id = {attempt.Crate.Id}", attempt.Cancel);
        return null;
    }
}
