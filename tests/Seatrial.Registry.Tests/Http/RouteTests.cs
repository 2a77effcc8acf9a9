namespace Seatrial.Registry.Tests.Http;

/// <summary>Addresses and methods, known and unknown.</summary>
public sealed class RouteTests
{
    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v2/crates", HttpStatusCode.NotFound)]
    [InlineData("POST", "/api/v1/crates", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PATCH", "/api/v1/crates/a/owners", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/crates/a/1.0.0/yank", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/api/v1/crates/a", HttpStatusCode.NotFound)]
    [InlineData("GET", "/api/v1/crates/a/1.0.0", HttpStatusCode.NotFound)]
    public async Task Every_failure_has_the_errors_body(string method, string path, HttpStatusCode status)
    {
        await using var registry = await RegistryFixture.Start();
        var answer = await registry.Send(new HttpMethod(method), path);
        await answer.Refusal(status);
        Assert.NotEmpty(answer.Headers.GetValues("X-Request-Id"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/me")]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public async Task Pages_for_people_and_machines_answer(string path)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Get(path).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_long_path_is_not_repeated_in_full()
    {
        await using var registry = await RegistryFixture.Start();
        var detail = await registry.Get("/api/v1/crates/" + new string('a', 4000)).Refusal(HttpStatusCode.NotFound);
        Assert.True(detail.Length < 200);
    }

    [Fact]
    public async Task A_bug_is_a_500_without_its_details()
    {
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            Search = Wiring.Standard.Search.Replace("search",
                _ => throw new InvalidOperationException("the secret reason")),
        });
        var detail = await registry.Get("/api/v1/crates").Refusal(HttpStatusCode.InternalServerError);
        Assert.DoesNotContain("secret reason", detail, StringComparison.Ordinal);
    }
}
