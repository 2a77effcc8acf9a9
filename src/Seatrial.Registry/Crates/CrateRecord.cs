namespace Seatrial.Registry.Crates;

/// <summary>A crate as the steps of a change need it.</summary>
/// <param name="Name">The spelling of its first publish.</param>
internal sealed record CrateRecord(long Id, string Name)
{
    /// <summary>Finds a crate by any spelling (NAME-04).</summary>
    public static Task<CrateRecord?> Find(SqlSession sql, string name, CancellationToken cancel) => sql.Find($"""
        SELECT id, name FROM crates WHERE canonical = {CrateName.Canonicalize(name)}
        """, row => new CrateRecord(row.GetInt64(0), row.GetString(1)), cancel);

    /// <summary>Refuses everybody but owners and administrators.</summary>
    public async Task<Refusal?> RequireOwner(SqlSession sql, Tokens.Caller caller, CancellationToken cancel)
    {
        if (caller.IsAdmin)
            return null;
        var owns = await sql.Number($"SELECT COUNT(*) FROM owners WHERE crate_id = {Id} AND user_id = {caller.UserId}",
            cancel);
        return owns > 0 ? null : NotAnOwner(Name);
    }

    public static Refusal NotAnOwner(string name) =>
        Refusal.Forbidden($"only owners of `{name}` may do this, and you are not one");
}

/// <summary>A version as the steps of a change need it.</summary>
internal sealed record VersionRecord(long Id, string Num, string Checksum, bool Yanked)
{
    /// <summary>
    /// Finds a version. Build metadata may be left out, since no two versions differ in it alone (VER-02, API-YANK-07).
    /// </summary>
    public static Task<VersionRecord?> Find(SqlSession sql, long crateId, string version, CancellationToken cancel) =>
        sql.Find($"""
            SELECT id, num, checksum, yanked FROM versions
            WHERE crate_id = {crateId} AND (num = {version} OR num_no_build = {version})
            """, Read, cancel);

    /// <summary>The version that a request's address names, or why there is none.</summary>
    public static async Task<(VersionRecord? Version, Refusal? Refusal)> Routed(Reading reading)
    {
        var (name, version) = (reading.Http.Route("crate"), reading.Http.Route("version"));
        if (await CrateRecord.Find(reading.Session, name, reading.Cancel) is not { } crate)
            return (null, Refusal.NoCrate(name));
        return await Find(reading.Session, crate.Id, version, reading.Cancel) is { } found
            ? (found, null)
            : (null, await Removal.RemovedVersion.Missing(reading.Session, crate, version, reading.Cancel));
    }

    /// <summary>Finds the version that another one would collide with.</summary>
    public static List<VersionRecord> FindSame(SqlBatch batch, string canonical, CrateVersion version) => batch.Query($"""
        SELECT v.id, v.num, v.checksum, v.yanked FROM versions v JOIN crates c ON c.id = v.crate_id
        WHERE c.canonical = {canonical} AND v.num_no_build = {version.WithoutBuild.Text}
        """, Read);

    private static VersionRecord Read(System.Data.Common.DbDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetBoolean(3));
}
