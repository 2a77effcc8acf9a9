using Seatrial.Registry.Tests.Crates;

namespace Seatrial.Registry.Tests.Search;

/// <summary>Filters, and pages by number and by seeking.</summary>
public sealed class SearchPagesTests
{
    private const string Path = "/api/v1/crates";

    [Theory]
    [InlineData("relevance")]
    [InlineData("downloads")]
    [InlineData("new")]
    [InlineData("recent-updates")]
    [InlineData("alpha")]
    public async Task Seeking_finds_every_crate_once_while_others_are_published(string sort)
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        var names = Enumerable.Range(0, 7).Select(i => $"sought-{i}").ToList();
        foreach (var name in names)
            await registry.Publish(token, name, "1.0.0").Expect(HttpStatusCode.OK);

        var found = new List<string>();
        for (var (next, round) = ($"?q=sought&per_page=2&sort={sort}", 0); next is not null; round++)
        {
            var body = await registry.Get(Path + next).Document();
            found.AddRange(ReadApiTests.Texts(body, "crates", "name"));
            next = body.GetProperty("meta").GetProperty("next_page").GetString();
            Assert.DoesNotContain("page=2&page", next ?? "", StringComparison.Ordinal);
            await registry.Publish(token, $"a-sought-{round}", "1.0.0").Expect(HttpStatusCode.OK);
        }

        Assert.Equal(names, found.Where(name => name.StartsWith("sought", StringComparison.Ordinal)).Order());
        Assert.Equal(found.Distinct(), found);
    }

    [Fact]
    public async Task Pages_by_number_go_on_by_number_until_the_last()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("numbered", "1.0.0");
        await registry.Published("numbered-too", "1.0.0");
        var first = (await registry.Get(Path + "?q=numbered&page=1&per_page=1").Document()).GetProperty("meta");
        Assert.Equal("?q=numbered&per_page=1&page=2", first.GetProperty("next_page").GetString());
        Assert.Null((await registry.Get(Path + "?q=numbered&page=2&per_page=1").Document()).GetProperty("meta").GetProperty("next_page").GetString());
    }

    [Theory]
    [InlineData("page=1&seek=MXwwfDB8MXw")]
    [InlineData("seek=")]
    [InlineData("seek=%00")]
    [InlineData("seek=!!!")]
    [InlineData("seek=MXwwfDB8MXw&sort=new")]
    [InlineData("user_id=x")]
    [InlineData("category=%00")]
    [InlineData("owner=%00")]
    public async Task A_place_or_a_filter_that_makes_no_sense_is_refused(string query)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Get($"{Path}?{query}").Refusal(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("q=%27%20%26%20%7C%20!%20%28%20%3A*")]
    [InlineData("q=%D0%BF%D1%80%D0%B8%D0%B2%D0%B5%D1%82%20%E4%B8%AD%E6%96%87%20%D8%B3%D9%84%D8%A7%D9%85")]
    [InlineData("q=%ED%A0%80")]
    [InlineData("q=%FF%FE")]
    [InlineData("q=a%20b%20c%20d%20e%20f%20g%20h%20i%20j%20k%20l")]
    [InlineData("category=%25&keyword=_&owner=%5C&user_id=9223372036854775807")]
    public async Task Hostile_input_finds_nothing(string query)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("plain", "1.0.0");
        Assert.Empty(ReadApiTests.Texts(await registry.Get($"{Path}?{query}").Document(), "crates", "name"));
    }

    [Fact]
    public async Task Filters_narrow_alone_and_together()
    {
        await using var registry = await RegistryFixture.Start();
        var (alice, bob) = (await registry.User("Alice"), await registry.User("bob"));
        await ReadApiTests.Publish(registry, alice, Some.Metadata("sub", "1.0.0") with { Categories = ["science::robotics"], Keywords = ["arm"] });
        await ReadApiTests.Publish(registry, bob, Some.Metadata("top", "1.0.0") with { Categories = ["science"], Keywords = ["arm"] });
        await ReadApiTests.Publish(registry, bob, Some.Metadata("other", "1.0.0") with { Categories = ["sciences"] });
        var id = (await registry.Get("/api/v1/users/bob").Document()).GetProperty("user").GetProperty("id").GetInt64();
        Assert.Equal(["sub", "top"], await Names(registry, "sort=alpha&category=science"));
        Assert.Equal(["sub"], await Names(registry, "category=science::robotics"));
        Assert.Equal(["sub"], await Names(registry, "owner=alice"));
        Assert.Equal(["other", "top"], await Names(registry, $"sort=alpha&user_id={id}"));
        Assert.Equal(["top"], await Names(registry, "owner=bob&keyword=arm&category=science"));
        Assert.Equal(["other", "sub", "top"], await Names(registry, "sort=alpha"));
    }

    [Fact]
    public async Task Short_words_find_what_begins_with_them()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("a-zq", "1.0.0");
        await registry.Published("zqx", "1.0.0");
        await registry.Published("azq", "1.0.0");
        Assert.Equal(["a-zq", "zqx"], await Names(registry, "q=zq&sort=alpha"));
        Assert.Equal(["zqx"], (await Names(registry, "q=zqx")));
    }

    private static async Task<List<string>> Names(RegistryFixture registry, string query)
    {
        var body = await registry.Get($"{Path}?{query}").Document();
        var names = ReadApiTests.Texts(body, "crates", "name");
        Assert.Equal(names.Count, body.GetProperty("meta").GetProperty("total").GetInt32());
        return names;
    }
}
