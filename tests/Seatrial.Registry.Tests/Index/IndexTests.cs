namespace Seatrial.Registry.Tests.Index;

/// <summary>The sparse index, at the registry and at the edge.</summary>
public sealed class IndexTests
{
    [Fact]
    public async Task The_configuration_holds_every_rule_and_is_never_a_304()
    {
        await using var registry = await RegistryFixture.Start();
        foreach (var server in new[] { registry.Url, registry.Host.Edge.Url })
        {
            var answer = await registry.Send(HttpMethod.Get, "/index/config.json", @base: server,
                change: request => request.Headers.TryAddWithoutValidation("If-None-Match", "*"));
            var config = RegistryConfig
                .Parse(await answer.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync()).Value;
            Assert.Equal(registry.Url, config.Api);
            Assert.StartsWith(registry.Url, config.Dl, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_validator_saves_the_body_until_the_file_changes()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("kept", "1.0.0");
        foreach (var server in new[] { registry.Url, registry.Host.Edge.Url })
        {
            var etag = (await registry.Send(HttpMethod.Get, "/index/ke/pt/kept",
                @base: server)).Expect(HttpStatusCode.OK).Headers.ETag!;
            Assert.False(etag.IsWeak);
            var same = await Conditional(server, etag.Tag);
            Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);
            Assert.Equal(etag, same.Headers.ETag);
            var next = server == registry.Url ? "1.1.0" : "1.2.0";
            await registry.Publish(token, "kept", next).Expect(HttpStatusCode.OK);
            await registry.Drain();
            await Conditional(server, etag.Tag).Expect(HttpStatusCode.OK);
        }

        Task<HttpResponseMessage> Conditional(string server, string etag) =>
            registry.Send(HttpMethod.Get, "/index/ke/pt/kept", @base: server,
            change: request => request.Headers.TryAddWithoutValidation("If-None-Match", $"\"zzz\", {etag}"));
    }

    [Fact]
    public async Task A_404_before_the_publish_hides_nothing_after_it()
    {
        await using var registry = await RegistryFixture.Start();
        Assert.Null(await registry.Index("fresh", registry.Host.Edge.Url));
        await registry.Published("fresh", "1.0.0");
        Assert.Single((await registry.Index("fresh", registry.Host.Edge.Url))!.Versions);
    }

    [Theory]
    [InlineData("/index/")]
    [InlineData("/index/kn/ow/other")]
    [InlineData("/index/KN/OW/KNOWN")]
    [InlineData("/index/1/known")]
    [InlineData("/index/kn/ow/known/more")]
    [InlineData("/index/%2e%2e/blobs")]
    [InlineData("/index/kn%2Fow%2Fknown")]
    public async Task Other_paths_are_not_found(string path)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("known", "1.0.0");
        await registry.Get(path).Refusal(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_header_that_cargo_sends_on_plain_http_is_ignored()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("plain", "1.0.0");
        var answer = await RawHttp.Send(registry.Host.Edge.Url,
            "GET /index/pl/ai/plain HTTP/1.1\r\nUpgrade: h2c\r\n"
            + "HTTP2-Settings: AAMAAABkAAQAAQAAAAIAAAAA\r\naccept: text/plain");
        Assert.StartsWith("HTTP/1.1 200", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Versions_published_at_once_are_all_in_the_index()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("busy", "1.0.0");
        await Task.WhenAll(Enumerable.Range(1, 12).Select(
            i => registry.Publish(token, "busy", $"1.0.{i}").Expect(HttpStatusCode.OK)));
        await registry.Drain();
        Assert.Equal(13, (await registry.Index("busy", registry.Host.Edge.Url))!.Versions.Count());
        Assert.Equal(0, (await registry.Jobs()).Dead);
    }
}
