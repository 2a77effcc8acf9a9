using System.Text.Json;
using Seatrial.Registry.Search;
using Seatrial.Registry.Tests.Crates;

namespace Seatrial.Registry.Tests.Search;

/// <summary>Words of more crates than are counted: the pages still hold all of them, each once (invariant I13).</summary>
public sealed class CommonWordsTests
{
    private const int Holding = SearchPages.MostCounted + 60;

    [Theory]
    [InlineData("relevance", "")]
    [InlineData("downloads", "")]
    [InlineData("new", "")]
    [InlineData("recent-updates", "")]
    [InlineData("alpha", "")]
    [InlineData("relevance", "&page=1")]
    [InlineData("downloads", "&page=1")]
    public async Task Every_crate_is_on_one_page_and_every_page_says_that_the_total_is_capped(string sort, string first)
    {
        await using var registry = await RegistryFixture.Start();
        await Fill(registry);
        var found = new List<string>();
        for (var next = $"?q=plenty&per_page=100&sort={sort}{first}"; next is not null;)
        {
            var body = await registry.Get("/api/v1/crates" + next).Document();
            found.AddRange(ReadApiTests.Texts(body, "crates", "name"));
            var meta = body.GetProperty("meta");
            Assert.Equal(SearchPages.MostCounted, meta.GetProperty("total").GetInt32());
            Assert.True(meta.GetProperty("total_is_capped").GetBoolean());
            next = meta.GetProperty("next_page").GetString();
        }

        Assert.Equal(Holding, found.Count);
        Assert.Equal(Holding, found.Distinct().Count());
        if (sort == "relevance")
            Assert.Equal(found.OrderBy(name => name.Contains("plenty", StringComparison.Ordinal) ? 0 : 1), found);
    }

    [Fact]
    public async Task A_word_that_is_common_but_not_among_the_next_in_order_is_found_all_the_same()
    {
        await using var registry = await RegistryFixture.Start();
        await Fill(registry);
        // The newest 500 do not hold it.
        var body = await registry.Get("/api/v1/crates?q=plenty&per_page=1&sort=new").Document();
        Assert.Equal([$"plenty-{Holding}"], ReadApiTests.Texts(body, "crates", "name"));
        Assert.Equal(["others-1"], ReadApiTests.Texts(await registry.Get("/api/v1/crates?q=others_1").Document(), "crates", "name")[..1]);
    }

    [Fact]
    public async Task A_total_that_was_counted_to_its_end_is_not_capped()
    {
        await using var registry = await RegistryFixture.Start();
        await Fill(registry);
        var meta = (await registry.Get("/api/v1/crates?q=others").Document()).GetProperty("meta");
        Assert.Equal(500, meta.GetProperty("total").GetInt32());
        Assert.False(meta.TryGetProperty("total_is_capped", out _));
        Assert.Equal(JsonValueKind.String, meta.GetProperty("next_page").ValueKind);
        Assert.Equal(Holding + 500, (await registry.Get("/api/v1/crates").Document()).GetProperty("meta").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Hyphens_and_underscores_are_one_sign()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("snake_name", "1.0.0");
        foreach (var query in new[] { "snake-name", "SNAKE_NAME", "e-n" })
            Assert.Equal(["snake_name"], ReadApiTests.Texts(await registry.Get("/api/v1/crates?q=" + query).Document(), "crates", "name"));
    }

    // Crates with the word, every other one in its name; then 500 without.
    private static async Task Fill(RegistryFixture registry)
    {
        await Add(registry, "CASE i % 2 WHEN 0 THEN 'plenty-' ELSE 'other-' END", " plenty of it", Holding, 1);
        await Add(registry, "'others-'", "", 500, 2);
    }

    private static async Task Add(RegistryFixture registry, string prefix, string words, int count, long at)
    {
        var name = new Registry.Sql.SqlText(0, 0);
        name.AppendLiteral(prefix + " || CAST(i AS TEXT)");
        await registry.Site.Database.Execute($"""
            INSERT INTO crates (name, canonical, search_text, max_version, created_at, updated_at)
            SELECT name, replace(name, '-', '_'), name || {words}, '1.0.0', {at}, {at} FROM
                (WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT {name} AS name FROM n ORDER BY i) named
            """, default);
    }
}
