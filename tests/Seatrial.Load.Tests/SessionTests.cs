using CsCheck;
using Seatrial.Load.Engines;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;
using Seatrial.Load.Sessions;

namespace Seatrial.Load.Tests;

public sealed class SessionTests
{
    private static readonly SessionMix Builds = new(1, 0, 0, 0);

    [Fact]
    public void A_build_asks_for_the_whole_closure_of_its_crate_once_and_then_for_its_archives() => Gen.Select(Gen.Int[1, 60], Gen.ULong).Sample((crates, seed) =>
    {
        var graph = CrateGraph.Grow(crates, seed);
        var asked = Run(new RegistryWorkload(graph, Builds, Requests(crates), seed).Begin(3), _ => Ending.Ok);
        Assert.Equal("/config.json", asked[0]);
        var root = Number(asked[1]);
        Assert.Equal(Closure(graph, root).Order(), asked.Where(path => path.StartsWith("/index/", StringComparison.Ordinal)).Select(Number).Order());
        // Each archive takes two requests, and no archive is asked for before the last index file.
        Assert.Equal(Closure(graph, root).Order(), asked.Where(path => path.StartsWith("/moved/", StringComparison.Ordinal)).Select(Number).Order());
        Assert.True(asked.FindLastIndex(path => path.StartsWith("/index/", StringComparison.Ordinal)) < asked.FindIndex(path => path.StartsWith("/download/", StringComparison.Ordinal)));
        Assert.Equal(1 + (3 * Closure(graph, root).Count), asked.Count);
    }, iter: 200);

    [Fact]
    public void A_dependency_is_asked_for_after_a_file_that_names_it() => Gen.ULong.Sample(seed =>
    {
        var graph = CrateGraph.Grow(40, seed);
        int[] asked = [.. Run(new RegistryWorkload(graph, Builds, Requests(40), seed).Begin(1), _ => Ending.Ok).Where(path => path.StartsWith("/index/", StringComparison.Ordinal)).Select(Number)];
        for (var at = 1; at < asked.Length; at++)
            Assert.Contains(asked[..at], earlier => graph.Needs(earlier).Contains(asked[at]));
    }, iter: 100);

    [Fact]
    public void What_cannot_be_resolved_leads_nowhere()
    {
        var graph = CrateGraph.Grow(40, 1);
        var asked = Run(new RegistryWorkload(graph, Builds, Requests(40), 1).Begin(1), path => path.StartsWith("/index/", StringComparison.Ordinal) ? Ending.ServerError : Ending.Ok);
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public void Without_a_configuration_nothing_is_asked()
    {
        var graph = CrateGraph.Grow(40, 1);
        Assert.Equal(["/config.json"], Run(new RegistryWorkload(graph, Builds, Requests(40), 1).Begin(1), _ => Ending.Timeout));
    }

    [Fact]
    public void A_warm_build_asks_whether_files_changed_and_has_most_archives()
    {
        var graph = CrateGraph.Grow(60, 2);
        var workload = new RegistryWorkload(graph, Builds with { Warm = 1, Missing = 0.1 }, Requests(60), 2);
        var asked = Enumerable.Range(0, 400).SelectMany(ordinal => Run(workload.Begin(ordinal), _ => Ending.NotModified)).ToArray();
        var (again, archives) = (asked.Count(path => path.StartsWith("/again/", StringComparison.Ordinal)), asked.Count(path => path.StartsWith("/moved/", StringComparison.Ordinal)));
        Assert.Equal(0, asked.Count(path => path.StartsWith("/index/", StringComparison.Ordinal)));
        Assert.InRange(archives / (double)again, 0.05, 0.15);
    }

    [Fact]
    public void Who_comes_follows_the_weights()
    {
        var graph = CrateGraph.Grow(10, 1);
        var workload = new RegistryWorkload(graph, new SessionMix(4, 3, 2, 1), Requests(10), 9);
        var first = Enumerable.Range(0, 10_000).Select(ordinal => workload.Begin(ordinal).Next()!.Operation).CountBy(operation => operation).ToDictionary();
        // The standard deviation of the largest is 49.
        Assert.InRange(first[RegistryOperations.Config], 3750, 4250);
        Assert.InRange(first[RegistryOperations.Search], 2750, 3250);
        Assert.InRange(first[RegistryOperations.Page], 1800, 2200);
        Assert.InRange(first[RegistryOperations.Publish], 850, 1150);
    }

    [Fact]
    public void An_arrival_does_the_same_in_every_shard_and_another_one_does_not()
    {
        var graph = CrateGraph.Grow(60, 3);
        List<string> Of(long ordinal, bool afterOthers)
        {
            var workload = new RegistryWorkload(graph, Builds, Requests(60), 3);
            if (afterOthers)
                Run(workload.Begin(0), _ => Ending.Ok);
            return Run(workload.Begin(ordinal), _ => Ending.Ok);
        }

        Assert.Equal(Of(17, false), Of(17, true));
        Assert.NotEqual(Of(17, false), Of(18, false));
    }

    [Fact]
    public void Popularity_emerges_from_the_graph()
    {
        var graph = CrateGraph.Grow(500, 4);
        int[] needed = [.. Enumerable.Range(0, 500).SelectMany(crate => Closure(graph, crate)).CountBy(crate => crate).Select(pair => pair.Value).OrderDescending()];
        // A few are needed by almost all, and most by hardly anybody but themselves.
        Assert.InRange(needed[0], 250, 500);
        Assert.InRange(needed[needed.Length / 2], 1, 50);
    }

    private static List<int> Closure(CrateGraph graph, int root)
    {
        var (all, seen) = (new List<int> { root }, new HashSet<int> { root });
        for (var at = 0; at < all.Count; at++)
            all.AddRange(graph.Needs(all[at]).Where(seen.Add));
        return all;
    }

    // As an engine does: as many at once as the session wants, ended in the order in which they were made.
    private static List<string> Run(Session session, Func<string, Ending> answer)
    {
        var (asked, open) = (new List<string>(), new Queue<Request>());
        while (true)
        {
            while (open.Count < session.Concurrency && session.Next() is { } request)
            {
                open.Enqueue(request);
                asked.Add(request.Url.AbsolutePath);
            }

            if (!open.TryDequeue(out var ended))
                return asked;
            session.Ended(ended, answer(ended.Url.AbsolutePath));
        }
    }

    private static int Number(string path) => int.Parse(path.Split('/')[2], System.Globalization.CultureInfo.InvariantCulture);

    private static RegistryRequests Requests(int crates)
    {
        Request Ask(int operation, string path) => new() { Operation = operation, Url = new Uri($"http://127.0.0.1:1{path}") };
        Request[] Each(int operation, string folder) => [.. Enumerable.Range(0, crates).Select(crate => Ask(operation, $"/{folder}/{crate}"))];
        return new RegistryRequests
        {
            Config = Ask(RegistryOperations.Config, "/config.json"),
            Index = Each(RegistryOperations.Index, "index"),
            IndexAgain = Each(RegistryOperations.Index, "again"),
            Downloads = [.. Each(RegistryOperations.Download, "download").Zip(Each(RegistryOperations.Download, "moved"), (one, next) => (IReadOnlyList<Request>)[one, next])],
            Searches = [Ask(RegistryOperations.Search, "/search/0")],
            Pages = Each(RegistryOperations.Page, "page"),
            Publish = ordinal => Ask(RegistryOperations.Publish, $"/publish/{ordinal}"),
        };
    }
}
