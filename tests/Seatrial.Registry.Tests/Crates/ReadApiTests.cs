using System.Text.Json;

namespace Seatrial.Registry.Tests.Crates;

/// <summary>The public read API, in crates.io's shapes.</summary>
public sealed class ReadApiTests
{
    [Fact]
    public async Task A_crate_has_its_versions_keywords_and_categories()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        await Publish(registry, token, Metadata("worded", "1.0.0") with { Keywords = ["Net"], Categories = ["network-programming", "No Slug"] });
        var answer = await (await Publish(registry, token, Metadata("worded", "2.0.0-rc.1") with
        {
            Keywords = ["net", "io"],
            Categories = ["network-programming", "science::robotics"],
        })).Document();
        Assert.Empty(answer.GetProperty("warnings").GetProperty("invalid_categories").EnumerateArray());

        var body = await registry.Get("/api/v1/crates/Worded").Document();

        var crate = body.GetProperty("crate");
        Assert.Equal(["2.0.0-rc.1", "1.0.0"], Texts(body, "versions", "num"));
        Assert.Equal(Numbers(body, "versions", "id"), crate.GetProperty("versions").EnumerateArray().Select(id => id.GetInt64()));
        Assert.Equal(["io", "net"], Texts(body, "keywords", "keyword"));
        Assert.Equal(["network-programming", "science::robotics"], Texts(body, "categories", "slug"));
        Assert.Equal("1.0.0", crate.GetProperty("default_version").GetString());
        Assert.Equal("1.0.0", crate.GetProperty("max_stable_version").GetString());
        Assert.Equal("2.0.0-rc.1", crate.GetProperty("newest_version").GetString());
        Assert.Equal(2, crate.GetProperty("num_versions").GetInt32());
        Assert.False(crate.GetProperty("yanked").GetBoolean());
        Assert.Equal("/api/v1/crates/worded/versions", crate.GetProperty("links").GetProperty("versions").GetString());
    }

    [Fact]
    public async Task A_category_that_is_no_slug_is_a_warning()
    {
        await using var registry = await RegistryFixture.Start();
        var answer = await (await Publish(registry, await registry.User("alice"), Metadata("warned", "1.0.0") with
        {
            Categories = ["good", "No Slug"],
        })).Document();
        Assert.Equal("No Slug", Assert.Single(answer.GetProperty("warnings").GetProperty("invalid_categories").EnumerateArray()).GetString());
        Assert.Equal(["good"], Texts(await registry.Get("/api/v1/crates/warned").Document(), "categories", "slug"));
    }

    [Fact]
    public async Task A_crate_whose_versions_are_all_yanked_says_so()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("given-up", "1.0.0");
        await registry.Delete("/api/v1/crates/given-up/1.0.0/yank", token).Expect(HttpStatusCode.OK);
        Assert.True((await registry.Get("/api/v1/crates/given-up").Document()).GetProperty("crate").GetProperty("yanked").GetBoolean());
    }

    [Fact]
    public async Task Versions_come_whole_or_in_pages_in_either_order()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("paged", "1.0.0", "3.0.0", "2.0.0");
        var path = "/api/v1/crates/paged/versions";
        Assert.Equal(["2.0.0", "3.0.0", "1.0.0"], Texts(await registry.Get(path).Document(), "versions", "num"));
        Assert.Equal(["3.0.0", "2.0.0", "1.0.0"], Texts(await registry.Get(path + "?sort=semver").Document(), "versions", "num"));
        Assert.Equal([["3.0.0", "2.0.0"], ["1.0.0"]], await Pages(registry, path, "?sort=semver&per_page=2", "versions", "num"));
        await registry.Get(path + "?per_page=2&seek=OTk").Refusal(HttpStatusCode.BadRequest);
        await registry.Get("/api/v1/crates/nobody/versions").Refusal(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Dependencies_are_read_both_ways_by_the_leading_version()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("base-lib", "1.0.0");
        foreach (var name in new[] { "left", "right", "middle" })
            await Publish(registry, token, Metadata(name, "1.0.0") with { Dependencies = [On("base-lib")] });
        // Its leading version needs it no longer.
        await Publish(registry, token, Metadata("middle", "1.1.0"));

        var dependency = Assert.Single((await registry.Get("/api/v1/crates/left/1.0.0/dependencies").Document())
            .GetProperty("dependencies").EnumerateArray());
        var path = "/api/v1/crates/base-lib/reverse_dependencies";
        var reverse = await registry.Get(path).Document();

        Assert.Equal("base-lib", dependency.GetProperty("crate_id").GetString());
        Assert.Equal("^1", dependency.GetProperty("req").GetString());
        Assert.Equal("normal", dependency.GetProperty("kind").GetString());
        Assert.Equal(["left", "right"], Texts(reverse, "versions", "crate"));
        Assert.Equal(Numbers(reverse, "versions", "id"), Numbers(reverse, "dependencies", "version_id"));
        Assert.Equal(2, Total(reverse));
        Assert.Equal([["left"], ["right"]], await Pages(registry, path, "?per_page=1", "versions", "crate"));
        await registry.Delete("/api/v1/crates/middle/1.1.0/yank", token).Expect(HttpStatusCode.OK);
        Assert.Equal(3, Total(await registry.Get(path).Document()));
    }

    [Fact]
    public async Task Downloads_are_counted_by_day_version_crate_and_in_all()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("counted", "1.0.0", "2.0.0");
        foreach (var version in new[] { "1.0.0", "1.0.0", "2.0.0" })
        {
            await registry.Get($"/api/v1/crates/counted/{version}/download").Expect(HttpStatusCode.Found);
            await new Registry.Download.CountFlusher(registry.Site, Wiring.Standard).Flush(default);
        }

        var days = (await registry.Get("/api/v1/crates/counted/downloads").Document()).GetProperty("version_downloads");
        var one = (await registry.Get("/api/v1/crates/counted/1.0.0/downloads").Document()).GetProperty("version_downloads");

        Assert.Equal(3, days.EnumerateArray().Sum(day => day.GetProperty("downloads").GetInt32()));
        Assert.Equal(2, one.EnumerateArray().Sum(day => day.GetProperty("downloads").GetInt32()));
        Assert.Matches(@"^\d{4}-\d\d-\d\d$", one[0].GetProperty("date").GetString());
        Assert.Equal(3, (await registry.Get("/api/v1/crates/counted").Document()).GetProperty("crate").GetProperty("downloads").GetInt32());
        Assert.Equal(3, (await registry.Get("/api/v1/summary").Document()).GetProperty("num_downloads").GetInt32());
    }

    [Fact]
    public async Task Keywords_and_categories_know_how_many_crates_have_them()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        await Publish(registry, token, Metadata("one", "1.0.0") with { Keywords = ["both", "old"], Categories = ["tools"] });
        await Publish(registry, token, Metadata("two", "1.0.0") with { Keywords = ["both"], Categories = ["tools", "art"] });
        await Publish(registry, token, Metadata("one", "1.1.0") with { Keywords = ["both"], Categories = ["tools"] });

        var keywords = await registry.Get("/api/v1/keywords?sort=crates").Document();

        Assert.Equal(["both"], Texts(keywords, "keywords", "keyword"));
        Assert.Equal([2], Numbers(keywords, "keywords", "crates_cnt"));
        Assert.Equal([["tools"], ["art"]], await Pages(registry, "/api/v1/categories", "?sort=crates&per_page=1", "categories", "slug"));
        Assert.Equal([["art"], ["tools"]], await Pages(registry, "/api/v1/categories", "?per_page=1", "categories", "slug"));
        Assert.Equal(2, (await registry.Get("/api/v1/categories/tools").Document()).GetProperty("category").GetProperty("crates_cnt").GetInt32());
        await registry.Get("/api/v1/keywords/old").Refusal(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/keywords/both").Expect(HttpStatusCode.OK);
        await registry.Get("/api/v1/categories/none").Refusal(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_summary_counts_and_lists()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("first", "1.0.0");
        await registry.Publish(token, "second", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.Publish(token, "first", "1.1.0").Expect(HttpStatusCode.OK);
        var summary = await registry.Get("/api/v1/summary").Document();
        Assert.Equal(2, summary.GetProperty("num_crates").GetInt32());
        Assert.Equal(["second", "first"], Texts(summary, "new_crates", "name"));
        Assert.Equal(2, summary.GetProperty("just_updated").GetArrayLength());
    }

    [Fact]
    public async Task A_user_is_shown_by_login_in_any_spelling()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.User("alice");
        var user = (await registry.Get("/api/v1/users/Alice").Document()).GetProperty("user");
        Assert.Equal("alice", user.GetProperty("login").GetString());
        Assert.False(user.TryGetProperty("email", out _));
        await registry.Get("/api/v1/users/bob").Refusal(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_crates_named_like_a_route_are_found()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("versions", "1.0.0");
        Assert.Equal("1.0.0", (await registry.Get("/api/v1/crates/versions/1.0.0").Document()).GetProperty("version").GetProperty("num").GetString());
    }

    internal static PublishDependency On(string name) => new()
    {
        Name = CrateName.Parse(name).Value,
        Requirement = VersionRequirement.Parse("^1").Value,
    };

    internal static PublishMetadata Metadata(string name, string version) => Some.Metadata(name, version);

    /// <summary>Publishes what the metadata says, with a manifest that says the same.</summary>
    internal static async Task<HttpResponseMessage> Publish(RegistryFixture registry, string token, PublishMetadata data)
    {
        var manifest = string.Concat(data.Dependencies.Select(one => $"[dependencies.{one.Name}]\nversion = \"{one.Requirement}\"\n"));
        var archive = Some.Archive(data.Name.Text, data.Version.Text, manifest: manifest);
        return await registry.Publish(token, PublishFrame.Of(data, archive).Write()).Expect(HttpStatusCode.OK);
    }

    internal static async Task<List<List<string>>> Pages(RegistryFixture registry, string path, string query, string list, string member)
    {
        var pages = new List<List<string>>();
        for (var next = query; next is not null;)
        {
            var body = await registry.Get(path + next).Document();
            pages.Add(Texts(body, list, member));
            next = body.GetProperty("meta").GetProperty("next_page").GetString();
        }

        return pages;
    }

    internal static List<string> Texts(JsonElement body, string list, string member) =>
        [.. body.GetProperty(list).EnumerateArray().Select(one => one.GetProperty(member).GetString()!)];

    private static List<long> Numbers(JsonElement body, string list, string member) =>
        [.. body.GetProperty(list).EnumerateArray().Select(one => one.GetProperty(member).GetInt64())];

    private static int Total(JsonElement body) => body.GetProperty("meta").GetProperty("total").GetInt32();
}
