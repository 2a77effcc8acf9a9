using System.Net;
using System.Net.Sockets;
using Seatrial.Load.Arrivals;
using Seatrial.Load.Engines;
using Seatrial.Load.Http;
using Seatrial.Load.Recording;

namespace Seatrial.Load.Tests;

/// <summary>Both engines do the same with the same server, and count the same.</summary>
public sealed class EngineTests
{
    private static readonly LoadLimits Limits = new()
    {
        Timeout = TimeSpan.FromSeconds(20),
        Drain = TimeSpan.FromSeconds(20),
        Connections = 16,
        Answer = new HttpLimits(2048, 4096),
    };

    public static TheoryData<string> Engines => OperatingSystem.IsLinux() ? ["socket", "handler"] : ["handler"];

    [Theory, MemberData(nameof(Engines))]
    public async Task Every_arrival_of_an_open_load_is_asked_and_answered(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var result = await RunAsync(engine, server.Url, Open(500, 1));
        Assert.Equal((500, 500, 500, 500), (result.Whole.Operations[0][Ending.Ok], server.Requests.Count, result.Whole.Operations[0].Latency.Count, result.Whole.Lag.Count));
        Assert.Equal(LoadEnd.Done, result.End);
        Assert.InRange(result.Elapsed.TotalSeconds, 0.99, 20);
        Assert.True(result.Whole.Operations[0].Bytes > 0);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Shards_make_the_whole_load_together(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var results = await Task.WhenAll(Enumerable.Range(0, 3).Select(index => RunAsync(engine, server.Url, Open(200, 1) with { Shard = new Shard(index, 3) })));
        Assert.Equal(200, results.Sum(result => result.Whole.Operations[0].Good));
        Assert.Equal(200, server.Requests.Count);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Clients_of_a_closed_load_come_again_over_their_connections(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var result = await RunAsync(engine, server.Url, new ClosedModel(4, TimeSpan.FromSeconds(0.5)));
        Assert.Equal(server.Requests.Count, result.Whole.Operations[0][Ending.Ok]);
        Assert.InRange(server.Requests.Count, 5, int.MaxValue);
        Assert.InRange(server.Connections, 1, 4);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task What_is_sent_is_what_was_asked_for(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var request = new Request { Operation = 0, Method = "PUT", Url = server.Url, Headers = [("X-Word", "a b"), ("Content-Type", "text/x")], Body = "body"u8.ToArray() };
        await RunAsync(engine, request, Open(1, 1), Limits);
        var sent = Assert.Single(server.Requests);
        Assert.StartsWith("PUT /path?query HTTP/1.1\r\n", sent);
        Assert.Contains($"Host: {server.Url.Authority}\r\n", sent);
        Assert.Contains("X-Word: a b\r\n", sent);
        Assert.Contains("Content-Type: text/x\r\n", sent);
        Assert.Contains("Content-Length: 4\r\n", sent);
        Assert.EndsWith("\r\n\r\nbody", sent);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_large_body_is_sent_whole(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var request = new Request { Operation = 0, Method = "PUT", Url = server.Url, Body = [.. Enumerable.Repeat((byte)'x', 8_000_000)] };
        var result = await RunAsync(engine, request, Open(1, 1), Limits);
        Assert.Equal(1, result.Whole.Operations[0][Ending.Ok]);
        Assert.Equal(8_000_000, Assert.Single(server.Requests).Count(sign => sign == 'x'));
    }

    public static TheoryData<string, string, string> Answers
    {
        get
        {
            var answers = new TheoryData<string, string, string>();
            foreach (var engine in new[] { "socket", "handler" }.Where(engine => engine != "socket" || OperatingSystem.IsLinux()))
                foreach (var (answer, ending) in new[]
                {
                    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", Ending.Ok),
                    ("HTTP/1.1 200 OK\r\n\r\nuntil the end|" + ScriptedServer.Close, Ending.Ok),
                    ("HTTP/1.1 204 No Content\r\n\r\n", Ending.Ok),
                    ("HTTP/1.1 304 Not Modified\r\n\r\n", Ending.NotModified),
                    ("HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", Ending.Redirected),
                    ("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", Ending.ClientError),
                    ("HTTP/1.1 429 Too Many Requests\r\nContent-Length: 0\r\n\r\n", Ending.Throttled),
                    ("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", Ending.Unavailable),
                    ("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", Ending.ServerError),
                    ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok|" + ScriptedServer.Close, Ending.Closed),
                    (ScriptedServer.Close, Ending.Closed),
                    ("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n|" + ScriptedServer.Reset, Ending.Reset),
                    ("SMTP 220 hello\r\n\r\n", Ending.BadResponse),
                    ("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + new string('x', 5000), Ending.TooLarge),
                    ($"HTTP/1.1 200 OK\r\nX: {new string('x', 5000)}\r\nContent-Length: 0\r\n\r\n", Ending.TooLarge),
                })
                    answers.Add(engine, answer, ending.ToString());
            return answers;
        }
    }

    [Theory, MemberData(nameof(Answers))]
    public async Task Each_answer_is_counted_for_what_it_is(string engine, string answer, string ending)
    {
        await using var server = ScriptedServer.Always(answer.Split('|'));
        var result = await RunAsync(engine, server.Url, Open(20, 0.2));
        var operation = result.Whole.Operations[0];
        Assert.Equal([(ending, 4L)], Endings.All.Where(one => operation[one] > 0).Select(one => (one.ToString(), operation[one])));
        Assert.Equal(4, operation.Latency.Count + operation.Failures.Count);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Nobody_who_listens_is_a_refusal_and_a_closed_load_does_not_spin_on_it(string engine)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        listener.Stop();
        var result = await RunAsync(engine, url, new ClosedModel(1, TimeSpan.FromSeconds(0.5)));
        var operation = result.Whole.Operations[0];
        Assert.InRange(operation[Ending.Refused], 1, 51);
        Assert.Equal(operation.Ended, operation[Ending.Refused]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_wait_beyond_the_time_limit_is_a_timeout_and_counts_as_latency(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Silence);
        var result = await RunAsync(engine, Get(server.Url), Open(20, 0.2), Limits with { Timeout = TimeSpan.FromSeconds(0.3) });
        var operation = result.Whole.Operations[0];
        Assert.Equal((4, 4), (operation[Ending.Timeout], operation.Latency.Count));
        // Timers of the runtime count in milliseconds, and some fire in the last one.
        Assert.InRange(operation.Latency.Min, 298_000_000, long.MaxValue);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_load_ends_by_itself_though_answers_never_come(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Silence);
        var result = await RunAsync(engine, Get(server.Url), Open(20, 0.2), Limits with { Drain = TimeSpan.FromSeconds(0.3) });
        Assert.Equal(4, result.Whole.Operations[0][Ending.Abandoned]);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task One_who_has_enough_ends_it_with_all_that_was_counted(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        using var enough = new CancellationTokenSource(TimeSpan.FromSeconds(0.5));
        var result = await RunAsync(engine, Get(server.Url), Open(100, 3600), Limits, cancelled: enough.Token);
        Assert.Equal(LoadEnd.Cancelled, result.End);
        Assert.Equal(server.Requests.Count, result.Whole.Operations[0].Good);
        Assert.InRange(server.Requests.Count, 1, 3000);
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task No_more_requests_are_made_than_allowed(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var result = await RunAsync(engine, Get(server.Url), Open(100, 3600), Limits with { Requests = 7 });
        Assert.Equal((LoadEnd.Requests, 7), (result.End, server.Requests.Count));
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task A_stalled_server_is_seen_by_all_who_came_meanwhile(string engine)
    {
        // The first of 100 requests a second is answered after a second, and all go over one connection.
        using var waits = new SemaphoreSlim(0);
        await using var server = new ScriptedServer((number, _) => number == 0 ? Late() : [ScriptedServer.Ok]);
        var result = await RunAsync(engine, Get(server.Url), Open(100, 2), Limits with { Connections = 1 });
        var operation = result.Whole.Operations[0];
        Assert.Equal(200, operation.Good);
        // Half of all came in that second, and waited for the rest of it: a quarter for more than half of it.
        Assert.InRange(operation.Latency.Above(500_000_000), 45, 200);
        if (engine == "socket")
            // Of those that were sent, only one waited: what a generator sees that waits for answers.
            Assert.InRange(operation.Uncorrected.Above(500_000_000), 1, 10);

        IEnumerable<string> Late()
        {
            waits.Wait(TimeSpan.FromSeconds(1));
            yield return ScriptedServer.Ok;
        }
    }

    [Theory, MemberData(nameof(Engines))]
    public async Task Seconds_are_told_in_order_and_add_up_to_the_whole(string engine)
    {
        await using var server = ScriptedServer.Always(ScriptedServer.Ok);
        var (numbers, sum) = (new List<int>(), new Tally(1));
        var result = await RunAsync(engine, Get(server.Url), Open(100, 2.5), Limits, (second, tally) =>
        {
            numbers.Add(second);
            sum.Add(tally);
        });
        Assert.Equal(Enumerable.Range(0, numbers.Count), numbers);
        Assert.InRange(numbers.Count, 3, 30);
        Assert.Equal((250, result.Whole.Operations[0].Latency.Sum), (sum.Operations[0].Good, sum.Operations[0].Latency.Sum));
    }

    private static OpenModel Open(double rate, double seconds) =>
        new(new ArrivalPlan(RateCurve.Constant(rate, TimeSpan.FromSeconds(seconds)), Spacing.Even, 1), Shard.Whole);

    private static Request Get(Uri url) => new() { Operation = 0, Url = url };

    private static Task<LoadResult> RunAsync(string engine, Uri url, LoadModel model) => RunAsync(engine, Get(url), model, Limits);

    private static async Task<LoadResult> RunAsync(
        string name, Request request, LoadModel model, LoadLimits limits, Action<int, Tally>? told = null, CancellationToken cancelled = default)
    {
        using var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            MaxConnectionsPerServer = limits.Connections,
            MaxResponseHeadersLength = limits.Answer.HeadBytes / 1024,
        };
        Engine engine = name == "socket" && OperatingSystem.IsLinux()
            ? new SocketEngine(() => new SingleRequests(request), 1, [request.Url], limits, cores: 1) { Told = told ?? ((_, _) => { }) }
            : new HandlerEngine(() => new SingleRequests(request), 1, limits, handler, HttpVersion.Version11) { Told = told ?? ((_, _) => { }) };
        return await engine.RunAsync(model, cancelled);
    }
}
