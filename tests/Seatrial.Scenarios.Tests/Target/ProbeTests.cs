using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Seatrial.Record;

namespace Seatrial.Scenarios.Tests;

public sealed class ProbeTests
{
    [Fact]
    public async Task A_closed_port_is_no_registry()
    {
        var closed = new TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var url = new Uri($"http://{closed.LocalEndpoint}/");
        closed.Stop();

        var unusable = await Unusable(url);

        Assert.Contains("config.json", unusable.Asked, StringComparison.Ordinal);
        Assert.Contains("refused", unusable.Came, StringComparison.Ordinal);
        Assert.Contains("200", unusable.Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_answers_everything_with_a_page_is_no_registry()
    {
        await using var server = await StubServer.StartAsync(200, "text/html", "<!doctype html><p>Welcome!");
        var unusable = await Unusable(server.Url);
        Assert.Contains("CFG-05", unusable.Came, StringComparison.Ordinal);
        Assert.Contains("Welcome", unusable.Came, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_slash_behind_the_api_is_a_matter_for_a_scenario_and_not_the_end_of_the_run()
    {
        await using var server = await Registry(slash: "/");
        Assert.EndsWith("/", (await Found(server.Url)).Config.Api, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_whose_api_is_no_url_is_no_registry()
    {
        await using var server = await StubServer.StartAsync(200, "application/json", """{"dl":"http://127.0.0.1:1/dl","api":"here"}""");
        Assert.Contains("CFG-07", (await Unusable(server.Url)).Came, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_server_without_a_config_is_no_registry()
    {
        await using var server = await StubServer.StartAsync(404, "text/plain", "not found");
        Assert.Contains("404", (await Unusable(server.Url)).Came, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_index_that_has_every_crate_is_no_registry()
    {
        await using var server = await Registry(index: 200);
        Assert.Contains("SPR-03", (await Unusable(server.Url)).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_token_ends_the_run_before_it_begins()
    {
        await using var server = await Registry(publish: 403);
        Assert.Contains("--token", (await Unusable(server.Url)).Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_that_complains_of_the_empty_body_can_be_published_to()
    {
        await using var server = await Registry();
        var found = await Found(server.Url);
        Assert.True(found.Capabilities[Capability.Publish].Available);
    }

    [Fact]
    public async Task A_route_that_the_web_server_does_not_know_is_a_missing_capability_with_its_evidence()
    {
        await using var server = await Registry();
        var (available, evidence) = (await Found(server.Url)).Capabilities[Capability.Search];
        Assert.False(available);
        Assert.Contains("404", evidence, StringComparison.Ordinal);
        Assert.Contains("/api/v1/crates?", evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_route_that_says_in_the_words_of_the_contract_that_there_is_no_such_crate_exists()
    {
        await using var server = await Registry(api: """{"errors":[{"detail":"no such crate"}]}""");
        Assert.True((await Found(server.Url)).Capabilities[Capability.Owners].Available);
    }

    [Fact]
    public async Task A_registry_without_an_api_has_no_capability_of_the_api()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/config.json" ? 200 : 404;
            return context.Response.WriteAsync("""{"dl":"http://127.0.0.1:1/dl"}""");
        });
        var found = await Found(server.Url);
        Assert.All(Enum.GetValues<Capability>().Except([Capability.Cargo]), capability => Assert.False(found.Capabilities[capability].Available));
    }

    private static Task<StubServer> Registry(int index = 404, int publish = 400, string api = "not found", string slash = "") => StubServer.StartAsync(context =>
    {
        var (status, body) = context.Request.Path.Value switch
        {
            "/config.json" => (200, $$"""{"dl":"http://{{context.Request.Host}}/dl","api":"http://{{context.Request.Host}}{{slash}}"}"""),
            "/api/v1/crates/new" => (publish, """{"errors":[{"detail":"no"}]}"""),
            var path when path!.StartsWith("/api/", StringComparison.Ordinal) => (404, api),
            _ => (index, ""),
        };
        context.Response.StatusCode = status;
        return context.Response.WriteAsync(body);
    });

    private static async Task<Unusable> Unusable(Uri url)
    {
        var (found, unusable) = await Run(url);
        Assert.Null(found);
        return unusable!;
    }

    private static async Task<ProbeResult> Found(Uri url)
    {
        var (found, unusable) = await Run(url);
        Assert.Null(unusable);
        return found!;
    }

    private static async Task<(ProbeResult?, Unusable?)> Run(Uri url)
    {
        using var http = Scenarios.Registry.NewHttp();
        var target = new Target { Index = url, Publisher = new User(null, "token-of-the-test") };
        return await new Probe(target, http, new Secrets(), TimeProvider.System, "tprobe").RunAsync(CancellationToken.None);
    }
}
