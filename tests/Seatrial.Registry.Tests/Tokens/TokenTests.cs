using Seatrial.Registry.Tokens;

namespace Seatrial.Registry.Tests.Tokens;

/// <summary>Authentication, and the tokens that it rests on.</summary>
public sealed class TokenTests
{
    [Theory]
    [InlineData("{0}", HttpStatusCode.OK)]
    [InlineData("Bearer {0}", HttpStatusCode.OK)]
    [InlineData("bearer  {0} ", HttpStatusCode.OK)]
    [InlineData(null, HttpStatusCode.Forbidden)]
    [InlineData("sea_00000000000000000000000000000000", HttpStatusCode.Forbidden)]
    [InlineData("Bearer", HttpStatusCode.Forbidden)]
    [InlineData("' OR '1'='1", HttpStatusCode.Unauthorized)]
    [InlineData("Basic YWxpY2U6cGFzcw==", HttpStatusCode.Unauthorized)]
    public async Task The_token_counts_alone_or_behind_bearer(string? header, HttpStatusCode status)
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");

        var answer = await registry.Get("/api/v1/me", header?.Replace("{0}", token, StringComparison.Ordinal));

        if (status == HttpStatusCode.OK)
            Assert.Equal("alice", (await answer.Document()).GetProperty("user").GetProperty("login").GetString());
        else
            await answer.Refusal(status);
    }

    [Fact]
    public async Task A_new_token_works_at_once_and_a_revoked_one_ends_at_once()
    {
        await using var registry = await RegistryFixture.Start();
        var first = await registry.User("alice");
        var created = (await registry.Put("/api/v1/me/tokens", first,
            """{"api_token":{"name":"ci"}}""").Document()).GetProperty("api_token");
        var (id, second) = (created.GetProperty("id").GetInt64(), created.GetProperty("token").GetString()!);
        await registry.Get("/api/v1/me", second).Expect(HttpStatusCode.OK);

        await registry.Delete($"/api/v1/me/tokens/{id}", first).Expect(HttpStatusCode.OK);

        await registry.Get("/api/v1/me", second).Refusal(HttpStatusCode.Forbidden);
        await registry.Publish(second, "late", "1.0.0").Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/me", first).Expect(HttpStatusCode.OK);
        await registry.Delete($"/api/v1/me/tokens/{id}", first).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_list_shows_living_tokens_and_never_their_secrets()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");

        var answer = await (await registry.Get("/api/v1/me/tokens",
            token)).Expect(HttpStatusCode.OK).Content.ReadAsStringAsync();

        Assert.Contains("\"first\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain(TokenText.Prefix, answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_can_revoke_the_token_of_another()
    {
        await using var registry = await RegistryFixture.Start();
        var (alice, mallory) = (await registry.User("alice"), await registry.User("mallory"));
        for (var id = 1; id <= 2; id++)
            await registry.Delete($"/api/v1/me/tokens/{id}", mallory).Refusal(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/me", alice).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrator_lists_the_tokens_of_a_user_and_ends_one_of_them()
    {
        await using var registry = await RegistryFixture.Start();
        var (admin, first) = (registry.Host.AdminToken, await registry.User("alice"));
        var leaked = (await registry.Put("/api/v1/me/tokens", first, """{"api_token":{"name":"ci"}}""").Document())
            .GetProperty("api_token").GetProperty("token").GetString()!;

        var list = (await registry.Get("/api/v1/users/Alice/tokens", admin).Document()).GetProperty("api_tokens").EnumerateArray().ToList();
        Assert.Equal(["first", "ci"], list.Select(one => one.GetProperty("name").GetString()));
        var id = list[1].GetProperty("id").GetInt64();
        await registry.Delete($"/api/v1/users/alice/tokens/{id}", admin).Expect(HttpStatusCode.OK);

        await registry.Get("/api/v1/me", leaked).Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/me", first).Expect(HttpStatusCode.OK);
        var audit = (await registry.Get("/api/v1/audit", admin).Document()).GetProperty("audit").EnumerateArray()
            .Single(row => row.GetProperty("action").GetString() == "revoke-token");
        Assert.Equal(("admin", $"token {id} of alice"), (audit.GetProperty("actor").GetString(), audit.GetProperty("subject").GetString()));
    }

    [Fact]
    public async Task Nobody_else_lists_or_ends_the_tokens_of_a_user_and_nothing_is_ended_that_is_not_theirs()
    {
        await using var registry = await RegistryFixture.Start();
        var (admin, alice, mallory) = (registry.Host.AdminToken, await registry.User("alice"), await registry.User("mallory"));
        var id = (await registry.Get("/api/v1/users/alice/tokens", admin).Document()).GetProperty("api_tokens")[0].GetProperty("id").GetInt64();
        foreach (var token in new[] { null, mallory, alice })
        {
            await registry.Get("/api/v1/users/alice/tokens", token).Refusal(HttpStatusCode.Forbidden);
            await registry.Delete($"/api/v1/users/alice/tokens/{id}", token).Refusal(HttpStatusCode.Forbidden);
        }

        await registry.Delete($"/api/v1/users/mallory/tokens/{id}", admin).Refusal(HttpStatusCode.NotFound);
        await registry.Delete($"/api/v1/users/nobody/tokens/{id}", admin).Refusal(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/users/nobody/tokens", admin).Refusal(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/me", alice).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"api_token":{"name":""}}""")]
    [InlineData("""{"api_token":{"name":5}}""")]
    [InlineData("[")]
    public async Task A_token_needs_a_name(string body)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Put("/api/v1/me/tokens", await registry.User("alice"), body).Refusal(HttpStatusCode.BadRequest);
    }

    [Fact]
    public void Tokens_differ_and_are_stored_as_hashes_only()
    {
        var tokens = Enumerable.Range(0, 1000).Select(_ => TokenText.New()).ToHashSet();
        Assert.Equal(1000, tokens.Count);
        Assert.All(tokens, token => Assert.Matches("^sea_[A-Za-z0-9]{32}$", token));
        Assert.Equal(62, string.Concat(tokens.Select(token => token[4..])).Distinct().Count());
        Assert.Equal(32, TokenText.Hash(tokens.First()).Length);
    }

    [Fact]
    public async Task No_file_of_the_registry_holds_a_token()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("secretive", "1.0.0");
        await registry.Restart();

        foreach (var file in Directory.EnumerateFiles(registry.Host.Data, "*", SearchOption.AllDirectories))
        {
            var bytes = await ReadShared(file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(token)) < 0, file);
            Assert.True(bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(registry.Host.AdminToken)) < 0, file);
        }
    }

    [Fact]
    public async Task A_restart_with_another_administrator_token_ends_the_old_one()
    {
        await using var registry = await RegistryFixture.Start();
        var old = registry.Host.AdminToken;
        await registry.Restart();
        await registry.Get("/api/v1/jobs", old).Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/jobs", registry.Host.AdminToken).Expect(HttpStatusCode.OK);
    }

    private static async Task<byte[]> ReadShared(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }
}
