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

    /// <summary>Asks for the removed version that another one would collide with.</summary>
    public static List<string> Find(SqlBatch batch, string canonical, CrateVersion version) => batch.Query($"""
        SELECT r.num FROM removed_versions r JOIN crates c ON c.id = r.crate_id
        WHERE c.canonical = {canonical} AND r.num_no_build = {version.WithoutBuild.Text}
        """, row => row.GetString(0));

    /// <summary>The refusal of a publish under a number that was removed.</summary>
    public static Refusal Taken(string name, CrateVersion version) =>
        Refusal.Conflict($"crate version `{name} {version}` was removed; its number can never be used again");

    public static Refusal Gone(string name, string version) =>
        new(StatusCodes.Status410Gone, $"version `{version}` of crate `{name}` was removed");
}
