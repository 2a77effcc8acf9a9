using Seatrial.Registry.Index;

namespace Seatrial.Registry.Tests.Index;

/// <summary>What a replica answers from memory is what the storage has: before, while and after a worker changes it.</summary>
public sealed class ReplicaTests
{
    private const string Path = "/index/sh/ow/shown";

    [Fact]
    public async Task A_file_that_was_asked_for_is_answered_without_the_storage_until_it_changes()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("shown", "1.0.0");
        await Kept(registry);
        registry.StorageGate.Shut();
        Assert.Single((await registry.Index("shown"))!.Lines);
        registry.StorageGate.Open();

        await registry.Publish(token, "shown", "1.1.0").Expect(HttpStatusCode.OK);
        await registry.Drain();

        Assert.Equal(2, (await registry.Index("shown"))!.Lines.Count);
    }

    [Fact]
    public async Task From_memory_it_has_the_headers_and_the_metric_that_it_has_from_the_storage()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("shown", "1.0.0");
        var first = await registry.Get(Path).Expect(HttpStatusCode.OK);
        await Kept(registry);
        var second = await registry.Get(Path).Expect(HttpStatusCode.OK);
        Assert.Equal(Headers(first), Headers(second));
        Assert.Contains("http_route=\"/index/{**path}\"", await registry.Get("/metrics").Text(), StringComparison.Ordinal);
        var same = await registry.Send(HttpMethod.Get, Path, change: request => request.Headers.IfNoneMatch.Add(second.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
        Assert.Equal(second.Headers.ETag, same.Headers.ETag);
        Assert.Single(same.Headers.GetValues("X-Request-Id"));
    }

    [Fact]
    public async Task Before_the_storage_changes_the_memory_is_forgotten()
    {
        var (seen, registry) = (default(IndexPage), default(RegistryFixture));
        await using (registry = await RegistryFixture.Start(Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.After("hold-replicas", attempt => seen = attempt.Site.IndexCache.Find(attempt.Path)),
        }))
        {
            var token = await registry.Published("shown", "1.0.0");
            await Kept(registry);
            Assert.NotNull(registry.Site.IndexCache.Find(Path));
            seen = registry.Site.IndexCache.Find(Path);
            await registry.Publish(token, "shown", "1.1.0").Expect(HttpStatusCode.OK);
            await registry.Drain();
            Assert.Null(seen);
        }
    }

    [Fact]
    public async Task A_purge_needs_the_secret_and_means_one_replica()
    {
        await using var registry = await RegistryFixture.Start();
        await Entered(registry);
        await Purge(registry, "wrong", registry.Site.IndexLease.Id!).Refusal(HttpStatusCode.Forbidden);
        await Purge(registry, registry.Site.EdgePurge.Secret, "another").Refusal(HttpStatusCode.Conflict);
        await Purge(registry, registry.Site.EdgePurge.Secret, registry.Site.IndexLease.Id!).Expect(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_replica_that_cannot_be_reached_is_waited_for_no_longer_than_its_lease_and_begins_anew()
    {
        await using var registry = await RegistryFixture.Start(change: options => options with
        {
            // Nobody listens on this port of the machine.
            Routes = options.Routes with { Replica = "http://127.0.0.1:9" },
        });
        Assert.SkipWhen(registry.Site.Database.Dialect.OneProcess, "On SQLite a process tells itself.");
        await Entered(registry);
        var before = registry.Site.IndexLease.Id;
        var begun = TimeProvider.System.GetTimestamp();

        await registry.Published("shown", "1.0.0");

        Assert.InRange(TimeProvider.System.GetElapsedTime(begun), IndexLease.Time, RegistryFixture.Patience);
        Assert.NotEqual(before, registry.Site.IndexLease.Id);
        Assert.Single((await registry.Index("shown"))!.Lines);
    }

    [Fact]
    public async Task A_replica_that_stops_takes_its_entry_with_it()
    {
        await using var registry = await RegistryFixture.Start();
        Assert.SkipWhen(registry.Site.Database.Dialect.OneProcess, "On SQLite there are no entries.");
        await Entered(registry);
        var first = registry.Site.IndexLease.Id;
        await registry.Restart();
        await Entered(registry);
        Assert.Equal(1, await registry.Site.Database.Number($"SELECT COUNT(*) FROM replicas", default));
        Assert.NotEqual(first, registry.Site.IndexLease.Id);
    }

    [Fact]
    public async Task Words_of_one_moment_go_together()
    {
        var (asked, rounds) = (new TaskCompletionSource(), new List<int>());
        var together = new Registry.Steps.Rounds<int>(3, async words =>
        {
            rounds.Add(words.Count);
            await asked.Task;
            return Task.CompletedTask;
        });
        var first = together.Join(1);
        while (rounds.Count == 0)
            await Task.Yield();
        var others = Enumerable.Range(0, 4).Select(together.Join).ToArray();
        asked.SetResult();
        await Task.WhenAll([first, .. others]);
        Assert.Equal([1, 3, 1], rounds);
    }

    [Fact]
    public async Task A_round_that_fails_fails_for_its_own_callers_and_not_for_the_next()
    {
        var fails = true;
        var together = new Registry.Steps.Rounds<int>(9, async _ =>
        {
            await Task.Yield();
            return fails ? throw new InvalidDataException() : Task.CompletedTask;
        });
        await Assert.ThrowsAsync<InvalidDataException>(() => together.Join(1));
        fails = false;
        await together.Join(2);
    }

    [Fact]
    public void Words_survive_the_way()
    {
        HoldWord[] words = [new(true, "a", "/index/1/a"), new(false, "b", "/index/ke/pt/kept")];
        Assert.Equal(words, HoldWord.ParseAll(HoldWord.WriteAll(words)));
        Assert.Empty(HoldWord.ParseAll("nonsense\nhold\n"u8.ToArray()));
    }

    private static Task Kept(RegistryFixture registry) => registry.Remembered("shown");

    private static async Task Entered(RegistryFixture registry)
    {
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        while (!registry.Site.IndexLease.IsHeld)
            await Task.Delay(20, patience.Token);
    }

    private static Task<HttpResponseMessage> Purge(RegistryFixture registry, string secret, string replica) => registry.Send(
        new HttpMethod("PURGE"), "/index/", body: new ByteArrayContent([]), change: request =>
        {
            request.Headers.Add("x-purge-secret", secret);
            request.Headers.Add("x-replica", replica);
        });

    private static string[] Headers(HttpResponseMessage answer) =>
        [.. answer.Headers.Concat(answer.Content.Headers).Where(one => one.Key is not ("X-Request-ID" or "Date"))
            .Select(one => $"{one.Key}: {string.Join(",", one.Value)}").Order(StringComparer.Ordinal)];
}
