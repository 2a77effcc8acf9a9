using Microsoft.Extensions.Time.Testing;
using Seatrial.Registry.Index;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Tests.Index;

/// <summary>A replica's memory of index files, and when it may be believed.</summary>
public sealed class IndexCacheTests
{
    private const string Path = "/index/ke/pt/kept";

    private readonly FakeTimeProvider _clock = new();
    private readonly IndexLease _lease;
    private readonly IndexCache _cache;

    public IndexCacheTests()
    {
        _lease = new IndexLease(_clock);
        _cache = new IndexCache(capacity: 2 * (1000 + 512), _lease, _clock);
        _lease.Enter("one");
        _lease.Renew(_lease.Before());
    }

    [Fact]
    public void What_was_fetched_under_a_lease_is_kept()
    {
        Assert.True(Store("kept", _cache.Begin()));
        Assert.NotNull(_cache.Find(Path));
    }

    [Fact]
    public void A_lease_counts_from_before_the_look_and_is_believed_no_longer_than_its_time()
    {
        Store("kept", _cache.Begin());
        var look = _lease.Before();
        _clock.Advance(TimeSpan.FromSeconds(2));
        _lease.Renew(look);
        Assert.NotNull(_cache.Find(Path));
        _clock.Advance(IndexLease.Time - TimeSpan.FromSeconds(2));
        Assert.Null(_cache.Find(Path));
        _lease.Renew(_lease.Before());
        Assert.NotNull(_cache.Find(Path));
    }

    [Fact]
    public void A_wall_clock_that_was_set_forward_ends_the_lease_and_one_set_back_does_not_prolong_it()
    {
        var clock = new ShiftedClock(_clock);
        var lease = new IndexLease(clock);
        lease.Enter("one");
        lease.Renew(lease.Before());
        Assert.True(lease.IsHeld);
        clock.Shift = TimeSpan.FromHours(1);
        Assert.False(lease.IsHeld);
        lease.Renew(lease.Before());
        Assert.True(lease.IsHeld);
        clock.Shift = TimeSpan.Zero;
        _clock.Advance(IndexLease.Time);
        Assert.False(lease.IsHeld);
    }

    [Fact]
    public void Without_a_lease_nothing_is_kept()
    {
        _lease.Lose();
        Assert.False(Store("kept", _cache.Begin()));
    }

    [Fact]
    public void What_was_fetched_under_another_lease_is_not_kept()
    {
        var fetch = _cache.Begin();
        _lease.Lose();
        _lease.Enter("two");
        _lease.Renew(_lease.Before());
        Assert.False(Store("kept", fetch));
        Assert.True(Store("kept", _cache.Begin()));
    }

    [Fact]
    public void A_hold_drops_the_page_and_refuses_what_was_fetched_before_and_during_it()
    {
        Store("kept", _cache.Begin());
        var before = _cache.Begin();
        _cache.Hold(Path, "a");
        Assert.Null(_cache.Find(Path));
        Assert.False(Store("kept", before));
        Assert.False(Store("kept", _cache.Begin()));
        Assert.True(Store("other", _cache.Begin()));
    }

    [Fact]
    public void A_hold_ends_by_its_owner_or_by_time_and_not_by_an_older_owner()
    {
        _cache.Hold(Path, "a");
        _cache.Hold(Path, "b");
        _cache.Release(Path, "a");
        Assert.False(Store("kept", _cache.Begin()));
        _cache.Release(Path, "b");
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(Store("kept", _cache.Begin()));

        _cache.Hold(Path, "c");
        Assert.False(Advanced(IndexCache.HoldTime - TimeSpan.FromMilliseconds(1)));
        Assert.True(Advanced(TimeSpan.FromMilliseconds(2)));

        bool Advanced(TimeSpan time)
        {
            _clock.Advance(time);
            _lease.Renew(_lease.Before());
            return Store("kept", _cache.Begin());
        }
    }

    [Fact]
    public void A_fetch_that_took_as_long_as_a_hold_may_have_missed_one_and_is_not_kept()
    {
        var fetch = _cache.Begin();
        _cache.Hold(Path, "a");
        _cache.Release(Path, "a");
        _clock.Advance(IndexCache.HoldTime);
        _lease.Renew(_lease.Before());
        Assert.False(Store("kept", fetch));
    }

    [Fact]
    public void A_release_during_a_fetch_does_not_let_the_old_file_in()
    {
        var fetch = _cache.Begin();
        _cache.Hold(Path, "a");
        _cache.Release(Path, "a");
        Assert.False(Store("kept", fetch));
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(Store("kept", _cache.Begin()));
    }

    [Fact]
    public void What_was_asked_for_during_a_hold_is_not_kept_after_it_either()
    {
        _cache.Hold(Path, "a");
        _clock.Advance(IndexCache.HoldTime - TimeSpan.FromSeconds(1));
        _lease.Renew(_lease.Before());
        var fetch = _cache.Begin();
        _clock.Advance(TimeSpan.FromSeconds(2));
        _lease.Renew(_lease.Before());
        Assert.False(Store("kept", fetch));
        Assert.True(Store("kept", _cache.Begin()));
    }

    [Fact]
    public void A_replica_that_begins_anew_keeps_nothing_for_the_time_of_a_hold()
    {
        Store("kept", _cache.Begin());
        _cache.Clear();
        Assert.Null(_cache.Find(Path));
        Assert.False(Store("kept", _cache.Begin()));
        _clock.Advance(IndexCache.HoldTime);
        _lease.Renew(_lease.Before());
        Assert.True(Store("kept", _cache.Begin()));
    }

    [Fact]
    public void What_was_not_asked_for_lately_makes_room()
    {
        Store("kept", _cache.Begin());
        Store("second", _cache.Begin());
        Assert.NotNull(_cache.Find(Path));
        Store("third", _cache.Begin());
        Assert.NotNull(_cache.Find(Path));
        Assert.Null(_cache.Find("/index/se/co/second"));
        Assert.True(_cache.Bytes <= 2 * (1000 + 512));
        Assert.False(Store("large", _cache.Begin(), bytes: 5000));
    }

    [Fact]
    public async Task Who_waits_for_a_path_goes_on_at_its_release_or_when_the_time_is_over()
    {
        var released = _cache.Released(Path, TimeSpan.FromMinutes(1), default);
        Assert.False(released.IsCompleted);
        _cache.Release(Path, "anyone");
        await released.WaitAsync(RegistryFixture.Patience);

        var waited = _cache.Released(Path, TimeSpan.FromMinutes(1), default);
        _clock.Advance(TimeSpan.FromMinutes(1));
        await waited.WaitAsync(RegistryFixture.Patience);
    }

    private bool Store(string name, Fetch fetch, int bytes = 1000) =>
        _cache.Store(new IndexPage(CrateName.Parse(name).Value, new StoredObject(new byte[bytes], "\"e\""), fetch.Begun), fetch);

    /// <summary>A wall clock that was set, beside a monotonic one that was not.</summary>
    private sealed class ShiftedClock(TimeProvider inner) : TimeProvider
    {
        public TimeSpan Shift { get; set; }

        public override long TimestampFrequency => inner.TimestampFrequency;

        public override long GetTimestamp() => inner.GetTimestamp();

        public override DateTimeOffset GetUtcNow() => inner.GetUtcNow() + Shift;
    }
}
