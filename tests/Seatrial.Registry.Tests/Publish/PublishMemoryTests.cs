using Microsoft.Extensions.Time.Testing;
using Seatrial.Registry.Publish;

namespace Seatrial.Registry.Tests.Publish;

/// <summary>The line in which publishes wait for memory.</summary>
public sealed class PublishMemoryTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task Who_fits_is_admitted_at_once_and_who_does_not_when_enough_was_given_back()
    {
        var memory = new PublishMemory(100, _clock);
        Assert.Equal(60, await memory.Take(60, default));
        Assert.Equal(40, await memory.Take(40, default));
        var third = memory.Take(50, default);
        memory.Give(40);
        Assert.False(third.IsCompleted);
        memory.Give(60);
        Assert.Equal(50, await third);
        Assert.Equal(50, memory.Free);
    }

    [Fact]
    public async Task A_large_one_is_not_overtaken_by_small_ones_for_ever()
    {
        var memory = new PublishMemory(100, _clock);
        await memory.Take(60, default);
        var large = memory.Take(100, default);
        var small = memory.Take(1, default);
        Assert.False(small.IsCompleted);
        memory.Give(60);
        await large;
        Assert.False(small.IsCompleted);
        memory.Give(100);
        await small;
    }

    [Fact]
    public async Task Who_has_waited_too_long_leaves_the_line_and_those_behind_are_looked_at()
    {
        var memory = new PublishMemory(100, _clock);
        await memory.Take(60, default);
        var large = memory.Take(100, default);
        _clock.Advance(TimeSpan.FromSeconds(1));
        var small = memory.Take(40, default);
        _clock.Advance(PublishMemory.Patience - TimeSpan.FromSeconds(1));
        Assert.Null(await large);
        Assert.Equal(40, await small);
    }

    [Fact]
    public async Task A_client_that_goes_leaves_the_line_with_nothing_lost()
    {
        var memory = new PublishMemory(100, _clock);
        await memory.Take(100, default);
        using var gone = new CancellationTokenSource();
        var waits = memory.Take(10, gone.Token);
        await gone.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        memory.Give(100);
        Assert.Equal(100, memory.Free);
    }

    [Fact]
    public async Task More_than_there_is_takes_all_of_it()
    {
        var memory = new PublishMemory(100, _clock);
        Assert.Equal(100, await memory.Take(1000, default));
        memory.Give(100);
        Assert.Equal(100, memory.Free);
    }

    [Fact]
    public async Task When_it_is_taken_a_publish_is_answered_503_and_when_it_is_free_again_it_succeeds_and_gives_all_back()
    {
        var clock = new ClockThatJumps();
        await using var registry = await RegistryFixture.Start(change: options => options with { Clock = clock });
        var token = await registry.User("alice");
        var free = registry.Site.PublishMemory.Free;
        await registry.Site.PublishMemory.Take(free, default);
        clock.Jumps = true;
        var detail = await registry.Publish(token, "waits", "1.0.0").Refusal(HttpStatusCode.ServiceUnavailable);
        clock.Jumps = false;
        Assert.Contains("too many publishes", detail, StringComparison.Ordinal);
        registry.Site.PublishMemory.Give(free);
        await registry.Publish(token, "waits", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.Publish(token, "std", "1.0.0").Refusal(HttpStatusCode.BadRequest);
        Assert.Equal(free, registry.Site.PublishMemory.Free);
    }

    // Real time, but for the patience of the line, which is over at once.
    private sealed class ClockThatJumps : TimeProvider
    {
        public bool Jumps { get; set; }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, Jumps && dueTime == PublishMemory.Patience ? TimeSpan.Zero : dueTime, period);
    }
}
