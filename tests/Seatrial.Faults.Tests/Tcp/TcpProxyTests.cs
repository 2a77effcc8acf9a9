using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using Seatrial.Faults.Kinds;
using Seatrial.Faults.Tcp;
using Seatrial.Faults.Tests.Http;
using Seatrial.Record;

namespace Seatrial.Faults.Tests.Tcp;

/// <summary>Toxics on real sockets. Time stands still until a test moves it, so nothing here depends on how fast the machine is.</summary>
public sealed class TcpProxyTests : IAsyncLifetime
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly Watch _watch;
    private readonly Echo _echo = new();
    private readonly TcpProxy _proxy;

    public TcpProxyTests()
    {
        _watch = new Watch(_clock);
        _proxy = new TcpProxy(new Tap(_watch, Boundary.RegistryMonitoring, "registry"), _echo.Address, seed: 7);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _echo.DisposeAsync();
    }

    [Fact]
    public async Task Without_toxics_everything_passes_and_each_connection_is_a_crossing()
    {
        for (var i = 0; i < 2; i++)
        {
            using var client = await RawClient.ToAsync(_proxy.Address);
            await client.SendAsync(new string('x', 1_000_000) + "!");
            Assert.Equal(1_000_001, (await client.UntilAsync("!")).Length);
            client.Socket.Shutdown(SocketShutdown.Send);
            Assert.Equal(("", false), await client.ToEndAsync());
        }

        Assert.Equal(["registry-monitoring registry CONNECT #1", "registry-monitoring registry CONNECT #2"], _watch.Recording.Crossings.Select(one => one.Id));
        await Eventually.Is(() => _proxy.Open == 0);
    }

    [Fact]
    public async Task Latency_delays_one_direction_by_its_time_and_can_be_taken_away()
    {
        _proxy.UpstreamToxics = new Toxics { Latency = Second };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("one");
        Assert.True(await PassAsync(Second, () => _echo.Bytes >= 3) >= Second);
        await client.UntilAsync("one");
        await client.SendAsync("two");
        Assert.Equal(3, _echo.Bytes);
        _proxy.UpstreamToxics = Toxics.None;
        await client.UntilAsync("two");
    }

    [Fact]
    public async Task Latency_of_the_answers_leaves_the_requests_alone()
    {
        _proxy.DownstreamToxics = new Toxics { Latency = Second };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("one");
        await Eventually.Is(() => _echo.Bytes == 3);
        Assert.Equal(0, client.Socket.Available);
        Assert.True(await PassAsync(Second, () => client.Socket.Available == 3) >= Second);
    }

    [Fact]
    public async Task Jitter_is_the_same_for_the_same_seed()
    {
        var times = new List<TimeSpan>();
        for (var run = 0; run < 2; run++)
        {
            await using var proxy = new TcpProxy(new Tap(_watch, Boundary.RegistryMonitoring, "registry"), _echo.Address, seed: 42)
            {
                UpstreamToxics = new Toxics { Latency = Second, Jitter = Second / 2 },
            };
            using var client = await RawClient.ToAsync(proxy.Address);
            var before = _echo.Bytes;
            await client.SendAsync("x");
            times.Add(await PassAsync(TimeSpan.FromSeconds(1.5), () => _echo.Bytes == before + 1));
        }

        Assert.InRange(times[0], Second / 2, Second * 1.5);
        // The clock moves in steps of 50 ms, and the byte may be read some steps after the connection was made.
        Assert.InRange((times[0] - times[1]).Duration(), TimeSpan.Zero, Second / 4);
    }

    [Fact]
    public async Task Bandwidth_lets_so_many_bytes_pass_in_a_second()
    {
        _proxy.UpstreamToxics = new Toxics { Bandwidth = 1_000 };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(new string('x', 3_000));
        var time = await PassAsync(Second * 4, () => _echo.Bytes == 3_000);
        Assert.InRange(time, Second * 2.7, Second * 4);
    }

    [Fact]
    public async Task A_bandwidth_of_nothing_stops_all_until_it_is_taken_away()
    {
        _proxy.UpstreamToxics = new Toxics { Bandwidth = 0 };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("x");
        await Eventually.Is(() => _echo.Connections == 1);
        _clock.Advance(Second * 100);
        Assert.Equal(0, _echo.Bytes);
        _proxy.UpstreamToxics = Toxics.None;
        await client.UntilAsync("x");
    }

    [Fact]
    public async Task Slow_close_passes_the_end_on_later()
    {
        _proxy.UpstreamToxics = new Toxics { SlowClose = Second };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("x");
        await client.UntilAsync("x");
        client.Socket.Shutdown(SocketShutdown.Send);
        var ending = client.ToEndAsync();
        Assert.False(ending.IsCompleted);
        var time = await PassAsync(Second * 2, () => ending.IsCompleted);
        Assert.InRange(time, Second / 2, Second * 2);
        Assert.Equal(("", false), await ending);
    }

    [Fact]
    public async Task A_timeout_lets_nothing_pass_and_closes_in_the_end()
    {
        _proxy.UpstreamToxics = new Toxics { Timeout = Second };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("x");
        var ending = client.ToEndAsync();
        Assert.False(ending.IsCompleted);
        await PassAsync(Second * 2, () => ending.IsCompleted);
        Assert.Equal("", (await ending).Text);
        Assert.Equal(0, _echo.Bytes);
    }

    [Fact]
    public async Task A_timeout_of_zero_is_a_black_hole_that_gives_back_what_waited()
    {
        _proxy.DownstreamToxics = new Toxics { Timeout = TimeSpan.Zero };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("x");
        await Eventually.Is(() => _echo.Bytes == 1);
        _clock.Advance(Second * 1_000);
        Assert.Equal((0, 1), (client.Socket.Available, _proxy.Open));
        _proxy.DownstreamToxics = Toxics.None;
        await client.UntilAsync("x");
    }

    [Fact]
    public async Task Reset_peer_resets_both_sides_after_its_time()
    {
        _proxy.UpstreamToxics = new Toxics { ResetPeer = Second };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("x");
        await client.UntilAsync("x");
        var ending = client.ToEndAsync();
        await PassAsync(Second * 2, () => ending.IsCompleted);
        Assert.Equal(("", true), await ending);
        await Eventually.Is(() => _echo.Resets == 1);
    }

    [Fact]
    public async Task A_slicer_sends_pieces_of_its_size_with_pauses_between()
    {
        _proxy.UpstreamToxics = new Toxics { Slicer = new Slicer(10, 5, Second) };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(new string('x', 200) + "!");
        await PassAsync(Second * 60, () => _echo.Bytes == 201);
        Assert.True(_echo.Reads.Length >= 14, $"{_echo.Reads.Length} pieces");
        Assert.All(_echo.Reads[..^1], piece => Assert.InRange(piece, 5, 15));
        Assert.True(_echo.Reads.Distinct().Count() > 2);
    }

    [Fact]
    public async Task A_limit_closes_after_so_many_bytes()
    {
        _proxy.DownstreamToxics = new Toxics { LimitData = 10 };
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("0123456789abcdef");
        Assert.Equal("0123456789", (await client.ToEndAsync()).Text);
    }

    [Fact]
    public async Task Down_cuts_what_is_open_and_refuses_what_comes_until_it_is_up()
    {
        using (var client = await RawClient.ToAsync(_proxy.Address))
        {
            await client.SendAsync("x");
            await client.UntilAsync("x");
            _proxy.IsDown = true;
            Assert.Equal(("", true), await client.ToEndAsync());
        }

        await RawClient.AssertResetAsync(_proxy.Address);
        _proxy.IsDown = false;
        using var again = await RawClient.ToAsync(_proxy.Address);
        await again.SendAsync("x");
        await again.UntilAsync("x");
    }

    [Fact]
    public async Task Toxicity_is_the_part_of_the_connections_that_it_is_done_to()
    {
        _proxy.DownstreamToxics = new Toxics { Toxicity = 0.5, LimitData = 0 };
        var hit = 0;
        for (var i = 0; i < 40; i++)
        {
            using var client = await RawClient.ToAsync(_proxy.Address);
            await client.SendAsync("x");
            client.Socket.Shutdown(SocketShutdown.Send);
            hit += (await client.ToEndAsync()).Text.Length == 0 ? 1 : 0;
        }

        Assert.InRange(hit, 10, 30);
    }

    [Theory]
    [InlineData("error", 0)]
    [InlineData("cut-before", 0)]
    [InlineData("cut-after", 1)]
    [InlineData("truncated", 1)]
    public async Task A_fault_is_done_to_the_opening_of_a_connection(string kind, int connections)
    {
        using var fault = _watch.Arm(new Fault(FaultKind.Named(kind)!, new Crossing(Boundary.RegistryMonitoring, "registry", "CONNECT", "", 1)));
        await RawClient.AssertResetAsync(_proxy.Address);
        await Eventually.Is(() => _proxy.Open == 0 && _echo.Connections == connections);
        using var next = await RawClient.ToAsync(_proxy.Address);
        await next.SendAsync("x");
        await next.UntilAsync("x");
    }

    [Fact]
    public async Task A_connection_that_hangs_ends_when_the_client_gives_up()
    {
        using var fault = _watch.Arm(new Fault(new Hang(), new Crossing(Boundary.RegistryMonitoring, "registry", "CONNECT", "", 1)));
        using (var client = await RawClient.ToAsync(_proxy.Address))
        {
            await fault.Fired;
            Assert.Equal(1, _proxy.Open);
        }

        await Eventually.Is(() => _proxy.Open == 0);
        Assert.Equal(0, _echo.Connections);
    }

    [Fact]
    public void What_is_out_of_its_range_is_refused()
    {
        foreach (var toxics in new Toxics[]
        {
            new() { Toxicity = 1.1 }, new() { Latency = -Second }, new() { Bandwidth = -1 }, new() { LimitData = -1 },
            new() { Slicer = new Slicer(0) }, new() { Slicer = new Slicer(5, 5) },
        })
            Assert.Throws<ArgumentOutOfRangeException>(() => _proxy.UpstreamToxics = toxics);
        Assert.Equal(Toxics.None, _proxy.UpstreamToxics);
    }

    // Moves the clock in small steps until it is so; a step waits a little for what it has set going.
    private async Task<TimeSpan> PassAsync(TimeSpan most, Func<bool> condition)
    {
        var step = TimeSpan.FromMilliseconds(50);
        var passed = TimeSpan.Zero;
        while (!condition() && passed < most * 3)
        {
            _clock.Advance(step);
            passed += step;
            await Task.Delay(5);
        }

        Assert.True(condition(), $"It did not come in {passed}.");
        return passed;
    }
}
