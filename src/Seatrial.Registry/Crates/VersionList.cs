using System.Globalization;

namespace Seatrial.Registry.Crates;

/// <summary><c>GET …/{crate}/versions</c>: all versions, or pages of them, the newest or the highest first.</summary>
internal static class VersionList
{
    public static async Task<Answer> Read(Reading reading)
    {
        var (sql, query, name) = (reading.Session, reading.Http.Request.Query, reading.Http.Route("crate"));
        var (paging, refusal) = Paging.Read(query);
        if (paging is null)
            return Answer.Of(refusal!);
        var sort = query["sort"].ToString();
        if (sort is not ("" or "date" or "semver"))
            return Answer.Of(Refusal.Invalid("`sort` must be date or semver"));
        if (await CrateRecord.Find(sql, name, reading.Cancel) is not { } crate)
            return Answer.Of(Refusal.NoCrate(name));
        var rows = await sql.Query($"SELECT id, num FROM versions WHERE crate_id = {crate.Id} ORDER BY id DESC",
            row => (Id: row.GetInt64(0), Num: row.GetString(1)), reading.Cancel);
        var ids = (sort == "semver" ? rows.OrderByDescending(row => CrateVersion.Parse(row.Num).Value) : rows.AsEnumerable())
            .Select(row => row.Id).ToList();
        // crates.io pages only when it is asked to.
        var whole = !query.ContainsKey("per_page") && !query.ContainsKey("page") && paging.Seek is null;
        if (Page(ids, paging, whole) is not { } page)
            return Answer.Of(Paging.BadSeek);
        var more = page is [.., var last] && ids[^1] != last;
        var key = page is [.., var end] ? end.ToString(CultureInfo.InvariantCulture) : "";
        return Answer.Json(new VersionsBody(await Bodies(sql, crate.Id, page, whole, reading.Cancel),
            new PageMeta(ids.Count, paging.Next(query, more, key))), RegistryJson.Default.VersionsBody);
    }

    private static List<long>? Page(List<long> ids, Paging paging, bool whole)
    {
        if (whole)
            return ids;
        if (paging.Seek is not { } seek)
            return [.. ids.Skip((int)Math.Min(paging.Offset, int.MaxValue)).Take(paging.PerPage)];
        return long.TryParse(seek, NumberStyles.None, CultureInfo.InvariantCulture, out var after) && ids.IndexOf(after) is >= 0 and var at
            ? [.. ids.Skip(at + 1).Take(paging.PerPage)]
            : null;
    }

    private static async Task<List<VersionBody>> Bodies(SqlSession sql, long crateId, List<long> ids, bool whole, CancellationToken cancel)
    {
        if (!whole)
            return await VersionBody.Find(sql, ids, cancel);
        var found = (await sql.Query($"{VersionBody.Columns} WHERE v.crate_id = {crateId}", VersionBody.Read, cancel)).ToDictionary(body => body.Id);
        return [.. ids.Select(id => found[id])];
    }
}
