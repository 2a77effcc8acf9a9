using System.Text.Json;

namespace Seatrial.Registry.Tests.Search;

/// <summary>Search.</summary>
public sealed class SearchTests
{
    [Fact]
    public async Task The_exact_name_comes_first_in_any_spelling_then_names_then_descriptions()
    {
        await using var registry = await RegistryFixture.Start();
        await Publish(registry, ("aaa", "a helper for log-tool"), ("log-tool-extras", "more"), ("log-tool", "it"),
            ("zzz", "unrelated"));
        Assert.Equal(["log-tool", "log-tool-extras", "aaa"], await Names(registry, "q=log-tool"));
        Assert.Equal("log-tool", (await Names(registry, "q=LOG_TOOL"))[0]);
    }

    [Fact]
    public async Task The_answer_is_what_cargo_needs()
    {
        await using var registry = await RegistryFixture.Start();
        await Publish(registry, ("found", "one"), ("found-too", "two"));
        var bytes = await (await registry.Get("/api/v1/crates?q=found&per_page=1")).Expect(HttpStatusCode.OK).Content
            .ReadAsByteArrayAsync();
        Assert.Null(ApiBody.CheckSearch(bytes, 1));
        Assert.Equal(2, JsonDocument.Parse(bytes).RootElement.GetProperty("meta").GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("relevance")]
    [InlineData("downloads")]
    [InlineData("new")]
    [InlineData("recent-updates")]
    [InlineData("alpha")]
    public async Task All_pages_together_are_the_total_without_duplicates(string sort)
    {
        await using var registry = await RegistryFixture.Start();
        await Publish(registry, [.. Enumerable.Range(0, 7).Select(i => ($"paged-{i}", "same"))]);
        var pages = new List<string>();
        for (var page = 1; page <= 4; page++)
            pages.AddRange(await Names(registry, $"q=same&per_page=2&page={page}&sort={sort}"));
        Assert.Equal(7, pages.Distinct().Count());
        Assert.Equal(7, pages.Count);
        Assert.Empty(await Names(registry, "q=same&per_page=2&page=5"));
        Assert.Equal(7, await Total(registry, "q=same&per_page=2&page=5"));
    }

    [Theory]
    [InlineData("q=%25")]
    [InlineData("q=_")]
    [InlineData("q=%5C")]
    [InlineData("q='%20OR%201=1%20--")]
    [InlineData("q=%F0%9F%A6%80")]
    [InlineData("q=%22;DROP%20TABLE%20crates;--")]
    public async Task Signs_that_mean_something_to_sql_are_just_signs(string query)
    {
        await using var registry = await RegistryFixture.Start();
        await Publish(registry, ("plain", "nothing special"));
        Assert.Empty(await Names(registry, query));
        Assert.Equal(["plain"], await Names(registry, "q=special"));
    }

    [Fact]
    public async Task A_sign_in_a_description_is_found_as_itself()
    {
        await using var registry = await RegistryFixture.Start();
        await Publish(registry, ("percent", "100% sure"), ("number", "100 sure"));
        Assert.Equal(["percent"], await Names(registry, "q=100%25"));
    }

    [Theory]
    [InlineData("per_page=0")]
    [InlineData("per_page=101")]
    [InlineData("per_page=-1")]
    [InlineData("per_page=x")]
    [InlineData("page=0")]
    [InlineData("page=99999999999999999999")]
    [InlineData("sort=name;")]
    [InlineData("q=%00")]
    public async Task What_makes_no_sense_is_refused(string query)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Get("/api/v1/crates?" + query).Refusal(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_keyword_filters()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        await registry.Publish(token, PublishFrame.Of(
            Some.Metadata("worded", "1.0.0") with { Keywords = ["Network"] },
                Some.Archive("worded", "1.0.0")).Write()).Expect(HttpStatusCode.OK);
        await Publish(registry, ("wordless", "network"));
        Assert.Equal(["worded"], await Names(registry, "keyword=network"));
        Assert.Empty(await Names(registry, "keyword=net"));
    }

    [Fact]
    public async Task More_downloads_come_first()
    {
        await using var registry = await RegistryFixture.Start();
        await Publish(registry, ("aaa-lib", "x"), ("bbb-lib", "x"));
        await registry.Get("/api/v1/crates/bbb-lib/1.0.0/download").Expect(HttpStatusCode.Found);
        await new Registry.Download.CountFlusher(registry.Site, Wiring.Standard).Flush(default);
        Assert.Equal(["bbb-lib", "aaa-lib"], await Names(registry, "q=lib&sort=downloads"));
        Assert.Equal(["aaa-lib", "bbb-lib"], await Names(registry, "q=lib&sort=alpha"));
    }

    private static async Task Publish(RegistryFixture registry, params (string Name, string Description)[] crates)
    {
        var token = await registry.User("searcher");
        foreach (var (name, description) in crates)
            await registry.Publish(token, PublishFrame.Of(
                Some.Metadata(name, "1.0.0") with { Description = description },
                    Some.Archive(name, "1.0.0")).Write()).Expect(HttpStatusCode.OK);
    }

    private static async Task<List<string>> Names(RegistryFixture registry, string query) =>
        [.. (await registry.Get("/api/v1/crates?" + query).Document()).GetProperty("crates").EnumerateArray()
            .Select(crate => crate.GetProperty("name").GetString()!)];

    private static async Task<int> Total(RegistryFixture registry, string query) =>
        (await registry.Get("/api/v1/crates?" + query).Document()).GetProperty("meta").GetProperty("total").GetInt32();
}
