using System.Globalization;

namespace Seatrial.Bench;

/// <summary>Index files, full and conditional, through a replica and through Varnish; and downloads.</summary>
internal sealed class IndexPart(ServedRegistry registry, Measuring measuring, string path)
{
    public async Task RunAsync(int turns, Dictionary<string, object> results)
    {
        var (bytes, etag) = await measuring.FileAsync(registry.Replica + path);
        await using var nginx = await Nginx.StartAsync(path, bytes);
        await using var varnish = await PlainVarnish.StartAsync(nginx.Url, path);
        // What is compiled only after many calls is compiled after this.
        foreach (var url in new[] { nginx.Url, varnish.Url, registry.Replica, registry.Front })
            await Wrk.PerSecondAsync(url + path, null, seconds: 2);

        results["index_ratio"] = await Turns("full index GET, replica against nginx", turns, nginx.Url, null, nginx.ETag, registry.Replica);
        results["index_conditional_ratio"] = await Turns("conditional, replica against nginx", turns, nginx.Url, etag, nginx.ETag, registry.Replica);
        results["varnish_ratio"] = await Turns("full, our Varnish against Varnish's best", turns, varnish.Url, null, nginx.ETag, registry.Front);
        results["varnish_conditional_ratio"] = await Turns("conditional, our Varnish against Varnish's best", turns, varnish.Url, etag, nginx.ETag, registry.Front);
        var download = $"/api/v1/crates/{path[(path.LastIndexOf('/') + 1)..]}/1.0.0/download";
        var before = await Statements();
        var perSecond = await Wrk.PerSecondAsync(registry.Replica + download, null);
        var asked = await Statements() - before;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"downloads: {perSecond:0} a second at a replica; transactions in the database meanwhile: {asked}"));
        results["downloads_per_second"] = Statistics.Round(perSecond);
        results["transactions_during_downloads"] = asked;
    }

    // Transactions so far: those of the renewals, of Prometheus and of counting go on; a question a download would be thousands.
    private async Task<long> Statements() =>
        long.Parse(await registry.SqlAsync("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = 'postgres';"), CultureInfo.InvariantCulture);

    private async Task<double> Turns(
        string what, int turns, string their, string? etag, string theirETag, string our)
    {
        var (theirs, ours) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < turns; turn++)
        {
            theirs.Add(await Wrk.PerSecondAsync(their + path, etag is null ? null : theirETag));
            ours.Add(await Wrk.PerSecondAsync(our + path, etag));
        }

        var ratio = Statistics.Median(ours) / Statistics.Median(theirs);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{what}: theirs {string.Join(" ", theirs.Select(rate => $"{rate:0}"))} a second, ours {string.Join(" ", ours.Select(rate => $"{rate:0}"))}, ratio {ratio:0.00}"));
        return Statistics.Round(ratio);
    }
}
