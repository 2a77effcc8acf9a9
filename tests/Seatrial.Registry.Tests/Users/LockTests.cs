namespace Seatrial.Registry.Tests.Users;

/// <summary>Locked users, service accounts, and tokens from an administrator.</summary>
public sealed class LockTests
{
    [Fact]
    public async Task A_locked_user_does_nothing_and_hears_why_and_an_unlocked_one_goes_on()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.Published("mine", "1.0.0");
        var admin = registry.Host.AdminToken;
        const string path = "/api/v1/users/Owner-Of-Mine/lock";

        await registry.Put(path, admin, """{"reason":"stolen laptop"}""").Expect(HttpStatusCode.OK);
        await registry.Put(path, admin, """{"reason":"again"}""").Expect(HttpStatusCode.OK);

        Assert.Contains("stolen laptop", await registry.Publish(alice, "mine", "1.0.1").Refusal(HttpStatusCode.Forbidden), StringComparison.Ordinal);
        await registry.Get("/api/v1/me", alice).Refusal(HttpStatusCode.Forbidden);
        await registry.Delete(path, admin).Expect(HttpStatusCode.OK);
        await registry.Publish(alice, "mine", "1.0.1").Expect(HttpStatusCode.OK);
        var log = await registry.Get("/api/v1/audit", admin).Document();
        Assert.Equal(["create-user", "publish", "lock-user", "unlock-user", "publish"],
            log.GetProperty("audit").EnumerateArray().Select(row => row.GetProperty("action").GetString()));
    }

    [Theory]
    [InlineData("bob", """{"reason":"x"}""", false, HttpStatusCode.Forbidden)]
    [InlineData("bob", "{}", true, HttpStatusCode.BadRequest)]
    [InlineData("admin", """{"reason":"x"}""", true, HttpStatusCode.BadRequest)]
    [InlineData("nobody", """{"reason":"x"}""", true, HttpStatusCode.NotFound)]
    public async Task A_lock_needs_an_administrator_a_reason_and_another_user(string login, string body, bool admin, HttpStatusCode status)
    {
        await using var registry = await RegistryFixture.Start();
        var bob = await registry.User("bob");
        await registry.Put($"/api/v1/users/{login}/lock", admin ? registry.Host.AdminToken : bob, body).Refusal(status);
        await registry.Get("/api/v1/me", bob).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_administrator_issues_a_token_when_the_first_one_is_lost()
    {
        await using var registry = await RegistryFixture.Start();
        var alice = await registry.User("alice");
        const string request = """{"api_token":{"name":"second","endpoint_scopes":["yank"]}}""";
        await registry.Put("/api/v1/users/alice/tokens", alice, request).Refusal(HttpStatusCode.Forbidden);
        await registry.Put("/api/v1/users/nobody/tokens", registry.Host.AdminToken, request).Refusal(HttpStatusCode.NotFound);

        var made = await registry.Put("/api/v1/users/alice/tokens", registry.Host.AdminToken, request).Document();

        var token = made.GetProperty("api_token").GetProperty("token").GetString()!;
        Assert.Equal("alice", (await registry.Get("/api/v1/me", token).Document()).GetProperty("user").GetProperty("login").GetString());
        var last = (await registry.Get("/api/v1/audit", registry.Host.AdminToken).Document()).GetProperty("audit").EnumerateArray().Last();
        Assert.Equal("admin", last.GetProperty("actor").GetString());
        Assert.EndsWith(" of alice", last.GetProperty("subject").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_service_account_publishes_and_makes_no_tokens()
    {
        await using var registry = await RegistryFixture.Start();
        var robot = (await registry.Put("/api/v1/users", registry.Host.AdminToken, """{"login":"robot","service":true}""").Document())
            .GetProperty("token").GetString()!;
        Assert.True((await registry.Get("/api/v1/me", robot).Document()).GetProperty("user").GetProperty("service").GetBoolean());
        await registry.Publish(robot, "built", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.Put("/api/v1/me/tokens", robot, """{"api_token":{"name":"own"}}""").Refusal(HttpStatusCode.Forbidden);
        await registry.Put("/api/v1/users/robot/tokens", registry.Host.AdminToken, """{"api_token":{"name":"own"}}""").Expect(HttpStatusCode.OK);
    }
}
