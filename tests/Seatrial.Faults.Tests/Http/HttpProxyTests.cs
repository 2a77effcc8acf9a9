using System.Net.Sockets;
using System.Text;
using Seatrial.Faults.Http;
using Seatrial.Faults.Wires;
using Seatrial.Record;

namespace Seatrial.Faults.Tests.Http;

/// <summary>What goes through without a fault, byte for byte.</summary>
public sealed class HttpProxyTests
{
    private const string Ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private readonly Watch _watch = new(TimeProvider.System);

    [Fact]
    public async Task A_request_arrives_byte_for_byte_and_is_a_crossing()
    {
        await using var upstream = new Upstream();
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        const string Head = "PUT /a//b%2Fc/../d?x=%20&&y HTTP/1.1\r\nhost: Some.Where:1\r\nX-ODD:  two  spaces \r\nAuthorization: AWS4-HMAC-SHA256 Signature=aa\r\nContent-Length: 5\r\nx-odd: again\r\n\r\n";
        await client.SendAsync(Head + "hello");
        Assert.Equal(Ok, await client.UntilAsync("ok"));
        var request = Assert.Single(upstream.Requests);
        Assert.Equal(Head, request.Head);
        Assert.Equal("hello", request.Text);
        var crossing = Assert.Single(_watch.Recording.Crossings);
        Assert.Equal("registry-storage registry PUT /a//b/c/../d?x&&y #1", crossing.Id);
        Assert.Equal(Traits.Writes | Traits.Commits | Traits.Retried, crossing.Traits);
    }

    [Fact]
    public async Task Bytes_that_come_one_by_one_are_the_same_request()
    {
        await using var upstream = new Upstream();
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        const string Head = "POST /one HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
        const string Body = "5;ext=\"a;b\"\r\nhello\r\n00A \r\n0123456789\r\n0\r\nTrailer: x\r\nOther: y\r\n\r\n";
        foreach (var one in Head + Body)
            await client.SendAsync(one.ToString());
        Assert.Equal(Ok, await client.UntilAsync("ok"));
        Assert.Equal((Head, Body), (upstream.Requests[0].Head, upstream.Requests[0].Text));
    }

    [Fact]
    public async Task An_answer_that_comes_byte_by_byte_is_the_same_answer()
    {
        const string Answer = "HTTP/1.1 200 Fine with me\r\nTransfer-Encoding: chunked\r\nX-a:b\r\n\r\n3;q=1\r\nabc\r\n0\r\nSum: 1\r\n\r\n";
        await using var upstream = new Upstream(async (_, stream) =>
        {
            foreach (var one in Encoding.Latin1.GetBytes(Answer))
                await stream.WriteAsync(new[] { one });
            return true;
        });
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        for (var i = 0; i < 2; i++)
        {
            await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal(Answer, await client.UntilAsync("Sum: 1\r\n\r\n"));
        }
    }

    [Fact]
    public async Task Many_requests_in_one_write_are_answered_in_their_order_over_one_connection()
    {
        await using var upstream = new Upstream(async (request, stream) =>
        {
            var body = $"{request.Line} {request.Text}";
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n{body}"));
            return true;
        });
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        var requests = Enumerable.Range(0, 200).Select(i => i % 2 == 0
            ? $"GET /{i} HTTP/1.1\r\nHost: a\r\n\r\n" : $"PUT /{i} HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nGET ");
        await client.SendAsync(string.Concat(requests));
        var answers = await client.UntilAsync("PUT /199 HTTP/1.1 GET ");
        Assert.Equal(200, answers.Split("HTTP/1.1 200 OK").Length - 1);
        Assert.Equal(Enumerable.Range(0, 200), upstream.Requests.Select(request => int.Parse(request.Line.Split(' ', '/')[2])));
        Assert.Equal(1, upstream.Connections);
        Assert.Equal(200, _watch.Recording.Crossings.Count);
    }

    [Fact]
    public async Task A_client_that_waits_for_100_gets_it_from_the_other_side()
    {
        await using var upstream = new Upstream { Interim = "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Go on\r\n\r\n" };
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync("PUT /a HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        Assert.Equal("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 100 Go on\r\n\r\n", await client.UntilAsync("100 Go on\r\n\r\n"));
        await client.SendAsync("hello");
        Assert.Equal(Ok, await client.UntilAsync("ok"));
        Assert.Equal("hello", upstream.Requests[0].Text);
    }

    [Theory]
    [InlineData("HEAD", "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 204 No Content\r\n\r\n")]
    [InlineData("GET", "HTTP/1.1 304 Not Modified\r\nContent-Length: 1000\r\nETag: \"a\"\r\n\r\n")]
    public async Task Answers_without_a_body_end_with_their_head(string method, string answer)
    {
        await using var upstream = new Upstream(answer);
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync($"{method} / HTTP/1.1\r\nHost: a\r\n\r\n");
            Assert.Equal(answer, await client.UntilAsync("\r\n\r\n"));
        }

        Assert.Equal(3, upstream.Requests.Length);
    }

    [Fact]
    public async Task An_answer_without_a_length_ends_with_the_connection()
    {
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\nuntil the end"u8.ToArray());
            return false;
        });
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(("HTTP/1.1 200 OK\r\n\r\nuntil the end", false), await client.ToEndAsync());
    }

    [Fact]
    public async Task An_answer_without_a_length_that_is_reset_does_not_look_whole()
    {
        var arrived = new TaskCompletionSource();
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\nnot the end"u8.ToArray());
            await arrived.Task;
            Line.Reset(stream.Socket);
            return false;
        });
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        await client.UntilAsync("not the end");
        arrived.SetResult();
        Assert.True((await client.ToEndAsync()).Reset);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nConnection: x, Close\r\n\r\n")]
    [InlineData("GET / HTTP/1.0\r\nHost: a\r\n\r\n")]
    public async Task The_connection_ends_when_the_client_wants_it_to(string request)
    {
        await using var upstream = new Upstream();
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync(request);
        Assert.Equal((Ok, false), await client.ToEndAsync());
        await Eventually.Is(() => proxy.Open == 0);
    }

    [Fact]
    public async Task A_connection_that_the_other_side_closed_while_idle_is_replaced_before_anything_is_sent()
    {
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Ok));
            return false;
        });
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        for (var i = 0; i < 3; i++)
        {
            await client.SendAsync("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx");
            Assert.Equal(Ok, await client.UntilAsync("ok"));
            await Eventually.Is(() => upstream.Closed == i + 1);
        }

        Assert.Equal((3, 3), (upstream.Connections, upstream.Requests.Length));
    }

    [Fact]
    public async Task A_connection_that_ends_after_the_request_was_sent_ends_for_the_client_and_nothing_is_repeated()
    {
        await using var upstream = new Upstream((_, _) => Task.FromResult(false));
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal("", (await client.ToEndAsync()).Text);
        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task An_answer_that_comes_before_the_body_has_ended_reaches_the_client()
    {
        const string Answer = "HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno";
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(Answer));
            return false;
        })
        { ReadsBody = false };
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\nsome");
        Assert.Equal(Answer, await client.UntilAsync("no"));
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(("", false), await client.ToEndAsync());
    }

    [Fact]
    public async Task A_client_that_leaves_within_its_body_leaves_the_other_side_too()
    {
        await using var upstream = new Upstream();
        await using var proxy = Proxy(upstream);
        using (var client = await RawClient.ToAsync(proxy.Address))
            await client.SendAsync("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nsome");
        await Eventually.Is(() => proxy.Open == 0);
        Assert.Empty(upstream.Requests);
    }

    [Theory]
    [InlineData("GET /\r\n\r\n", 400)]
    [InlineData("GET  / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/2.0\r\n\r\n", 400)]
    [InlineData("G@T / HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nno colon\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nName : space\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nA: b\r\n folded\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nA: b\0c\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\r\nA: b\rc\r\n\r\n", 400)]
    [InlineData("GET / HTTP/1.1\nHost: a\n\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: -1\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: +1\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: \r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 1, 1\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("PUT / HTTP/1.1\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 400)]
    [InlineData("\0\u0001\u0002\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\0\n\n", 400)]
    [InlineData("\r\n\r\n\r\nGET\r\n\r\n", 400)]
    public async Task A_malformed_head_is_refused_in_plain_words_and_goes_nowhere(string head, int status)
    {
        await using var upstream = new Upstream();
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync(head);
        client.Socket.Shutdown(SocketShutdown.Send);
        var (text, reset) = await client.ToEndAsync();
        Assert.False(reset);
        Assert.StartsWith($"HTTP/1.1 {status} ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", text, StringComparison.Ordinal);
        Assert.Equal(0, upstream.Connections);
        Assert.Empty(_watch.Recording.Crossings);
    }

    [Fact]
    public async Task A_head_that_is_too_long_is_refused_and_one_that_just_fits_is_not()
    {
        await using var upstream = new Upstream();
        await using var proxy = Proxy(upstream);
        const string Start = "GET / HTTP/1.1\r\nA: ";
        using (var client = await RawClient.ToAsync(proxy.Address))
        {
            await client.SendAsync($"{Start}{new string('x', (64 * 1024) - Start.Length - 4)}\r\n\r\n");
            Assert.Equal(Ok, await client.UntilAsync("ok"));
        }

        using (var client = await RawClient.ToAsync(proxy.Address))
        {
            await client.SendAsync($"{Start}{new string('x', 64 * 1024)}\r\n\r\n");
            client.Socket.Shutdown(SocketShutdown.Send);
            Assert.StartsWith("HTTP/1.1 431 ", (await client.ToEndAsync()).Text, StringComparison.Ordinal);
        }

        Assert.Single(upstream.Requests);
    }

    [Fact]
    public async Task What_is_not_HTTP_from_the_other_side_is_passed_on_and_ends_there()
    {
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync("SSH-2.0-thing\r\n\r\nmore"u8.ToArray());
            return false;
        });
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.StartsWith("SSH-2.0-thing\r\n\r\n", (await client.ToEndAsync()).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nUpgrade: chat\r\nConnection: upgrade\r\n\r\n", "HTTP/1.1 101 Switching\r\nUpgrade: chat\r\n\r\n")]
    [InlineData("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n", "HTTP/1.1 200 Established\r\n\r\n")]
    public async Task What_is_no_longer_HTTP_is_passed_on_blindly_both_ways(string request, string answer)
    {
        await using var upstream = new Upstream(async (_, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(answer + "hello"));
            var bytes = new byte[4];
            await stream.ReadExactlyAsync(bytes);
            await stream.WriteAsync(bytes.Reverse().ToArray());
            return false;
        });
        await using var proxy = Proxy(upstream);
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync(request);
        Assert.Equal(answer + "hello", await client.UntilAsync("hello"));
        await client.SendAsync("\0\r\n\u0001");
        Assert.Equal("\u0001\n\r\0", await client.UntilAsync("\0"));
        client.Socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(("", false), await client.ToEndAsync());
        Assert.Single(_watch.Recording.Crossings);
    }

    [Fact]
    public async Task A_large_body_streams_both_ways_and_is_not_held()
    {
        const int Size = 200_000_000;
        await using var upstream = new Upstream(async (request, stream) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {request.Body.Length}\r\n\r\n"));
            await stream.WriteAsync(request.Body);
            return true;
        });
        await using var proxy = Proxy(upstream);
        var body = new byte[Size];
        new Random(1).NextBytes(body);
        using var http = new HttpClient();
        using var content = new ByteArrayContent(body);
        using var answer = await http.PutAsync(new Uri($"http://{proxy.Address}/big"), content);
        var back = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(body.AsSpan().SequenceEqual(back));
    }

    [Fact]
    public async Task When_nobody_listens_there_the_client_is_cut()
    {
        var upstream = new Upstream();
        await using var proxy = Proxy(upstream);
        await upstream.DisposeAsync();
        using var client = await RawClient.ToAsync(proxy.Address);
        await client.SendAsync("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Assert.Equal(("", true), await client.ToEndAsync());
    }

    private HttpProxy Proxy(Upstream upstream) =>
        new(new Tap(_watch, Boundary.RegistryStorage, "registry"), upstream.Address, new PlainHttp());
}
