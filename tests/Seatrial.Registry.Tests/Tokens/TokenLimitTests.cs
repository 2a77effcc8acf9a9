using System.Text.Json;
using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Tests.Tokens;

/// <summary>What tokens are limited to: scopes, crates, time.</summary>
public sealed class TokenLimitTests
{
    [Theory]
    [InlineData("publish-new", HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("publish-update", HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden)]
    [InlineData("yank", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK, HttpStatusCode.Forbidden)]
    [InlineData("change-owners", HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.OK)]
    public async Task A_token_does_what_its_scope_says_and_nothing_else(string scope, HttpStatusCode publishNew,
        HttpStatusCode publishUpdate, HttpStatusCode yank, HttpStatusCode owners)
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("mine", "1.0.0");
        await registry.User("bob");
        var limited = await Make(registry, alice, $$"""{"name":"l","endpoint_scopes":["{{scope}}"]}""");

        await registry.Publish(limited, "fresh", "1.0.0").Expect(publishNew);
        await registry.Publish(limited, "mine", "1.0.1").Expect(publishUpdate);
        await registry.Delete("/api/v1/crates/mine/1.0.0/yank", limited).Expect(yank);
        await registry.Put("/api/v1/crates/mine/owners", limited, """{"users":["bob"]}""").Expect(owners);
        // Nothing that is made with it could do more.
        await registry.Put("/api/v1/me/tokens", limited, """{"api_token":{"name":"heir"}}""").Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/me/tokens", limited).Refusal(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("foo-bar", "foo-bar", true)]
    [InlineData("foo-bar", "foo_bar", true)]
    [InlineData("Foo_Bar", "foo-bar", true)]
    [InlineData("foo", "foo-bar", false)]
    [InlineData("foo*", "foo", true)]
    [InlineData("foo-*", "FOO_bar", true)]
    [InlineData("foo*", "fo", false)]
    [InlineData("*", "anything", true)]
    public void Patterns_are_compared_in_the_canonical_spelling(string pattern, string crate, bool meant)
    {
        Assert.True(CratePattern.IsPattern(pattern));
        Assert.Equal(meant, CratePattern.Matches(pattern, CrateName.Canonicalize(crate)));
    }

    [Fact]
    public async Task A_token_for_some_crates_reaches_no_other_however_it_is_spelled()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("mine", "1.0.0");
        await registry.Publish(alice, "pre-fix", "1.0.0").Expect(HttpStatusCode.OK);
        var limited = await Make(registry, alice, """{"name":"l","crate_scopes":["pre_*"]}""");

        await registry.Publish(limited, "pre-fix", "1.0.1").Expect(HttpStatusCode.OK);
        await registry.Publish(limited, "pre_new", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.Delete("/api/v1/crates/PRE-fix/1.0.0/yank", limited).Expect(HttpStatusCode.OK);
        await registry.Publish(limited, "mine", "1.0.1").Refusal(HttpStatusCode.Forbidden);
        foreach (var path in new[] { "mine", "MINE", "pre_x/../mine" })
            Assert.NotEqual(HttpStatusCode.OK, (await registry.Delete($"/api/v1/crates/{path}/1.0.0/yank", limited)).StatusCode);
        await registry.Get("/api/v1/audit?crate=mine", limited).Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/audit?crate=pre-fix", limited).Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.False((await registry.Index("mine"))!.Versions.Single().Yanked);
    }

    [Fact]
    public async Task A_token_ends_at_its_time_and_leaves_no_heir_that_lives_longer()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.User("alice");
        var soon = DateTimeOffset.UtcNow.AddSeconds(2);
        var limited = await Make(registry, alice, $$"""{"name":"l","expired_at":"{{soon:O}}"}""");
        await registry.Get("/api/v1/me", limited).Expect(HttpStatusCode.OK);
        await registry.Put("/api/v1/me/tokens", limited, """{"api_token":{"name":"heir"}}""").Refusal(HttpStatusCode.Forbidden);

        // Not a wait of two seconds: the moment comes to the token instead.
        await registry.Site.Database.Execute($"UPDATE tokens SET expired_at = {DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - 1} WHERE expired_at IS NOT NULL", default);

        Assert.Contains("expired", await registry.Get("/api/v1/me", limited).Refusal(HttpStatusCode.Forbidden), StringComparison.Ordinal);
        await registry.Publish(limited, "late", "1.0.0").Refusal(HttpStatusCode.Forbidden);
        Assert.Equal(["first"], (await List(registry, alice)).Select(one => one.GetProperty("name").GetString()));
    }

    [Theory]
    [InlineData("""{"name":"x","endpoint_scopes":[]}""")]
    [InlineData("""{"name":"x","endpoint_scopes":["admin"]}""")]
    [InlineData("""{"name":"x","endpoint_scopes":[null]}""")]
    [InlineData("""{"name":"x","crate_scopes":[]}""")]
    [InlineData("""{"name":"x","crate_scopes":["a*b"]}""")]
    [InlineData("""{"name":"x","crate_scopes":["a b"]}""")]
    [InlineData("""{"name":"x","crate_scopes":[""]}""")]
    [InlineData("""{"name":"x","crate_scopes":[null]}""")]
    [InlineData("""{"name":"x","expired_at":"2001-01-01T00:00:00Z"}""")]
    [InlineData("""{"name":"x","expired_at":"tomorrow"}""")]
    public async Task Limits_that_make_no_sense_are_refused(string token)
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.User("alice");
        await registry.Put("/api/v1/me/tokens", alice, $$"""{"api_token":{{token}}}""").Refusal(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task The_list_shows_limits_and_the_last_use()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.User("alice");
        var limited = await Make(registry, alice,
            """{"name":"ci","endpoint_scopes":["yank","read"],"crate_scopes":["foo*"],"expired_at":"2999-01-01T00:00:00Z"}""");
        var unused = (await List(registry, alice))[1];
        Assert.Equal(JsonValueKind.Null, unused.GetProperty("last_used_at").ValueKind);
        await registry.Get("/api/v1/me", limited).Expect(HttpStatusCode.OK);
        await registry.Site.TokenUses.Write(registry.Site, default);

        var used = (await List(registry, alice))[1];

        Assert.Equal(["yank", "read"], used.GetProperty("endpoint_scopes").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(["foo*"], used.GetProperty("crate_scopes").EnumerateArray().Select(one => one.GetString()));
        Assert.Equal(2999, used.GetProperty("expired_at").GetDateTimeOffset().Year);
        Assert.InRange(used.GetProperty("last_used_at").GetDateTimeOffset(), DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow);
    }

    [Fact]
    public void A_use_is_noted_once_a_minute()
    {
        var (uses, now) = (new TokenUses(), DateTimeOffset.UtcNow);
        uses.Add(1, now - TimeSpan.FromSeconds(59), now);
        Assert.Equal(0, uses.Waiting);
        uses.Add(1, now - TokenUses.Grain, now);
        uses.Add(1, null, now);
        Assert.Equal(1, uses.Waiting);
    }

    private static async Task<string> Make(RegistryFixture registry, string token, string request) =>
        (await registry.Put("/api/v1/me/tokens", token, $$"""{"api_token":{{request}}}""").Document())
            .GetProperty("api_token").GetProperty("token").GetString()!;

    private static async Task<List<JsonElement>> List(RegistryFixture registry, string token) =>
        [.. (await registry.Get("/api/v1/me/tokens", token).Document()).GetProperty("api_tokens").EnumerateArray()];
}
