namespace Seatrial.Registry.Tests.Yank;

/// <summary>Yank and unyank.</summary>
public sealed class YankTests
{
    [Fact]
    public async Task Yank_and_unyank_flip_the_flag_and_the_etag_and_nothing_else()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("flips", "1.0.0+b");
        var before = await registry.Get("/index/fl/ip/flips");

        var answer = await registry.Delete("/api/v1/crates/flips/1.0.0+b/yank", token);
        Assert.Null(ApiBody.CheckOk(await answer.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync()));
        await registry.Drain();
        var yanked = await registry.Get("/index/fl/ip/flips");
        Assert.NotEqual(before.Headers.ETag, yanked.Headers.ETag);
        Assert.Equal((await before.Content.ReadAsStringAsync()).Replace("\"yanked\":false", "\"yanked\":true",
            StringComparison.Ordinal),
            await yanked.Content.ReadAsStringAsync());

        await registry.Put("/api/v1/crates/flips/1.0.0%2Bb/unyank", token, "").Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Equal(await before.Content.ReadAsStringAsync(),
            await (await registry.Get("/index/fl/ip/flips")).Content.ReadAsStringAsync());
        Assert.Equal(["publish", "yank", "unyank"], await registry.Audit("flips"));
    }

    [Fact]
    public async Task A_repeat_is_a_success_without_an_audit_row_and_heals_a_lost_index()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("again", "1.0.0");
        await registry.Delete("/api/v1/crates/again/1.0.0/yank", token).Expect(HttpStatusCode.OK);
        await registry.Drain();
        await registry.Site.Storage.Put("index/ag/ai/again", Encoding.UTF8.GetBytes("lost\n"), "text/plain", default);

        await registry.Delete("/api/v1/crates/again/1.0.0/yank", token).Expect(HttpStatusCode.OK);

        await registry.Drain();
        Assert.True(Assert.Single((await registry.Index("again"))!.Versions).Yanked);
        Assert.Equal(["publish", "yank"], await registry.Audit("again"));
    }

    [Theory]
    [InlineData("missing", "1.0.0", HttpStatusCode.NotFound)]
    [InlineData("there", "9.9.9", HttpStatusCode.NotFound)]
    [InlineData("there", "' OR 1=1 --", HttpStatusCode.NotFound)]
    public async Task What_is_not_there_cannot_be_yanked(string crate, string version, HttpStatusCode status)
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("there", "1.0.0");
        await registry.Delete($"/api/v1/crates/{crate}/{Uri.EscapeDataString(version)}/yank", token).Refusal(status);
    }

    [Fact]
    public async Task A_stranger_cannot_yank()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("mine", "1.0.0");
        await registry.Delete("/api/v1/crates/MINE/1.0.0/yank",
            await registry.User("mallory")).Refusal(HttpStatusCode.Forbidden);
        Assert.False(Assert.Single((await registry.Index("mine"))!.Versions).Yanked);
    }

    [Fact]
    public async Task A_path_that_climbs_is_authorised_as_what_it_reaches()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("mine", "1.0.0");
        await registry.Published("theirs", "1.0.0");

        var answer = await RawHttp.Send(registry.Url,
            $"DELETE /api/v1/crates/mine/../theirs/1.0.0/yank HTTP/1.1\r\nAuthorization: {token}");

        Assert.StartsWith("HTTP/1.1 403", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_highest_version_follows_yanks()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("tops", "1.0.0", "1.10.0", "1.9.0", "2.0.0-rc.1");
        Assert.Equal("1.10.0", await MaxVersion(registry));

        await registry.Delete("/api/v1/crates/tops/1.10.0/yank", token).Expect(HttpStatusCode.OK);

        Assert.Equal("1.9.0", await MaxVersion(registry));
    }

    private static async Task<string?> MaxVersion(RegistryFixture registry) =>
        (await registry.Get("/api/v1/crates/tops").Document()).GetProperty("crate").GetProperty("max_version")
            .GetString();
}
