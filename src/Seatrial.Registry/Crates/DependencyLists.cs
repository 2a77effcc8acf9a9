namespace Seatrial.Registry.Crates;

/// <summary>What a version depends on, and which crates depend on a crate.</summary>
internal static class DependencyLists
{
    // Ids of dependencies: the version's, and the place behind it. A publish has far fewer.
    private const int MostPerVersion = 10_000;

    /// <summary><c>GET …/{crate}/{version}/dependencies</c>.</summary>
    public static async Task<Answer> OfVersion(Reading reading)
    {
        var (version, refusal) = await VersionRecord.Routed(reading);
        if (version is null)
            return Answer.Of(refusal!);
        var line = await reading.Session.Find(
            $"SELECT index_line FROM versions WHERE id = {version.Id}", row => row.GetString(0), reading.Cancel);
        return Answer.Json(new DependenciesBody([.. Of(version.Id, line!)]), RegistryJson.Default.DependenciesBody);
    }

    /// <summary><c>GET …/{crate}/reverse_dependencies</c>: by the leading versions of the dependents, in the order of their first publish.</summary>
    public static async Task<Answer> Reverse(Reading reading)
    {
        var (sql, query, name) = (reading.Session, reading.Http.Request.Query, reading.Http.Route("crate"));
        var (paging, refusal) = Paging.Read(query);
        if (paging is null)
            return Answer.Of(refusal!);
        var after = 0L;
        if (paging.Seek is { } seek && !long.TryParse(seek, System.Globalization.NumberStyles.None, null, out after))
            return Answer.Of(Paging.BadSeek);
        if (await CrateRecord.Find(sql, name, reading.Cancel) is not { } crate)
            return Answer.Of(Refusal.NoCrate(name));
        var total = await sql.Number($"SELECT COUNT(*) FROM reverse_dependencies WHERE name = {crate.Name}", reading.Cancel);
        var found = await sql.Query($"""
            SELECT r.crate_id, r.version_id, cd.total, v.index_line FROM reverse_dependencies r
            JOIN crate_downloads cd ON cd.crate_id = r.crate_id JOIN versions v ON v.id = r.version_id
            WHERE r.name = {crate.Name} AND r.crate_id > {after} ORDER BY r.crate_id LIMIT {paging.PerPage + 1} OFFSET {paging.Offset}
            """, row => (Crate: row.GetInt64(0), Version: row.GetInt64(1), Downloads: row.GetInt64(2), Line: row.GetString(3)), reading.Cancel);
        var page = found.Take(paging.PerPage).ToArray();
        var versions = await VersionBody.Find(sql, [.. page.Select(one => one.Version)], reading.Cancel);
        var dependencies = page.SelectMany(one => Of(one.Version, one.Line).Where(dependency => dependency.CrateId == crate.Name)
            .Select(dependency => dependency with { Downloads = one.Downloads }));
        var next = paging.Next(query, found.Count > page.Length, page is [.., var last] ? $"{last.Crate}" : "");
        return Answer.Json(new ReverseDependenciesBody([.. dependencies], versions, new PageMeta(total, next)),
            RegistryJson.Default.ReverseDependenciesBody);
    }

    private static IEnumerable<DependencyBody> Of(long versionId, string line) => VersionBody.Line(line).Dependencies.Select((one, at) =>
        new DependencyBody(versionId * MostPerVersion + at, versionId, one.CrateName, one.Requirement.ToString(), one.Optional,
            one.DefaultFeatures, one.Features, one.Target, Kind(one.Kind), 0)
        {
            ExplicitName = one.Package is null ? null : one.Name,
            Registry = one.Registry,
        });

    private static string Kind(DependencyKind kind) => kind switch
    {
        DependencyKind.Build => "build",
        DependencyKind.Dev => "dev",
        _ => "normal",
    };
}

/// <summary>A dependency in crates.io's shape.</summary>
/// <param name="CrateId">The name of the crate that is depended on.</param>
/// <param name="Downloads">In a list of dependents, the dependent's downloads; else 0.</param>
internal sealed record DependencyBody(
    long Id, long VersionId, string CrateId, string Req, bool Optional, bool DefaultFeatures, IReadOnlyList<string> Features,
    string? Target, string Kind, long Downloads)
{
    /// <summary>The name in the dependent's manifest, when it was renamed.</summary>
    public string? ExplicitName { get; init; }

    /// <summary>The index URL of another registry; null for this one.</summary>
    public string? Registry { get; init; }
}

/// <summary>What a version depends on.</summary>
internal sealed record DependenciesBody(IReadOnlyList<DependencyBody> Dependencies);

/// <summary>A page of dependents, with the versions that depend.</summary>
internal sealed record ReverseDependenciesBody(
    IReadOnlyList<DependencyBody> Dependencies, IReadOnlyList<VersionBody> Versions, PageMeta Meta);
