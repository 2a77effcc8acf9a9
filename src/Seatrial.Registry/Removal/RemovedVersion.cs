using Seatrial.Registry.Crates;

namespace Seatrial.Registry.Removal;

/// <summary>What is known of versions that were removed: that they were there, and that their numbers stay taken.</summary>
internal static class RemovedVersion
{
    /// <summary>The refusal of a version that is not there: removed, or never published.</summary>
    public static async Task<Refusal> Missing(SqlSession sql, CrateRecord crate, string version, CancellationToken cancel) =>
        await sql.Number($"""
            SELECT COUNT(*) FROM removed_versions WHERE crate_id = {crate.Id} AND (num = {version} OR num_no_build = {version})
            """, cancel) > 0
            ? Gone(crate.Name, version)
            : Refusal.NoVersion(crate.Name, version);

    /// <summary>The refusal of a publish under a number that was removed; null when it was not.</summary>
    public static async Task<Refusal?> Taken(SqlSession sql, CrateRecord crate, CrateVersion version, CancellationToken cancel) =>
        await sql.Number($"""
            SELECT COUNT(*) FROM removed_versions WHERE crate_id = {crate.Id} AND num_no_build = {version.WithoutBuild.Text}
            """, cancel) > 0
            ? Refusal.Conflict($"crate version `{crate.Name} {version}` was removed; its number can never be used again")
            : null;

    public static Refusal Gone(string name, string version) =>
        new(StatusCodes.Status410Gone, $"version `{version}` of crate `{name}` was removed");
}
