using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Seatrial.Cargo;
using Seatrial.Record;

namespace Seatrial.Scenarios.Tests;

public sealed class RegistryTests
{
    [Fact]
    public async Task A_version_that_is_listed_twice_is_seen_twice()
    {
        var line = Line("0.1.0");
        await using var server = await StubServer.StartAsync(200, "text/plain", $"{line}\n\n{line}\n{Line("0.2.0")}\n");
        Assert.Equal(["0.1.0", "0.1.0", "0.2.0"], (await Registry(server).Lines("crate")).Select(one => one.Version.Text));
        Assert.Equal([line, line, Line("0.2.0")], await Registry(server).RawLines("crate"));
    }

    [Fact]
    public async Task A_line_that_cargo_cannot_use_is_seen_raw_alone()
    {
        await using var server = await StubServer.StartAsync(200, "text/plain", "{\"name\":\"crate\"}\n");
        Assert.Empty(await Registry(server).Lines("crate"));
        Assert.Equal(["{\"name\":\"crate\"}"], await Registry(server).RawLines("crate"));
    }

    [Fact]
    public async Task A_page_of_another_status_has_no_lines()
    {
        await using var server = await StubServer.StartAsync(404, "text/plain", Line("0.1.0"));
        Assert.Empty(await Registry(server).Lines("crate"));
        Assert.Empty(await Registry(server).RawLines("crate"));
    }

    [Fact]
    public async Task An_index_is_asked_for_as_cargo_does_unless_a_scenario_says_otherwise()
    {
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsync(context.Request.Headers.Accept.ToString()));
        Assert.Equal("text/plain", (await Registry(server).Index("config.json")).Text);
        Assert.Equal("text/html", (await Registry(server).Index("config.json", ("Accept", "text/html"))).Text);
    }

    [Fact]
    public async Task A_redirect_is_followed_with_its_escapes()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            if (context.Request.Path == "/from")
                context.Response.Redirect("/to/a%20b%2Bc");
            return context.Response.WriteAsync(context.Features.Get<IHttpRequestFeature>()!.RawTarget);
        });
        var answer = await Registry(server).Follow($"{server.Url}from");
        Assert.Equal("/to/a%20b%2Bc", answer.Text);
        Assert.Single(answer.Hops);
    }

    private static string Line(string version) =>
        $$"""{"name":"crate","vers":"{{version}}","deps":[],"cksum":"{{Checksum.Of([]).Text}}","features":{},"yanked":false}""";

    private static Registry Registry(StubServer server) => new(
        new Target { Index = server.Url, Publisher = new User(null, "token-of-the-test") }, new RegistryConfig { Dl = "" },
        Scenarios.Registry.NewHttp(), new Secrets(), TimeProvider.System, _ => { });
}
