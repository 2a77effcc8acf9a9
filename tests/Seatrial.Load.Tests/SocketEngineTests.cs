using System.Runtime.Versioning;
using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Tests;

/// <summary>What only the engine on sockets does.</summary>
[SupportedOSPlatform("linux")]
public sealed class SocketEngineTests
{
    private static readonly LoadLimits Limits = new() { Timeout = TimeSpan.FromSeconds(20), Drain = TimeSpan.FromSeconds(20), Connections = 8 };

    [Fact]
    public async Task Several_cores_share_a_load()
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var result = await RunAsync(server, Open(300, 1), Limits, cores: 3);
        Assert.Equal((300, 300), (result.Whole.Operations[0].Good, server.Requests.Count));
        Assert.InRange(server.Connections, 1, 8);
    }

    [Fact]
    public async Task A_kept_connection_that_the_server_closed_is_made_again()
    {
        // Each connection answers once, says nothing of closing, and closes when it is asked again.
        await using var server = new ScriptedServer((number, _) => number == 0 ? [ScriptedServer.Ok] : [ScriptedServer.Close]);
        var result = await RunAsync(server, Open(50, 0.4), Limits with { Connections = 1 });
        Assert.Equal(20, result.Whole.Operations[0][Ending.Ok]);
        Assert.Equal(19, result.Whole.Operations[0].Retried);
    }

    [Fact]
    public async Task A_request_that_changes_something_is_not_made_again()
    {
        await using var server = new ScriptedServer((number, _) => number == 0 ? [ScriptedServer.Ok] : [ScriptedServer.Close]);
        var request = new Request { Operation = 0, Method = "POST", Url = server.Url, Body = [1] };
        var result = await RunAsync(server, Open(50, 0.4), Limits with { Connections = 1 }, request: request);
        Assert.Equal((10, 10, 0), (result.Whole.Operations[0][Ending.Ok], result.Whole.Operations[0][Ending.Closed], result.Whole.Operations[0].Retried));
    }

    [Fact]
    public async Task A_connection_that_is_closed_after_each_answer_is_no_error()
    {
        await using var server = ScriptedServer.Always("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", ScriptedServer.Close);
        var result = await RunAsync(server, Open(100, 0.3), Limits);
        Assert.Equal((30, 30, 0), (result.Whole.Operations[0][Ending.Ok], server.Connections, result.Whole.Operations[0].Retried));
    }

    [Fact]
    public async Task Bytes_that_nobody_asked_for_make_an_answer_bad()
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok + "more");
        var result = await RunAsync(server, Open(20, 0.2), Limits);
        Assert.Equal(4, result.Whole.Operations[0][Ending.BadResponse]);
    }

    [Fact]
    public async Task What_finds_no_room_to_wait_is_counted_as_not_sent()
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Silence);
        var result = await RunAsync(server, Open(100, 0.3), Limits with { Connections = 2, Waiting = 3, Drain = TimeSpan.FromSeconds(0.2) });
        var operation = result.Whole.Operations[0];
        // Two are asked, three wait until the end, and the others find the queue full.
        Assert.Equal((2, 28, 30), (operation[Ending.Abandoned], operation[Ending.NotSent], operation.Ended));
    }

    [Fact]
    public async Task A_session_makes_its_requests_by_its_own_concurrency_and_counts_as_a_whole()
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var engine = new SocketEngine(() => new Sessions(server.Url), 2, [server.Url], Limits);
        var result = await engine.RunAsync(Open(20, 0.5), default);
        Assert.Equal((50, 10), (result.Whole.Operations[0].Good, result.Whole.Operations[1].Good));
        // Only arrivals have a lag: two of each session's five requests are made when it comes.
        Assert.Equal(20, result.Whole.Lag.Count);
    }

    [Fact]
    public async Task A_session_goes_as_its_worst_request()
    {
        await using var server = new ScriptedServer((number, _) => number == 1 ? ["HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n"] : [ScriptedServer.Ok]);
        var engine = new SocketEngine(() => new Sessions(server.Url), 2, [server.Url], Limits with { Connections = 1 });
        var result = await engine.RunAsync(Open(1, 1), default);
        Assert.Equal((4, 1, 1), (result.Whole.Operations[0].Good, result.Whole.Operations[0][Ending.ServerError], result.Whole.Operations[1][Ending.ServerError]));
    }

    [Fact]
    public async Task A_session_that_the_bound_of_requests_cut_is_no_whole_one_and_no_failed_request()
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var engine = new SocketEngine(() => new Sessions(server.Url), 2, [server.Url], Limits with { Requests = 7 });
        var result = await engine.RunAsync(Open(20, 0.5), default);
        Assert.Equal((LoadEnd.Requests, 7, 7), (result.End, result.Whole.Operations[0].Good, result.Whole.Operations[0].Ended));
        Assert.Equal((1, 1), (result.Whole.Operations[1].Good, result.Whole.Operations[1][Ending.Abandoned]));
    }

    [Fact]
    public async Task Requests_go_to_the_host_that_they_name()
    {
        await using var one = ScriptedServer.Always(ScriptedServer.Ok);
        await using var other = ScriptedServer.Always("HTTP/1.1 204 No Content\r\n\r\n");
        var engine = new SocketEngine(
            () => new SingleRequests(new Request { Operation = 0, Url = one.Url }, new Request { Operation = 1, Url = other.Url }), 2, [one.Url, other.Url], Limits with { Connections = 1 });
        var result = await engine.RunAsync(Open(40, 0.5), default);
        Assert.Equal((10, 10, 10, 10), (result.Whole.Operations[0].Good, result.Whole.Operations[1].Good, one.Requests.Count, other.Requests.Count));
    }

    private static OpenModel Open(double rate, double seconds) =>
        new(new ArrivalPlan(RateCurve.Constant(rate, TimeSpan.FromSeconds(seconds)), Spacing.Even, 1), Shard.Whole);

    private static Task<LoadResult> RunAsync(ScriptedServer server, LoadModel model, LoadLimits limits, int cores = 1, Request? request = null) =>
        new SocketEngine(() => new SingleRequests(request ?? new Request { Operation = 0, Url = server.Url }), 1, [server.Url], limits, cores).RunAsync(model, default);

    // Five requests, two at once.
    private sealed class Sessions(Uri url) : Workload
    {
        private readonly Request _request = new() { Operation = 0, Url = url };

        public override Session Begin(long ordinal) => new Five(_request);

        private sealed class Five(Request request) : Session
        {
            private int _left = 5;

            public override int Concurrency => 2;

            public override int? Operation => 1;

            public override Request? Next() => _left-- > 0 ? request : null;
        }
    }
}
