using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using Seatrial.Registry.Edge;
using Seatrial.Registry.Http;

namespace Seatrial.Registry.Tests.Edge;

/// <summary>The edge in front of an origin whose answers the test decides.</summary>
public sealed class EdgeTests : IAsyncLifetime
{
    private const string Secret = "purge-secret";
    private const string Kept = "public, s-maxage=60, stale-if-error=600";
    private readonly FakeTimeProvider _clock = new();
    private readonly HttpClient _client = new();
    private readonly List<string> _asked = [];
    private WebServer _origin = null!;
    private WebServer _edge = null!;
    private Func<HttpContext, Task> _answer = http => Answer(http, "v1");

    public async ValueTask InitializeAsync()
    {
        _origin = WebServer.Build(new Binding("127.0.0.1", 0, 0), _ => { }, app => app.Run(http =>
        {
            lock (_asked)
                _asked.Add(http.Request.Headers.IfNoneMatch.ToString());
            return _answer(http);
        }));
        await _origin.Start(default);
        var cache = new PageCache(1_000_000);
        _edge = EdgeServer.Build("127.0.0.1", 0, cache, new Origin(cache, () => _origin.Url, _clock), Secret, _clock);
        await _edge.Start(default);
    }

    public async ValueTask DisposeAsync()
    {
        await _edge.DisposeAsync();
        await _origin.DisposeAsync();
        _client.Dispose();
    }

    [Fact]
    public async Task A_page_is_fetched_once_and_then_served_with_its_age()
    {
        Assert.Equal(("MISS", "v1"), await Get());
        _clock.Advance(TimeSpan.FromSeconds(7));
        var hit = await _client.GetAsync(Url());
        Assert.Equal("HIT", hit.Headers.GetValues("X-Cache").Single());
        Assert.Equal(TimeSpan.FromSeconds(7), hit.Headers.Age);
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_page_that_is_not_fresh_is_confirmed_by_its_etag()
    {
        await Get();
        _clock.Advance(TimeSpan.FromSeconds(61));
        _answer = http =>
        {
            http.Response.StatusCode = 304;
            return Task.CompletedTask;
        };
        Assert.Equal(("MISS", "v1"), await Get());
        Assert.Equal(["", "\"v1\""], _asked);
        Assert.Equal(("HIT", "v1"), await Get());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(503)]
    [InlineData(302)]
    public async Task Only_a_200_is_kept(int status)
    {
        _answer = http =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.CacheControl = Kept;
            return Task.CompletedTask;
        };
        Assert.Equal(status, (int)(await _client.GetAsync(Url())).StatusCode);
        _answer = http => Answer(http, "v1");
        Assert.Equal(("MISS", "v1"), await Get());
        Assert.Equal(2, _asked.Count);
    }

    [Theory]
    [InlineData("no-store")]
    [InlineData("private, s-maxage=60")]
    [InlineData("no-cache, max-age=60")]
    [InlineData("")]
    public async Task What_the_origin_forbids_to_keep_is_not_kept(string control)
    {
        _answer = http => Answer(http, "v1", control);
        await Get();
        await Get();
        Assert.Equal(2, _asked.Count);
    }

    [Fact]
    public async Task Requests_at_one_time_become_one_fetch()
    {
        var gate = new TaskCompletionSource();
        _answer = async http =>
        {
            await gate.Task;
            await Answer(http, "v1");
        };
        var all = Enumerable.Range(0, 10).Select(_ => Get()).ToArray();
        await Asked(1);
        gate.SetResult();
        Assert.All(await Task.WhenAll(all), page => Assert.Equal("v1", page.Body));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task While_the_origin_fails_a_stale_page_is_served_for_its_time()
    {
        await Get();
        _answer = http =>
        {
            http.Response.StatusCode = 503;
            return Task.CompletedTask;
        };
        _clock.Advance(TimeSpan.FromSeconds(61));
        Assert.Equal(("STALE", "v1"), await Get());
        await _origin.DisposeAsync();
        Assert.Equal(("STALE", "v1"), await Get());
        _clock.Advance(TimeSpan.FromSeconds(600));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await _client.GetAsync(Url())).StatusCode);
    }

    [Fact]
    public async Task A_404_of_the_origin_is_never_hidden_by_a_stale_page()
    {
        await Get();
        _clock.Advance(TimeSpan.FromSeconds(61));
        _answer = http =>
        {
            http.Response.StatusCode = 404;
            return Task.CompletedTask;
        };
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(Url())).StatusCode);
    }

    [Fact]
    public async Task A_purge_needs_the_secret()
    {
        await Get();
        Assert.Equal(HttpStatusCode.Forbidden, (await Purge("wrong")).StatusCode);
        Assert.Equal(("HIT", "v1"), await Get());
        Assert.Equal("purged 1\n", await (await Purge(Secret)).Content.ReadAsStringAsync());
        _answer = http => Answer(http, "v2");
        Assert.Equal(("MISS", "v2"), await Get());
    }

    [Fact]
    public async Task A_purge_during_a_fetch_keeps_its_old_page_out_and_later_readers_away_from_it()
    {
        var gate = new TaskCompletionSource();
        _answer = async http =>
        {
            await gate.Task;
            await Answer(http, "old");
        };
        var early = Get();
        await Asked(1);

        await Purge(Secret);
        _answer = http => Answer(http, "new");
        Assert.Equal(("MISS", "new"), await Get());
        gate.SetResult();

        Assert.Equal("old", (await early).Body);
        Assert.Equal(("HIT", "new"), await Get());
    }

    [Fact]
    public async Task Only_index_and_archives_are_passed_on()
    {
        Assert.Equal(HttpStatusCode.NotFound, (await _client.GetAsync(new Uri(_edge.Url + "/api/v1/me"))).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await _client.PostAsync(Url(), null)).StatusCode);
        Assert.Empty(_asked);
    }

    private Uri Url() => new(_edge.Url + "/index/se/rd/serde");

    private async Task<(string Cache, string Body)> Get()
    {
        var answer = await _client.GetAsync(Url()).Expect(HttpStatusCode.OK);
        return (answer.Headers.GetValues("X-Cache").Single(), await answer.Content.ReadAsStringAsync());
    }

    private Task<HttpResponseMessage> Purge(string secret)
    {
        var request = new HttpRequestMessage(new HttpMethod("PURGE"), new Uri(_edge.Url + "/"));
        request.Headers.Add(EdgeServer.KeyHeader, "crate/serde");
        request.Headers.Add(EdgeServer.SecretHeader, secret);
        return _client.SendAsync(request);
    }

    private async Task Asked(int times)
    {
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        while (true)
        {
            lock (_asked)
                if (_asked.Count >= times)
                    return;
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static Task Answer(HttpContext http, string body, string control = Kept)
    {
        http.Response.Headers.CacheControl = control;
        http.Response.Headers.ETag = $"\"{body}\"";
        http.Response.Headers["Surrogate-Key"] = "crate/serde";
        return http.Response.WriteAsync(body);
    }
}
