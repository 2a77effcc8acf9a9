using Seatrial.Registry.Edge;

namespace Seatrial.Registry.Tests.Edge;

/// <summary>The edge's memory.</summary>
public sealed class PageCacheTests
{
    private const long RoomForTwo = 2 * (1000 + 512);

    [Fact]
    public void The_least_recently_used_page_makes_room()
    {
        var cache = new PageCache(RoomForTwo);
        cache.Store(Page("/a"), 0);
        cache.Store(Page("/b"), 0);
        Assert.NotNull(cache.Find("/a"));
        cache.Store(Page("/c"), 0);
        Assert.NotNull(cache.Find("/a"));
        Assert.Null(cache.Find("/b"));
        Assert.True(cache.Bytes <= RoomForTwo);
    }

    [Fact]
    public void A_page_larger_than_the_cache_is_not_kept() => Assert.False(new PageCache(100).Store(Page("/a"), 0));

    [Fact]
    public void A_purge_drops_all_pages_of_its_key_and_no_others()
    {
        var cache = new PageCache(10 * RoomForTwo);
        cache.Store(Page("/a", "one"), 0);
        cache.Store(Page("/b", "one", "two"), 0);
        cache.Store(Page("/c", "two"), 0);
        Assert.Equal(2, cache.Purge("one"));
        Assert.Null(cache.Find("/a"));
        Assert.NotNull(cache.Find("/c"));
    }

    [Fact]
    public void What_was_fetched_before_a_purge_of_its_key_is_not_kept()
    {
        var cache = new PageCache(10 * RoomForTwo);
        var before = cache.Purges;
        cache.Purge("one");
        Assert.False(cache.Store(Page("/a", "one"), before));
        Assert.True(cache.Store(Page("/b", "two"), before));
        Assert.True(cache.Store(Page("/a", "one"), cache.Purges));
    }

    [Fact]
    public void So_many_purges_that_they_are_forgotten_refuse_every_running_fetch()
    {
        var cache = new PageCache(10 * RoomForTwo);
        var before = cache.Purges;
        for (var i = 0; i < 10_001; i++)
            cache.Purge($"key-{i}");
        Assert.False(cache.Store(Page("/a", "key-5"), before));
        Assert.True(cache.Store(Page("/a", "key-5"), cache.Purges));
    }

    private static CachedPage Page(string url, params string[] keys) =>
        new(url, new byte[1000], null, null, null, keys, DateTimeOffset.UnixEpoch, TimeSpan.FromMinutes(1),
            TimeSpan.Zero);
}
