using System.Globalization;

namespace Seatrial.Registry.Crates;

/// <summary>Downloads by day over the last 90 days, in crates.io's shape.</summary>
internal static class DownloadHistory
{
    private const int Days = 90;

    // crates.io shows the newest versions one by one and adds the others up.
    private const int VersionsShown = 5;

    /// <summary>The day of a moment, as the schema stores it: days since 1970-01-01, UTC.</summary>
    public static long Day(DateTimeOffset moment) => moment.ToUnixTimeSeconds() / 86_400;

    /// <summary><c>GET …/{crate}/downloads</c>.</summary>
    public static async Task<Answer> OfCrate(Reading reading)
    {
        var (sql, name) = (reading.Session, reading.Http.Route("crate"));
        if (await CrateRecord.Find(sql, name, reading.Cancel) is not { } crate)
            return Answer.Of(Refusal.NoCrate(name));
        var shown = await sql.Query($"SELECT id FROM versions WHERE crate_id = {crate.Id} ORDER BY id DESC LIMIT {VersionsShown}",
            row => row.GetInt64(0), reading.Cancel);
        var rows = await sql.Query($"""
            SELECT d.version_id, d.day, d.total FROM versions v JOIN version_downloads d ON d.version_id = v.id
            WHERE v.crate_id = {crate.Id} AND d.day > {First(reading)} ORDER BY d.day, d.version_id
            """, row => (Version: row.GetInt64(0), Day: row.GetInt64(1), Total: row.GetInt64(2)), reading.Cancel);
        var extra = rows.Where(row => !shown.Contains(row.Version)).GroupBy(row => row.Day)
            .Select(day => new DayDownloads(Date(day.Key), day.Sum(row => row.Total)));
        return Answer.Json(new CrateDownloadsBody(
            [.. rows.Where(row => shown.Contains(row.Version)).Select(row => new VersionDay(row.Version, row.Total, Date(row.Day)))],
            new CrateDownloadsMeta([.. extra])), RegistryJson.Default.CrateDownloadsBody);
    }

    /// <summary><c>GET …/{crate}/{version}/downloads</c>.</summary>
    public static async Task<Answer> OfVersion(Reading reading)
    {
        var (version, refusal) = await VersionRecord.Routed(reading);
        if (version is null)
            return Answer.Of(refusal!);
        var days = await reading.Session.Query(
            $"SELECT day, total FROM version_downloads WHERE version_id = {version.Id} AND day > {First(reading)} ORDER BY day",
            row => new VersionDay(version.Id, row.GetInt64(1), Date(row.GetInt64(0))), reading.Cancel);
        return Answer.Json(new VersionDownloadsBody(days), RegistryJson.Default.VersionDownloadsBody);
    }

    private static long First(Reading reading) => Day(reading.Site.Clock.GetUtcNow()) - Days;

    private static string Date(long day) =>
        DateTimeOffset.UnixEpoch.AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>Downloads of a version on a day.</summary>
internal sealed record VersionDay(long Version, long Downloads, string Date);

/// <summary>Downloads on a day.</summary>
internal sealed record DayDownloads(string Date, long Downloads);

/// <summary>Downloads of a version by day.</summary>
internal sealed record VersionDownloadsBody(IReadOnlyList<VersionDay> VersionDownloads);

/// <summary>Downloads of a crate by version and day; those of older versions are in <c>meta</c>.</summary>
internal sealed record CrateDownloadsBody(IReadOnlyList<VersionDay> VersionDownloads, CrateDownloadsMeta Meta);

/// <summary>Downloads of all versions that are not shown one by one.</summary>
internal sealed record CrateDownloadsMeta(IReadOnlyList<DayDownloads> ExtraDownloads);
