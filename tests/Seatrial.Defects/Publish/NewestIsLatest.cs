using Seatrial.Registry.Publish;

namespace Seatrial.Defects;

/// <summary>The crate's highest version is the one that was published last.</summary>
internal static class NewestIsLatest
{
    public static Defect Defect { get; } = new(
        "newest-is-latest",
        "50 (a5d24b380): the default version goes by time",
        "The crate's highest version is the one that was published last.",
        Check.Scenario("publish/newest-version", "VER-05"))
    {
        Wiring = Wiring.Standard with { Publish = Wiring.Standard.Publish.After(PublishSteps.Record, new Step<PublishAttempt>("set-newest", SetNewest)) },
    };

    private static async Task<Refusal?> SetNewest(PublishAttempt attempt)
    {
        await attempt.Transaction!.Execute(
            $"UPDATE crates SET max_version = {attempt.Metadata.Version.Text} WHERE canonical = {attempt.Metadata.Name.Canonical}", attempt.Cancel);
        return null;
    }
}
