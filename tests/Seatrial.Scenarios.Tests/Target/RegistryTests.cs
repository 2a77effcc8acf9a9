using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Seatrial.Cargo;
using Seatrial.Record;

namespace Seatrial.Scenarios.Tests;

/// <summary>The client's side of a registry: redirects and headers as cargo handles them.</summary>
public sealed class RegistryTests
{
    [Fact]
    public async Task A_redirect_is_followed_with_the_same_headers_and_remembered()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            if (context.Request.Path != "/moved/ab/cd/abcd")
                context.Response.Redirect($"/moved{context.Request.Path}");
            return context.Response.WriteAsync(context.Request.Headers.IfNoneMatch.ToString());
        });
        var answer = await Asked(server, registry => registry.Index("ab/cd/abcd", ("If-None-Match", "\"first\"")));
        Assert.Equal(200, answer.Status);
        Assert.Equal("\"first\"", answer.Text);
        Assert.Equal(302, Assert.Single(answer.Hops).Status);
    }

    [Theory]
    [InlineData("file:///etc/hostname")]
    [InlineData("ftp://127.0.0.1/file")]
    [InlineData("http://")]
    public async Task A_redirect_to_anything_but_the_web_is_the_last_answer_and_no_success(string location)
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        var answer = await Asked(server, registry => registry.Download(new CratePackage("some-crate", "1.0.0")));
        Assert.Equal(302, answer.Status);
        Assert.Empty(answer.Hops);
    }

    [Fact]
    public async Task Redirects_without_end_are_given_up_after_as_many_as_cargo_follows()
    {
        await using var server = await StubServer.StartAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });
        var answer = await Asked(server, registry => registry.Index("ab/cd/abcd"));
        Assert.Equal(302, answer.Status);
        Assert.Equal(30, answer.Hops.Count);
    }

    [Fact]
    public async Task A_hostile_token_is_sent_as_it_is()
    {
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsync(context.Request.Headers.Authorization.ToString()));
        var answer = await Asked(server, registry => registry.Publish(ReadOnlyMemory<byte>.Empty, null, ("Authorization", "é日本語")));
        Assert.Equal("é日本語", answer.Text);
    }

    [Theory]
    [InlineData(401, """{"errors":[{"detail":"who are you?"}]}""", true)]
    [InlineData(403, """{"errors":[{"detail":"no"}]}""", true)]
    [InlineData(403, "<p>no", false)]
    [InlineData(400, """{"errors":[{"detail":"no"}]}""", false)]
    [InlineData(200, """{"errors":[{"detail":"no"}]}""", false)]
    [InlineData(500, """{"errors":[{"detail":"no"}]}""", false)]
    public async Task Only_401_and_403_with_the_body_of_errors_turn_a_caller_away(int status, string body, bool denied)
    {
        await using var server = await StubServer.StartAsync(status, "application/json", body);
        var answer = await Asked(server, registry => registry.Yank("some-crate", "1.0.0", null));
        Assert.Equal(denied, new Checks(_ => { }).Denied("it is turned away", answer));
    }

    [Fact]
    public async Task A_version_that_is_listed_twice_is_seen_twice()
    {
        var line = Line("0.1.0");
        await using var server = await StubServer.StartAsync(200, "text/plain", $"{line}\n\n{line}\n{Line("0.2.0")}\n");
        Assert.Equal(["0.1.0", "0.1.0", "0.2.0"], (await Asked(server, registry => registry.Lines("crate"))).Select(one => one.Version.Text));
        Assert.Equal([line, line, Line("0.2.0")], await Asked(server, registry => registry.RawLines("crate")));
    }

    [Fact]
    public async Task A_line_that_cargo_cannot_use_is_seen_raw_alone()
    {
        await using var server = await StubServer.StartAsync(200, "text/plain", "{\"name\":\"crate\"}\n");
        Assert.Empty(await Asked(server, registry => registry.Lines("crate")));
        Assert.Equal(["{\"name\":\"crate\"}"], await Asked(server, registry => registry.RawLines("crate")));
    }

    [Fact]
    public async Task A_page_of_another_status_has_no_lines()
    {
        await using var server = await StubServer.StartAsync(404, "text/plain", Line("0.1.0"));
        Assert.Empty(await Asked(server, registry => registry.Lines("crate")));
        Assert.Empty(await Asked(server, registry => registry.RawLines("crate")));
    }

    [Fact]
    public async Task An_index_is_asked_for_as_cargo_does_unless_a_scenario_says_otherwise()
    {
        await using var server = await StubServer.StartAsync(context => context.Response.WriteAsync(context.Request.Headers.Accept.ToString()));
        Assert.Equal("text/plain", (await Asked(server, registry => registry.Index("config.json"))).Text);
        Assert.Equal("text/html", (await Asked(server, registry => registry.Index("config.json", ("Accept", "text/html")))).Text);
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
        var answer = await Asked(server, registry => registry.Follow($"{server.Url}from"));
        Assert.Equal("/to/a%20b%2Bc", answer.Text);
        Assert.Single(answer.Hops);
    }

    private static string Line(string version) =>
        $$"""{"name":"crate","vers":"{{version}}","deps":[],"cksum":"{{Checksum.Of([]).Text}}","features":{},"yanked":false}""";

    private static async Task<T> Asked<T>(StubServer server, Func<Registry, Task<T>> ask)
    {
        using var http = Registry.NewHttp();
        var target = new Target { Index = server.Url, Publisher = new User(null, "token") };
        var config = new RegistryConfig { Dl = $"{server.Url}dl", Api = server.Url.ToString().TrimEnd('/') };
        return await ask(new Registry(target, config, http, new Secrets(), TimeProvider.System, _ => { }));
    }
}
