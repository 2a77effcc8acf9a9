using Seatrial.Faults;
using Seatrial.Record;
using Seatrial.Scenarios.Races;

namespace Seatrial.Scenarios.Tests.Races;

/// <summary>The scheduler of races, on clients that are a few crossings of a tap and no registry.</summary>
public sealed class InterleavingTests
{
    private static readonly CancellationToken Cancelled = TestContext.Current.CancellationToken;

    private readonly Watch _watch = new(TimeProvider.System);
    private readonly List<string> _done = [];

    [Fact]
    public async Task The_second_runs_to_its_end_while_the_first_is_held()
    {
        var both = await RunAsync("b", () => ClientAsync("A"), () => ClientAsync("B"));

        Assert.Equal(["A a", "B a", "B b", "B c", "A b", "A c"], _done);
        Assert.False(both!.Waited);
        Assert.Equal(("A", "B"), (both.First.Answer, both.Second.Answer));
        Assert.InRange(both.Second.Until, both.Held, both.Released);
        Assert.True(both.First.Until >= both.Released);
    }

    [Fact]
    public async Task A_second_that_needs_what_the_first_has_is_seen_to_wait_and_both_end()
    {
        using var held = new SemaphoreSlim(1, 1);
        async Task<string> LockedAsync(string name)
        {
            await held.WaitAsync(Cancelled);
            await ClientAsync(name);
            held.Release();
            return name;
        }

        var both = await RunAsync("b", () => LockedAsync("A"), () => LockedAsync("B"));

        Assert.Equal(["A a", "A b", "A c", "B a", "B b", "B c"], _done);
        Assert.True(both!.Waited);
        Assert.True(both.Second.Until >= both.Released);
    }

    [Fact]
    public async Task What_follows_from_an_answer_can_be_where_the_first_is_held()
    {
        var background = Task.CompletedTask;
        Task<string> AnsweredFirst()
        {
            background = CrossAsync("A", "job");
            return Task.FromResult("A");
        }

        var both = await RunAsync("job", AnsweredFirst, () => ClientAsync("B"), () => background.IsCompleted);

        Assert.Equal(["B a", "B b", "B c"], _done.Take(3));
        await background;
        Assert.Equal("A job", _done[^1]);
        Assert.True(both!.First.Until <= both.Held);
    }

    [Fact]
    public async Task A_crossing_that_does_not_come_is_told_and_the_second_is_not_begun()
    {
        var both = await RunAsync("elsewhere", () => ClientAsync("A"), () => ClientAsync("B"));

        Assert.Null(both);
        Assert.Equal(["A a", "A b", "A c"], _done);
    }

    [Fact]
    public async Task What_comes_by_itself_does_not_keep_a_second_that_waits_from_being_seen()
    {
        using var ended = new CancellationTokenSource();
        var polling = Task.Run(async () =>
        {
            while (!ended.IsCancellationRequested)
            {
                await CrossAsync("registry", "poll");
                await Task.Delay(TimeSpan.FromMilliseconds(1), Cancelled);
            }
        }, Cancelled);
        var never = new TaskCompletionSource<string>();
        async Task<string> ReleasesAsync()
        {
            await ClientAsync("A");
            never.SetResult("B");
            return "A";
        }

        var both = await RunAsync("b", ReleasesAsync, () => never.Task);

        await ended.CancelAsync();
        await polling;
        Assert.True(both!.Waited);
    }

    private Task<Interleaved<string>?> RunAsync(string at, Func<Task<string>> first, Func<Task<string>> second, Func<bool>? quiet = null) =>
        new Interleaving(_watch, new Crossing(Boundary.RegistryDatabase, "registry", at, "", 1))
        {
            IsQuietAsync = _ => Task.FromResult(quiet?.Invoke() ?? true),
            Counts = crossing => crossing.Operation != "poll",
        }.RunAsync(Names.None, first, second, Cancelled);

    private async Task<string> ClientAsync(string name)
    {
        foreach (var operation in new[] { "a", "b", "c" })
            await CrossAsync(name, operation);
        return name;
    }

    // What a tap does with an exchange: it asks what is to be done, and does it.
    private async Task CrossAsync(string name, string operation)
    {
        var tap = new Tap(_watch, Boundary.RegistryDatabase, "registry");
        var (crossing, fault) = tap.Arrive(operation, "", Traits.Writes);
        var exchange = new Done(() => _done.Add($"{name} {operation}")) { Crossing = crossing, Tap = tap };
        if (fault is null)
            await exchange.ForwardAsync(Cancelled);
        else
            await fault.ActAsync(exchange, Cancelled);
    }

    /// <summary>An exchange whose other side only writes down that it was reached.</summary>
    private sealed class Done(Action reached) : Exchange
    {
        public override Task ClientGone { get; } = new TaskCompletionSource().Task;

        public override Task ForwardAsync(CancellationToken cancelled)
        {
            if (Crossing.Operation != "poll")
                reached();
            return Task.CompletedTask;
        }

        public override Task RelayAsync(CancellationToken cancelled) => Task.CompletedTask;

        public override Task RelayPartAsync(double part, CancellationToken cancelled) => Task.CompletedTask;

        public override Task RefuseAsync(string? code, CancellationToken cancelled) => Task.CompletedTask;

        public override Task CutAsync() => Task.CompletedTask;

        public override Task CutClientAsync() => Task.CompletedTask;
    }
}
