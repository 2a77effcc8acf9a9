namespace Seatrial.Registry.Tests.Users;

/// <summary>The creation of users.</summary>
public sealed class UserTests
{
    [Fact]
    public async Task An_administrator_creates_a_user_once()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.User("alice");
        await registry.Put("/api/v1/users", registry.Host.AdminToken,
            """{"login":"Alice"}""").Refusal(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Others_cannot_create_users()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.User("alice");
        await registry.Put("/api/v1/users", alice, """{"login":"bob"}""").Refusal(HttpStatusCode.Forbidden);
        await registry.Put("/api/v1/users", null, """{"login":"bob"}""").Refusal(HttpStatusCode.Forbidden);
        await registry.User("bob");
    }

    [Theory]
    [InlineData("""{"login":""}""")]
    [InlineData("""{"login":"a b"}""")]
    [InlineData("""{"login":"a/b"}""")]
    [InlineData("""{"login":"../admin"}""")]
    [InlineData("""{"login":"ünal"}""")]
    [InlineData("""{}""")]
    [InlineData("null")]
    public async Task A_login_that_is_none_is_refused(string body)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Put("/api/v1/users", registry.Host.AdminToken, body).Refusal(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task A_body_above_the_small_limit_is_refused_with_413()
    {
        await using var registry = await RegistryFixture.Start();
        var body = $$"""{"login":"alice","name":"{{new string('x', 100_000)}}"}""";
        await registry.Put("/api/v1/users", registry.Host.AdminToken,
            body).Refusal(HttpStatusCode.RequestEntityTooLarge);
    }
}
