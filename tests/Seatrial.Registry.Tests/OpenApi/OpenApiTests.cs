using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Seatrial.Registry.Tests.Crates;

namespace Seatrial.Registry.Tests.OpenApi;

/// <summary>The document, the routes and the answers say the same.</summary>
public sealed class OpenApiTests
{
    [Fact]
    public async Task Every_route_is_in_the_document_and_nothing_else()
    {
        await using var registry = await RegistryFixture.Start();
        var document = await registry.Get("/api/openapi.json").Document();
        var routes = registry.Host.Registry.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods
                .Select(method => $"{method} {route.RoutePattern.RawText!.Replace("{**", "{", StringComparison.Ordinal)}"));
        Assert.Equal(routes.Order(), Operations(document).Select(one => one.Name).Order());
    }

    [Fact]
    public async Task Every_documented_answer_is_the_real_one()
    {
        await using var registry = await RegistryFixture.Start();
        var document = await registry.Get("/api/openapi.json").Document();
        var token = await registry.Published("base-lib", "1.0.0", "1.1.0");
        await registry.User("other");
        await ReadApiTests.Publish(registry, token, Some.Metadata("rich", "1.0.0") with
        {
            Dependencies = [ReadApiTests.On("base-lib")],
            Keywords = ["word"],
            Categories = ["tools"],
        });
        await registry.Get("/api/v1/crates/base-lib/1.0.0/download").Expect(HttpStatusCode.Found);
        await new Registry.Download.CountFlusher(registry.Site, Wiring.Standard).Flush(default);
        await registry.Drain();
        var checks = Calls(registry.Host.AdminToken, await DeadJob(registry), await TokenOf(registry, "other")).ToArray();
        foreach (var call in checks)
            await Check(registry, document, call);
        Assert.Equal(Operations(document).Select(one => one.Name).Order(), checks.Select(call => call.Operation).Distinct().Order());
    }

    [Theory]
    [InlineData("GET", "/api/v1/crates/nobody", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/crates?page=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/api/v1/me", HttpStatusCode.Forbidden)]
    [InlineData("POST", "/api/v1/summary", HttpStatusCode.MethodNotAllowed)]
    public async Task A_refusal_is_the_documented_one(string method, string path, HttpStatusCode status)
    {
        await using var registry = await RegistryFixture.Start();
        var document = await registry.Get("/api/openapi.json").Document();
        var answer = await registry.Send(new HttpMethod(method), path).Expect(status);
        var body = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Null(JsonSchema.Fault(document, JsonSchema.Resolve(document, "#/components/schemas/Error"), body));
    }

    [Theory]
    [InlineData("""{"id":1}""", "$.name is missing")]
    [InlineData("""{"id":"1","name":"a","created_at":"x","last_used_at":null,"crate_scopes":null,"endpoint_scopes":null,"expired_at":null}""", "$.id is String, not integer")]
    [InlineData("""{"id":1,"name":"a","created_at":"x","last_used_at":null,"crate_scopes":null,"endpoint_scopes":null,"expired_at":null,"token":"t"}""", "$.token is not documented")]
    public async Task An_answer_that_differs_is_noticed(string body, string fault)
    {
        await using var registry = await RegistryFixture.Start();
        var document = await registry.Get("/api/openapi.json").Document();
        Assert.Equal(fault, JsonSchema.Fault(
            document, JsonSchema.Resolve(document, "#/components/schemas/Token"), JsonDocument.Parse(body).RootElement));
    }

    private static IEnumerable<(string Name, JsonElement Body)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(one => ($"{one.Name.ToUpperInvariant()} {path.Name}", one.Value)));

    // In an order in which each finds what it needs.
    private static IEnumerable<Call> Calls(string admin, long deadJob, long token)
    {
        const string Crate = "/api/v1/crates/{crate}";
        const string Version = Crate + "/{version}";
        string[] plain = ["/", "/me", "/health/live", "/health/ready", "/metrics", "/api/openapi.json", "/index/config.json", "/api/v1/summary",
            "/api/v1/keywords", "/api/v1/categories", "/api/v1/crates"];
        foreach (var path in plain)
            yield return new("GET", path, path);
        string[] parts = ["", "/versions", "/downloads", "/reverse_dependencies", "/owners", "/owner_user", "/owner_team"];
        foreach (var part in parts)
            yield return new("GET", Crate + part, "/api/v1/crates/base-lib" + part);
        foreach (var part in new[] { "", "/dependencies", "/downloads" })
            yield return new("GET", Version + part, "/api/v1/crates/rich/1.0.0" + part);
        yield return new("GET", Version + "/downloads", "/api/v1/crates/base-lib/1.0.0/downloads");
        yield return new("GET", Version + "/download", "/api/v1/crates/rich/1.0.0/download");
        yield return new("GET", "/index/{path}", "/index/ri/ch/rich");
        yield return new("GET", "/crates/{crate}/{file}", "/crates/rich/rich-1.0.0.crate");
        yield return new("GET", "/api/v1/keywords/{keyword}", "/api/v1/keywords/word");
        yield return new("GET", "/api/v1/categories/{category}", "/api/v1/categories/tools");
        yield return new("GET", "/api/v1/users/{login}", "/api/v1/users/other");
        foreach (var path in new[] { "/api/v1/me", "/api/v1/me/tokens", "/api/v1/audit", "/api/v1/jobs" })
            yield return new("GET", path, path, admin);
        yield return new("PUT", "/api/v1/jobs/{id}/retry", $"/api/v1/jobs/{deadJob}/retry", admin);
        yield return new("PUT", "/api/v1/crates/new", "/api/v1/crates/new", admin) { Body = Some.Publish("posted", "1.0.0") };
        yield return new("PUT", Crate + "/owners", "/api/v1/crates/posted/owners", admin) { Body = """{"users":["other"]}"""u8.ToArray() };
        yield return new("DELETE", Crate + "/owners", "/api/v1/crates/posted/owners", admin) { Body = """{"users":["other"]}"""u8.ToArray() };
        yield return new("DELETE", Version + "/yank", "/api/v1/crates/posted/1.0.0/yank", admin);
        yield return new("PUT", Version + "/unyank", "/api/v1/crates/posted/1.0.0/unyank", admin);
        yield return new("DELETE", Version, "/api/v1/crates/posted/1.0.0", admin);
        yield return new("PUT", "/api/v1/users", "/api/v1/users", admin) { Body = """{"login":"new-user"}"""u8.ToArray() };
        const string User = "/api/v1/users/{login}";
        yield return new("PUT", User + "/tokens", "/api/v1/users/other/tokens", admin) { Body = """{"api_token":{"name":"more"}}"""u8.ToArray() };
        yield return new("GET", User + "/tokens", "/api/v1/users/other/tokens", admin);
        yield return new("DELETE", User + "/tokens/{id}", $"/api/v1/users/other/tokens/{token}", admin);
        yield return new("PUT", User + "/lock", "/api/v1/users/other/lock", admin) { Body = """{"reason":"left"}"""u8.ToArray() };
        yield return new("DELETE", User + "/lock", "/api/v1/users/other/lock", admin);
        yield return new("PUT", "/api/v1/me/tokens", "/api/v1/me/tokens", admin) { Body = """{"api_token":{"name":"more"}}"""u8.ToArray() };
        yield return new("DELETE", "/api/v1/me/tokens/{id}", "/api/v1/me/tokens/1", admin);
    }

    private static async Task<long> DeadJob(RegistryFixture registry) => await registry.Site.Database.Number(
        $"INSERT INTO jobs (kind, key, created_at, run_at, dead_at) VALUES ({"update-index"}, {"rich"}, {0L}, {0L}, {1L}) RETURNING id", default);

    private static async Task<long> TokenOf(RegistryFixture registry, string login) =>
        (await registry.Get($"/api/v1/users/{login}/tokens", registry.Host.AdminToken).Document())
            .GetProperty("api_tokens")[0].GetProperty("id").GetInt64();

    private static async Task Check(RegistryFixture registry, JsonElement document, Call call)
    {
        var responses = Operations(document).Single(one => one.Name == call.Operation).Body.GetProperty("responses");
        var expected = responses.EnumerateObject().First(one => one.Name != "default");
        var body = call.Body is null ? null : new ByteArrayContent(call.Body);
        var answer = await registry.Send(new HttpMethod(call.Method), call.Path, call.Token, body);
        Assert.Equal($"{call.Operation}: {expected.Name}", $"{call.Operation}: {(int)answer.StatusCode}");
        if (!expected.Value.TryGetProperty("content", out var content))
            return;
        var media = Assert.Single(content.EnumerateObject());
        Assert.Equal(media.Name, answer.Content.Headers.ContentType!.MediaType);
        if (media.Name != "application/json")
            return;
        var value = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync()).RootElement;
        Assert.Equal((call.Operation, null), (call.Operation, JsonSchema.Fault(document, media.Value.GetProperty("schema"), value)));
    }

    private sealed record Call(string Method, string Pattern, string Path, string? Token = null)
    {
        public byte[]? Body { get; init; }

        public string Operation => $"{Method} {Pattern}";
    }
}
