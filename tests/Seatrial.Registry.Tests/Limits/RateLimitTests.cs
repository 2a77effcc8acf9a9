using Seatrial.Registry.Limits;

namespace Seatrial.Registry.Tests.Limits;

/// <summary>Limits on how often something is done.</summary>
public sealed class RateLimitTests
{
    [Fact]
    public async Task Publishes_beyond_the_burst_are_told_when_to_come_back()
    {
        await using var registry = await Limited("publish-new=2/600,publish-update=1/60");
        var (alice, bob) = (await registry.User("alice"), await registry.User("bob"));
        await registry.Publish(alice, "one", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.Publish(alice, "two", "1.0.0").Expect(HttpStatusCode.OK);

        var answer = await registry.Publish(alice, "three", "1.0.0");

        Assert.Contains("publish-new", await answer.Refusal(HttpStatusCode.TooManyRequests), StringComparison.Ordinal);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(500), TimeSpan.FromSeconds(600));
        // Another action, and another user, have buckets of their own.
        await registry.Publish(alice, "one", "1.0.1").Expect(HttpStatusCode.OK);
        await registry.Publish(alice, "one", "1.0.2").Refusal(HttpStatusCode.TooManyRequests);
        await registry.Publish(bob, "three", "1.0.0").Expect(HttpStatusCode.OK);
        // A refused publish wrote nothing.
        await registry.Drain();
        Assert.Null(await registry.Index("absent"));
        Assert.Equal(["1.0.0", "1.0.1"], (await registry.Index("one"))!.Versions.Select(line => line.Version.Text));
    }

    [Fact]
    public async Task Refused_publishes_cost_nothing()
    {
        await using var registry = await Limited("publish-new=1/600");
        var alice = await registry.User("alice");
        await registry.Publish(alice, Some.Publish("good", "1.0.0")[..^10]).Refusal(HttpStatusCode.BadRequest);
        await registry.Publish(alice, "std", "1.0.0").Refusal(HttpStatusCode.BadRequest);

        await registry.Publish(alice, "good", "1.0.0").Expect(HttpStatusCode.OK);
        // Nor does asking again after an answer that was lost.
        await registry.Publish(alice, "good", "1.0.0").Refusal(HttpStatusCode.Conflict);
        await registry.Publish(alice, "more", "1.0.0").Refusal(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task Of_many_at_once_exactly_the_burst_gets_through()
    {
        await using var registry = await Limited("publish-new=5/600");
        var alice = await registry.User("alice");

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => registry.Publish(alice, $"crate-{i}", "1.0.0")));

        Assert.Equal(5, answers.Count(one => one.StatusCode == HttpStatusCode.OK));
        Assert.Equal(7, answers.Count(one => one.StatusCode == HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_bucket_fills_up_again_with_time()
    {
        await using var registry = await Limited("yank=2/60");
        var (limits, sql) = (registry.Site.RateLimits, registry.Site.Database);
        const long start = 1_000_000_000_000;

        foreach (var (second, taken) in new[] { (0, true), (0, true), (59, false), (60, true), (61, false), (119, false), (120, true), (10_000, true), (10_000, true), (10_000, false) })
            Assert.Equal(taken, await limits.Take(sql, "alice", "yank", start + second * 1000, default) is null);
        var refusal = await limits.Check(sql, "alice", "yank", start + 10_030_000, default);
        Assert.Equal(TimeSpan.FromSeconds(30), refusal!.RetryAfter);
        Assert.Null(await limits.Check(sql, "alice", "yank", start + 10_060_000, default));
        Assert.Null(await limits.Take(sql, "alice", "publish-new", start, default));

        // A full bucket is as good as none.
        await new BucketSweeper(registry.Site).Sweep(default);
        Assert.Equal(0, await sql.Number($"SELECT COUNT(*) FROM rate_limits", default));
    }

    [Fact]
    public async Task Yanks_owners_and_searches_have_limits_too()
    {
        await using var registry = await Limited("yank=1/600,change-owners=1/600,search=2/600");
        var alice = await registry.Published("mine", "1.0.0");
        await registry.Delete("/api/v1/crates/mine/1.0.0/yank", alice).Expect(HttpStatusCode.OK);
        await registry.Put("/api/v1/crates/mine/1.0.0/unyank", alice, "{}").Refusal(HttpStatusCode.TooManyRequests);
        await registry.Delete("/api/v1/crates/mine/owners", alice, """{"users":["owner-of-mine"]}""").Refusal(HttpStatusCode.BadRequest);
        await registry.Put("/api/v1/crates/mine/owners", alice, """{"users":["admin"]}""").Expect(HttpStatusCode.OK);
        await registry.Delete("/api/v1/crates/mine/owners", alice, """{"users":["admin"]}""").Refusal(HttpStatusCode.TooManyRequests);
        await registry.Get("/api/v1/crates?q=mine").Expect(HttpStatusCode.OK);
        await registry.Get("/api/v1/crates?q=mine").Expect(HttpStatusCode.OK);
        await registry.Get("/api/v1/crates?q=mine").Refusal(HttpStatusCode.TooManyRequests);
        await registry.Get("/api/v1/crates?q=mine", alice).Expect(HttpStatusCode.OK);
        await registry.Get("/api/v1/crates/mine").Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("publish-new=5/600", 1)]
    [InlineData("publish-new=5/600, yank=100/60", 2)]
    [InlineData("", 0)]
    [InlineData("publish-new", -1)]
    [InlineData("publish-new=0/60", -1)]
    [InlineData("publish-new=5/0", -1)]
    [InlineData("publish-new/5=60", -1)]
    [InlineData("publish-old=5/600", -1)]
    [InlineData("yank=1/60,yank=2/60", -1)]
    [InlineData("yank=2000000000/2000000000", -1)]
    public void Limits_are_read_or_refused(string text, int count) => Assert.Equal(count, RateLimit.ParseAll(text)?.Count ?? -1);

    private static Task<RegistryFixture> Limited(string limits) =>
        RegistryFixture.Start(change: options => options with { RateLimits = RateLimit.ParseAll(limits)! });
}
