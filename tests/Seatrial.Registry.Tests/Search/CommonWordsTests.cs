using System.Text.Json;
using Seatrial.Registry.Search;
using Seatrial.Registry.Tests.Crates;

namespace Seatrial.Registry.Tests.Search;

/// <summary>Words and filters of more crates than are counted: the pages still hold all of them, each once (invariant I13).</summary>
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
        var found = await All(registry, $"?q=plenty&per_page=100&sort={sort}{first}", SearchPages.MostCounted, capped: true);
        Assert.Equal(Holding, found.Count);
        Assert.Equal(Holding, found.Distinct().Count());
        if (sort == "relevance")
            Assert.Equal(found.OrderBy(name => name.Contains("plenty", StringComparison.Ordinal) ? 0 : 1), found);
    }

    [Theory]
    [InlineData("category=ships", SearchPages.MostCounted)]
    [InlineData("category=ships&q=plenty", SearchPages.MostCounted)]
    [InlineData("category=ships&q=it&keyword=hull", SearchPages.MostCounted)]
    [InlineData("category=ships&owner=captain", SearchPages.MostCounted)]
    [InlineData("owner=captain", SearchPages.MostCounted)]
    [InlineData("keyword=hull&owner=captain", SearchPages.MostCounted)]
    [InlineData("keyword=hull", Holding)]
    public async Task A_filter_that_lets_more_through_than_are_counted_holds_each_once(string filter, int total)
    {
        await using var registry = await RegistryFixture.Start();
        await Fill(registry);
        await Class(registry, Holding);
        foreach (var sort in new[] { "downloads", "new", "alpha", "relevance&page=1" })
        {
            var found = await All(registry, $"?{filter}&per_page=100&sort={sort}", total, capped: total != Holding);
            Assert.Equal(Holding, found.Count);
            Assert.Equal(Holding, found.Distinct().Count());
            Assert.DoesNotContain(found, name => name.StartsWith("others-", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("category=ships")]
    [InlineData("category=ships&q=plenty")]
    [InlineData("owner=captain&category=ships")]
    public async Task The_total_of_a_filter_that_was_counted_to_its_end_is_exact(string filter)
    {
        await using var registry = await RegistryFixture.Start();
        await Fill(registry);
        await Class(registry, SearchPages.MostCounted);
        Assert.Equal(SearchPages.MostCounted, (await All(registry, $"?{filter}&per_page=100&sort=new", SearchPages.MostCounted, capped: false)).Count);
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

    private static async Task<List<string>> All(RegistryFixture registry, string first, int total, bool capped)
    {
        var found = new List<string>();
        for (var next = first; next is not null;)
        {
            var body = await registry.Get("/api/v1/crates" + next).Document();
            found.AddRange(ReadApiTests.Texts(body, "crates", "name"));
            var meta = body.GetProperty("meta");
            Assert.Equal(total, meta.GetProperty("total").GetInt32());
            Assert.Equal(capped, meta.TryGetProperty("total_is_capped", out var isCapped) && isCapped.GetBoolean());
            next = meta.GetProperty("next_page").GetString();
        }

        return found;
    }

    // The oldest crates, which have the word: one keyword, one owner, and two categories of which one is below the other.
    private static async Task Class(RegistryFixture registry, int most)
    {
        await registry.User("captain");
        var database = registry.Site.Database;
        var oldest = new Registry.Sql.SqlText(0, 0);
        oldest.AppendLiteral($"(SELECT id FROM crates WHERE created_at = 1 ORDER BY id LIMIT {most}) c");
        await database.Execute($"INSERT INTO keywords (crate_id, keyword) SELECT c.id, 'hull' FROM {oldest}", default);
        await database.Execute($"INSERT INTO owners (crate_id, user_id, created_at) SELECT c.id, (SELECT id FROM users WHERE canonical = 'captain'), 1 FROM {oldest}", default);
        await database.Execute($"INSERT INTO categories (crate_id, category) SELECT c.id, 'ships' FROM {oldest}", default);
        await database.Execute($"INSERT INTO categories (crate_id, category) SELECT c.id, 'ships::sails' FROM {oldest} WHERE c.id % 3 = 0", default);
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
