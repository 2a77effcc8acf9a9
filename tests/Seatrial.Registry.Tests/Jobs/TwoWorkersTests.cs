using System.Collections.Concurrent;
using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Tests.Jobs;

/// <summary>Several workers on one database, as in several processes.</summary>
public sealed class TwoWorkersTests
{
    private const int Crates = 3;
    private const int Versions = 12;

    [Fact]
    public async Task They_share_the_work_and_never_run_two_jobs_of_one_key_at_once()
    {
        var (running, overlaps, most, together) = (new ConcurrentDictionary<string, int>(), 0, 0, 0);
        var watched = Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.Replace("render", async attempt =>
            {
                if (running.AddOrUpdate(attempt.Job.Key, 1, (_, count) => count + 1) > 1)
                    Interlocked.Increment(ref overlaps);
                most = Math.Max(most, Interlocked.Increment(ref together));
                // Long enough that the others look for work meanwhile.
                await attempt.Site.Database.Number($"SELECT COUNT(*) FROM jobs", attempt.Cancel);
                await Task.Yield();
                attempt.File = IndexFile.Render(attempt.Lines);
                Interlocked.Decrement(ref together);
                running.AddOrUpdate(attempt.Job.Key, 0, (_, count) => count - 1);
                return null;
            }),
        };
        await using var registry = await RegistryFixture.Start(watched);
        using var second = new JobWorker(registry.Site, watched);
        await second.StartAsync(default);
        var token = await registry.User("alice");
        for (var version = 0; version < Versions; version++)
            await Task.WhenAll(Enumerable.Range(0, Crates).Select(crate =>
                registry.Publish(token, $"shared{crate}", $"0.{version}.0").Expect(HttpStatusCode.OK)));

        await registry.Drain();
        await second.StopAsync(default);

        Assert.Equal(0, overlaps);
        Assert.True(most > 1, "No two jobs ran together, so nothing was proved.");
        for (var crate = 0; crate < Crates; crate++)
            Assert.Equal(Versions, (await registry.Index($"shared{crate}", registry.Host.Edge.Url))!.Lines.Count);
    }
}
