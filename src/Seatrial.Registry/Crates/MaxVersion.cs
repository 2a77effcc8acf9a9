namespace Seatrial.Registry.Crates;

/// <summary>The version that stands for a crate in lists (VER-05).</summary>
internal static class MaxVersion
{
    /// <summary>Not yanked before yanked, releases before pre-releases, then the highest by SemVer.</summary>
    public static CrateVersion Of(IEnumerable<(CrateVersion Version, bool Yanked)> versions) =>
        versions.OrderBy(one => one.Yanked).ThenBy(one => one.Version.IsPrerelease)
            .ThenByDescending(one => one.Version).First().Version;

    // What crates.io says of a crate without versions.
    private const string WhenAllAreRemoved = "0.0.0";

    /// <summary>Works it out again from the rows, inside the change that may have moved it.</summary>
    public static async Task Update(SqlSession sql, long crateId, long now, CancellationToken cancel)
    {
        var versions = await sql.Query($"SELECT num, yanked FROM versions WHERE crate_id = {crateId}",
            row => (CrateVersion.Parse(row.GetString(0)).Value, row.GetBoolean(1)), cancel);
        var max = versions.Count == 0 ? WhenAllAreRemoved : Of(versions).Text;
        await sql.Execute($"UPDATE crates SET max_version = {max}, updated_at = {now} WHERE id = {crateId}", cancel);
    }
}
