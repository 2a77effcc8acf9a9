using System.Text.Json;

namespace Seatrial.Registry.Tests.Audit;

/// <summary>The audit log.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task Every_effective_action_is_one_row_that_names_its_actor()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("logged", "1.0.0");
        await registry.Put("/api/v1/me/tokens", token, """{"api_token":{"name":"ci"}}""").Expect(HttpStatusCode.OK);
        await registry.Delete("/api/v1/me/tokens/2", token).Expect(HttpStatusCode.OK);

        var rows = await Rows(registry, "/api/v1/audit", registry.Host.AdminToken);

        Assert.Equal(
            ["admin create-user owner-of-logged", "owner-of-logged publish logged 1.0.0",
                "owner-of-logged create-token token 3", "owner-of-logged revoke-token token 2"],
            rows.Select(row => string.Join(' ', new[] { "actor", "action", "crate", "version", "subject" }
                .Select(name => row.GetProperty(name).GetString()).Where(text => text is not null))));
    }

    [Fact]
    public async Task Owners_see_their_crate_and_others_do_not()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("logged", "1.0.0", "1.1.0");
        var rows = await Rows(registry, "/api/v1/audit?crate=LOGGED", token);
        Assert.Equal(2, rows.Count);
        Assert.Single(await Rows(registry, $"/api/v1/audit?crate=logged&after={rows[0].GetProperty("id").GetInt64()}",
            token));

        await registry.Get("/api/v1/audit", token).Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/audit?crate=logged",
            await registry.User("mallory")).Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/audit?crate=logged").Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/audit?crate=absent", token).Refusal(HttpStatusCode.NotFound);
        await registry.Get("/api/v1/audit?crate=logged&after=x", token).Refusal(HttpStatusCode.BadRequest);
    }

    private static async Task<List<JsonElement>> Rows(RegistryFixture registry, string path, string token) =>
        [.. (await registry.Get(path, token).Document()).GetProperty("audit").EnumerateArray()];
}
