namespace Seatrial.Registry.Tests.Http;

/// <summary>The name of a request.</summary>
public sealed class RequestIdTests
{
    private const string Header = "X-Request-Id";

    [Theory]
    [InlineData("/api/v1/crates", HttpStatusCode.OK)]
    [InlineData("/nothing", HttpStatusCode.NotFound)]
    [InlineData("/metrics", HttpStatusCode.OK)]
    public async Task A_sane_name_is_taken_over(string path, HttpStatusCode status)
    {
        await using var registry = await RegistryFixture.Start();
        foreach (var server in new[] { registry.Url, registry.Host.Edge.Url })
        {
            var answer = await registry.Send(HttpMethod.Get, path, @base: server, change: request => request.Headers.Add(Header, "trial-7.a:B_c"));
            Assert.Equal(["trial-7.a:B_c"], answer.Headers.GetValues(Header));
            if (server == registry.Url)
                answer.Expect(status);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\"b")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task Another_is_replaced(string given)
    {
        await using var registry = await RegistryFixture.Start();
        var answer = await registry.Send(HttpMethod.Get, "/api/v1/crates",
            change: request => request.Headers.TryAddWithoutValidation(Header, given));
        Assert.NotEqual(given, Assert.Single(answer.Headers.GetValues(Header)));
    }

    [Fact]
    public async Task A_bug_and_its_answer_have_the_same_name()
    {
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            Search = Wiring.Standard.Search.Replace("search", _ => throw new InvalidOperationException("a bug")),
        });
        var answer = await registry.Send(HttpMethod.Get, "/api/v1/crates", change: request => request.Headers.Add(Header, "trial-8"));
        Assert.Equal(["trial-8"], answer.Headers.GetValues(Header));
        Assert.Contains("trial-8", await answer.Refusal(HttpStatusCode.InternalServerError), StringComparison.Ordinal);
    }
}
