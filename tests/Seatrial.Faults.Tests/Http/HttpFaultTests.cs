using System.Diagnostics;
using System.Text;
using Seatrial.Faults.Http;
using Seatrial.Faults.Kinds;
using Seatrial.Faults.S3;
using Seatrial.Record;

namespace Seatrial.Faults.Tests.Http;

/// <summary>Each fault kind on the wire: what the client sees, and what the other side really did.</summary>
public sealed class HttpFaultTests : IAsyncLifetime
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n0123456789";
    private const string Put = "PUT /bucket/key HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";

    private readonly Watch _watch = new(TimeProvider.System);
    private readonly Upstream _upstream = new(Ok);
    private readonly HttpProxy _proxy;

    public HttpFaultTests() => _proxy = new HttpProxy(new Tap(_watch, Boundary.RegistryStorage, "registry"), _upstream.Address, new S3Api());

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _proxy.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task An_error_is_told_in_the_words_of_the_store_and_the_connection_goes_on()
    {
        using var fault = Arm(new Error());
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(Put);
        var answer = await client.UntilAsync("</Error>");
        Assert.StartsWith("HTTP/1.1 503 Service Unavailable\r\n", answer, StringComparison.Ordinal);
        Assert.Contains("<Code>SlowDown</Code>", answer, StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);
        Assert.Equal(0, _upstream.Connections);
        await client.SendAsync("GET /bucket/key HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(Ok, await client.UntilAsync("9"));
        Assert.Equal(1, fault.Times);
    }

    [Theory]
    [InlineData("InternalError", "PUT", "", 500)]
    [InlineData("ServiceUnavailable", "PUT", "", 503)]
    [InlineData("SignatureDoesNotMatch", "PUT", "", 403)]
    [InlineData("RequestTimeTooSkewed", "PUT", "", 403)]
    [InlineData("NoSuchKey", "GET", "", 404)]
    [InlineData("ConditionalRequestConflict", "PUT", "", 409)]
    [InlineData("PreconditionFailed", "PUT", "", 412)]
    [InlineData("InternalError", "PUT", "x-amz-copy-source: /a/b\r\n", 200)]
    [InlineData("SlowDown", "PUT", "x-amz-copy-source: /a/b\r\n", 503)]
    [InlineData("SomethingNew", "PUT", "", 400)]
    public async Task Each_error_has_the_status_that_S3_gives_it(string code, string method, string headers, int status)
    {
        var operation = method == "GET" ? "GetObject key" : headers.Length > 0 ? "CopyObject key" : "PutObject key";
        using var fault = Arm(new Error(), operation, code: code);
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync($"{method} /bucket/key HTTP/1.1\r\nHost: a\r\n{headers}\r\n");
        var answer = await client.UntilAsync("</Error>");
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Contains($"<Code>{code}</Code>", answer, StringComparison.Ordinal);
        Assert.Contains("<Resource>/bucket/key</Resource>", answer, StringComparison.Ordinal);
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task A_refused_HEAD_has_no_body_and_a_refused_upload_is_read_to_its_end()
    {
        using var fault = Arm(new Error(), "HeadObject key", code: "NoSuchKey");
        using var upload = Arm(new Error());
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync("HEAD /bucket/key HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 404 ", await client.UntilAsync("\r\n\r\n"), StringComparison.Ordinal);
        await client.SendAsync("PUT /bucket/key HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", await client.UntilAsync("\r\n\r\n"));
        await client.SendAsync("hello" + "GET /bucket/key HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.EndsWith(Ok, await client.UntilAsync("9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_before_resets_and_nothing_arrived()
    {
        using var fault = Arm(new CutBefore());
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(Put);
        Assert.Equal(("", true), await client.ToEndAsync());
        Assert.Empty(_upstream.Requests);
        Assert.Equal(1, fault.Times);
    }

    [Fact]
    public async Task Cut_after_resets_and_it_was_done()
    {
        using var fault = Arm(new CutAfter());
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(Put);
        Assert.Equal(("", true), await client.ToEndAsync());
        Assert.Equal("hello", Assert.Single(_upstream.Requests).Text);
    }

    [Fact]
    public async Task Truncated_gives_the_head_and_half_of_the_body_and_resets()
    {
        using var fault = Arm(new Truncated());
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(Put);
        Assert.Equal((Ok[..^5], true), await client.ToEndAsync());
        Assert.Single(_upstream.Requests);
    }

    [Fact]
    public async Task A_hang_answers_nothing_until_the_client_gives_up_and_nothing_arrives()
    {
        using var fault = Arm(new Hang());
        using (var client = await RawClient.ToAsync(_proxy.Address))
        {
            await client.SendAsync(Put);
            var exchange = await fault.Fired;
            Assert.False(exchange.ClientGone.IsCompleted);
            // What is sent meanwhile is no sign that the client has gone.
            await client.SendAsync("GET /");
            Assert.Equal(1, _proxy.Open);
            Assert.False(exchange.ClientGone.IsCompleted);
        }

        await Eventually.Is(() => _proxy.Open == 0);
        Assert.Empty(_upstream.Requests);
    }

    [Fact]
    public async Task A_hang_ends_when_it_is_healed()
    {
        var fault = Arm(new Hang());
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(Put);
        await fault.Fired;
        fault.Heal();
        Assert.Equal(("", true), await client.ToEndAsync());
    }

    [Theory]
    [InlineData("slow")]
    [InlineData("hold")]
    public async Task What_only_takes_its_time_goes_well_in_the_end(string kind)
    {
        using var fault = Arm(kind == "slow" ? new Slow() : new Hold());
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(Put + Put);
        await fault.Fired;
        fault.Release();
        Assert.Equal(Ok + Ok, await client.UntilAsync(Ok + Ok));
        Assert.Equal(2, _upstream.Requests.Length);
        Assert.Equal(1, _upstream.Connections);
    }

    [Fact]
    public async Task A_late_request_arrives_whole_after_the_client_was_cut_off_and_has_repeated_it()
    {
        const string Late = "PUT /bucket/key HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;a=b\r\nlate\r\n0\r\nT: x\r\n\r\n";
        using var fault = Arm(new LateDelivery());
        using (var client = await RawClient.ToAsync(_proxy.Address))
        {
            await client.SendAsync(Late);
            Assert.Equal(("", true), await client.ToEndAsync());
        }

        using (var client = await RawClient.ToAsync(_proxy.Address))
        {
            await client.SendAsync(Put);
            Assert.Equal(Ok, await client.UntilAsync("9"));
        }

        Assert.Single(_upstream.Requests);
        fault.Release();
        await Eventually.Is(() => _upstream.Requests.Length == 2);
        Assert.Equal(Late, _upstream.Requests[1].Head + _upstream.Requests[1].Text);
        await Eventually.Is(() => _proxy.Open == 0);
    }

    [Fact]
    public async Task An_outage_cuts_all_and_refuses_all_until_it_is_healed()
    {
        var fault = Arm(new Outage());
        using var other = await RawClient.ToAsync(_proxy.Address);
        await other.SendAsync("GET /bucket/other HTTP/1.1\r\nHost: a\r\n\r\n");
        await other.UntilAsync("9");
        using (var client = await RawClient.ToAsync(_proxy.Address))
        {
            await client.SendAsync(Put);
            Assert.Equal(("", true), await client.ToEndAsync());
        }

        Assert.Equal(("", true), await other.ToEndAsync());
        await RawClient.AssertResetAsync(_proxy.Address);
        fault.Heal();
        using (var client = await RawClient.ToAsync(_proxy.Address))
        {
            await client.SendAsync(Put);
            Assert.Equal(Ok, await client.UntilAsync("9"));
        }
    }

    [Theory]
    [InlineData("kill-before", 0)]
    [InlineData("kill-after", 1)]
    public async Task The_process_that_asks_is_killed_before_or_after_its_request_arrives(string kind, int arrived)
    {
        using var process = Process.Start("sleep", "600");
        await using var proxy = new HttpProxy(
            new Tap(_watch, Boundary.RegistryStorage, "registry") { ProcessId = () => process.Id }, _upstream.Address, new S3Api());
        using var fault = Arm(FaultKind.Named(kind)!);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync(Put);
        Assert.Equal(("", true), await client.ToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(137, process.ExitCode);
        Assert.Equal(arrived, _upstream.Requests.Length);
    }

    [Fact]
    public async Task The_process_that_asks_stands_still_and_gets_its_answer_when_it_goes_on()
    {
        using var process = Process.Start("sleep", "600");
        char State() => File.ReadAllText($"/proc/{process.Id}/stat").Split(") ")[1][0];
        try
        {
            await using var proxy = new HttpProxy(
                new Tap(_watch, Boundary.RegistryStorage, "registry") { ProcessId = () => process.Id }, _upstream.Address, new S3Api());
            var fault = Arm(new Pause());
            using var client = await RawClient.ToAsync(proxy.Address);
            await client.SendAsync(Put);
            await Eventually.Is(() => State() == 'T' && _upstream.Requests.Length == 1);
            Assert.Equal(0, client.Socket.Available);
            fault.Heal();
            Assert.Equal(Ok, await client.UntilAsync("9"));
            await Eventually.Is(() => State() == 'S');
        }
        finally
        {
            process.Kill();
        }
    }

    [Theory]
    [InlineData("error")]
    [InlineData("cut-before")]
    [InlineData("cut-after")]
    [InlineData("truncated")]
    public async Task A_fault_that_comes_once_takes_the_first_attempt_of_a_call_and_a_sticky_one_takes_each(string kind)
    {
        foreach (var sticky in new[] { false, true })
        {
            _watch.Record(Names.None);
            using var fault = Arm(FaultKind.Named(kind)!, sticky: sticky);
            var failed = 0;
            for (var attempt = 1; attempt <= 3; attempt++)
            {
                using var client = await RawClient.ToAsync(_proxy.Address);
                await client.SendAsync(Put.Replace("Host: a", $"Host: a\r\nConnection: close\r\namz-sdk-invocation-id: call-{sticky}\r\namz-sdk-request: attempt={attempt}; max=3", StringComparison.Ordinal));
                failed += (await client.ToEndAsync()).Text == Ok ? 0 : 1;
            }

            Assert.Equal(sticky ? 3 : 1, failed);
            Assert.Equal(failed, fault.Times);
            var crossing = Assert.Single(_watch.Recording.Crossings);
            Assert.Equal("registry-storage registry PutObject key #1", crossing.Id);
            Assert.Equal(2, _watch.Recording.Repeats);
        }
    }

    [Fact]
    public async Task A_call_of_its_own_is_a_crossing_of_its_own()
    {
        using var client = await RawClient.ToAsync(_proxy.Address);
        foreach (var call in new[] { "a", "b" })
        {
            await client.SendAsync(Put.Replace("Host: a", $"Host: a\r\namz-sdk-invocation-id: {call}", StringComparison.Ordinal));
            await client.UntilAsync("9");
        }

        Assert.Equal([1, 2], _watch.Recording.Crossings.Select(crossing => crossing.Occurrence));
        Assert.Equal(0, _watch.Recording.Repeats);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("cut-before")]
    [InlineData("late-delivery")]
    public async Task Without_a_name_the_same_request_after_a_failure_is_the_same_crossing_again_and_another_body_is_not(string kind)
    {
        using var fault = Arm(FaultKind.Named(kind)!);
        await SendOnceAsync(Put);
        await SendOnceAsync(Put.Replace("hello", "other", StringComparison.Ordinal));
        Assert.Equal(2, _watch.Recording.Crossings.Count);
        await SendOnceAsync(Put);
        Assert.Equal(2, _watch.Recording.Crossings.Count);
        Assert.Equal(1, _watch.Recording.Repeats);
        // One failure has one repeat.
        await SendOnceAsync(Put);
        Assert.Equal(3, _watch.Recording.Crossings.Count);
    }

    [Fact]
    public async Task Without_a_name_the_same_request_after_a_success_is_a_crossing_of_its_own()
    {
        using var fault = Arm(new Slow());
        await SendOnceAsync(Put);
        await SendOnceAsync(Put);
        Assert.Equal(2, _watch.Recording.Crossings.Count);
    }

    [Fact]
    public async Task A_request_that_is_too_long_to_hold_goes_through_and_the_fault_tells_why()
    {
        using var fault = Arm(new CutBefore());
        var body = new byte[Exchange.MostHeld + 1];
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync($"PUT /bucket/key HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n");
        await client.SendAsync(body);
        Assert.Equal(Ok, await client.UntilAsync("9"));
        Assert.Equal(body.Length, _upstream.Requests[0].Body.Length);
        Assert.Contains("longer than", fault.NotDone, StringComparison.Ordinal);
        Assert.Equal(0, fault.Times);
        Assert.False(fault.Fired.IsCompleted);
    }

    [Fact]
    public async Task An_answer_that_is_too_long_to_hold_is_cut_and_the_fault_tells_why()
    {
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {Exchange.MostHeld}\r\n\r\n"));
            await stream.WriteAsync(new byte[Exchange.MostHeld]);
            return true;
        });
        await using var proxy = new HttpProxy(new Tap(_watch, Boundary.RegistryStorage, "registry"), upstream.Address, new S3Api());
        using var fault = Arm(new Truncated());
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync(Put);
        Assert.Equal(("", true), await client.ToEndAsync());
        Assert.Contains("longer than", fault.NotDone, StringComparison.Ordinal);
        Assert.Equal(0, fault.Times);
    }

    [Fact]
    public async Task A_server_that_answers_a_held_request_without_reading_it_is_heard()
    {
        const string Answer = "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno";
        var over = new TaskCompletionSource();
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Answer));
            await over.Task;
            return false;
        })
        { ReadsBody = false };
        await using var proxy = new HttpProxy(new Tap(_watch, Boundary.RegistryStorage, "registry"), upstream.Address, new S3Api());
        using var fault = Arm(new Slow());
        using var client = await RawClient.ToAsync(proxy.Address);
        var body = new byte[20_000_000];
        await client.SendAsync($"PUT /bucket/key HTTP/1.1\r\nHost: a\r\nContent-Length: {body.Length}\r\n\r\n");
        await client.SendAsync(body);
        Assert.Equal((Answer, false), await client.ToEndAsync());
        over.SetResult();
    }

    private async Task SendOnceAsync(string request)
    {
        using var client = await RawClient.ToAsync(_proxy.Address);
        await client.SendAsync(request.Replace("Host: a", "Host: a\r\nConnection: close", StringComparison.Ordinal));
        await client.ToEndAsync();
    }

    private ArmedFault Arm(FaultKind kind, string operation = "PutObject key", string? code = null, bool sticky = false) =>
        _watch.Arm(new Fault(kind, new Crossing(Boundary.RegistryStorage, "registry", operation, "", 1)) { Code = code, Sticky = sticky });
}
