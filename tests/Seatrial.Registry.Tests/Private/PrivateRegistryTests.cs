using System.Diagnostics;

namespace Seatrial.Registry.Tests.Private;

/// <summary>A registry in which reading needs a token too.</summary>
public sealed class PrivateRegistryTests
{
    [Theory]
    [InlineData("/index/config.json")]
    [InlineData("/INDEX/config.json")]
    [InlineData("/index/mi/ne/mine")]
    [InlineData("/api/v1/crates?q=mine")]
    [InlineData("/api/v1/crates/mine")]
    [InlineData("/api/v1/crates/mine/owners")]
    [InlineData("/api/v1/crates/mine/1.0.0/download")]
    [InlineData("/crates/mine/mine-1.0.0.crate")]
    [InlineData("/crates/mine/mine-1.0.0.crate?expires=9999999999&signature=00")]
    public async Task Reading_needs_a_token_that_is_made_for_it(string path)
    {
        await using var registry = await Private();
        var alice = await registry.Published("mine", "1.0.0");
        var blind = await Token(registry, alice, """{"name":"x","endpoint_scopes":["publish-new"]}""");
        var reader = await Token(registry, alice, """{"name":"x","endpoint_scopes":["read"]}""");

        var challenged = await registry.Get(path);
        await challenged.Refusal(HttpStatusCode.Unauthorized);
        Assert.Equal($"Cargo login_url=\"{registry.Url}/me\"", challenged.Headers.WwwAuthenticate.ToString());
        await registry.Get(path, "sea_00000000000000000000000000000000").Refusal(HttpStatusCode.Unauthorized);
        await registry.Get(path, blind).Refusal(HttpStatusCode.Forbidden);

        var answer = await registry.Get(path, reader);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, $"{path}: {answer.StatusCode}");
        Assert.True(answer.Headers.CacheControl is { NoStore: true, Private: true } or { NoStore: true, Public: false });
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/me")]
    [InlineData("/health/live")]
    public async Task The_way_to_a_token_stays_open(string path)
    {
        await using var registry = await Private();
        await registry.Get(path).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_edge_keeps_nothing_for_others_and_passes_the_challenge_on()
    {
        await using var registry = await Private();
        var alice = await registry.Published("mine", "1.0.0");
        var edge = registry.Host.Edge.Url;
        const string path = "/index/mi/ne/mine";

        var first = (await registry.Send(HttpMethod.Get, path, alice, @base: edge)).Expect(HttpStatusCode.OK);
        var second = await registry.Send(HttpMethod.Get, path, @base: edge);

        await second.Refusal(HttpStatusCode.Unauthorized);
        Assert.Contains("login_url", second.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
        Assert.True(first.Headers.CacheControl!.NoStore);
        await registry.Send(HttpMethod.Get, path, alice, @base: edge,
            change: request => request.Headers.TryAddWithoutValidation("If-None-Match", first.Headers.ETag!.ToString()))
            .Expect(HttpStatusCode.NotModified);
        Assert.Equal(0, registry.Host.EdgeCache.Bytes);
    }

    [Fact]
    public async Task A_redirect_opens_one_archive_for_a_while_and_tells_no_token()
    {
        await using var registry = await Private();
        var alice = await registry.Published("mine", "1.0.0", "1.0.0-a+b");
        var answer = await registry.Get("/api/v1/crates/mine/1.0.0-a+b/download", alice);
        var location = answer.Expect(HttpStatusCode.Redirect).Headers.Location!.AbsoluteUri;
        Assert.StartsWith(registry.Host.Edge.Url, location, StringComparison.Ordinal);
        Assert.DoesNotContain(alice, location, StringComparison.Ordinal);
        var (path, query) = (location[registry.Host.Edge.Url.Length..location.IndexOf('?', StringComparison.Ordinal)], location[location.IndexOf('?', StringComparison.Ordinal)..]);

        await Edge(path + query).Expect(HttpStatusCode.OK);
        await Edge(path).Expect(HttpStatusCode.Unauthorized);
        await Edge("/crates/mine/mine-1.0.0.crate" + query).Expect(HttpStatusCode.Unauthorized);
        await Edge(path + query.Replace("expires=1", "expires=2", StringComparison.Ordinal)).Expect(HttpStatusCode.Unauthorized);
        await Edge("/index/mi/ne/mine" + query).Expect(HttpStatusCode.Unauthorized);
        Assert.Equal(0, registry.Host.EdgeCache.Bytes);

        Task<HttpResponseMessage> Edge(string url) => registry.Send(HttpMethod.Get, url, @base: registry.Host.Edge.Url);
    }

    [Fact]
    public void A_signature_ends()
    {
        var (privacy, now) = (new Registry.Private.Privacy("shared"), DateTimeOffset.UtcNow);
        var http = new Microsoft.AspNetCore.Http.DefaultHttpContext();
        http.Request.Path = "/crates/a/a-1.0.0.crate";
        http.Request.QueryString = new(privacy.Query("/crates/a/a-1.0.0.crate", now));
        Assert.True(new Registry.Private.Privacy("shared").Opens(http.Request, now.AddMinutes(4)));
        Assert.False(new Registry.Private.Privacy("shared").Opens(http.Request, now.AddMinutes(6)));
        Assert.False(new Registry.Private.Privacy("other").Opens(http.Request, now));
    }

    [Fact]
    public async Task Real_cargo_publishes_adds_and_builds_from_a_cold_home()
    {
        await using var registry = await Private();
        var alice = await registry.User("alice");
        using var author = new Home(registry, alice);
        author.Write("lib/Cargo.toml", "[package]\nname = \"closed\"\nversion = \"1.0.0\"\nedition = \"2021\"\ndescription = \"d\"\nlicense = \"MIT\"\n");
        author.Write("lib/src/lib.rs", "pub fn answer() -> u32 { 42 }\n");
        await author.Cargo("lib", true, "publish", "--registry", "closed", "--allow-dirty");
        await registry.Drain();

        foreach (var (token, works) in new[] { (alice, true), ((string?)null, false), ("sea_00000000000000000000000000000000", false) })
        {
            using var user = new Home(registry, token);
            user.Write("app/Cargo.toml", "[package]\nname = \"app\"\nversion = \"0.1.0\"\nedition = \"2021\"\n");
            user.Write("app/src/main.rs", "fn main() { println!(\"{}\", closed::answer()); }\n");
            var errors = await user.Cargo("app", works, "add", "closed@1.0.0", "--registry", "closed");
            if (works)
                await user.Cargo("app", true, "build");
            else
                Assert.True(errors.Contains("token", StringComparison.Ordinal), errors);
        }
    }

    private static Task<RegistryFixture> Private() => RegistryFixture.Start(change: options => options with { AuthRequired = true });

    private static async Task<string> Token(RegistryFixture registry, string token, string request) =>
        (await registry.Put("/api/v1/me/tokens", token, $$"""{"api_token":{{request}}}""").Document())
            .GetProperty("api_token").GetProperty("token").GetString()!;

    /// <summary>Real cargo with a home of its own.</summary>
    private sealed class Home(RegistryFixture registry, string? token) : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-private-").FullName;

        public void Dispose() => Directory.Delete(_folder, recursive: true);

        public void Write(string path, string text)
        {
            var file = Path.Combine(_folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, text);
        }

        public async Task<string> Cargo(string folder, bool works, params string[] arguments)
        {
            var start = new ProcessStartInfo("cargo", arguments)
            {
                WorkingDirectory = Path.Combine(_folder, folder),
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            start.Environment["CARGO_HOME"] = Path.Combine(_folder, "home");
            start.Environment["CARGO_NET_RETRY"] = "0";
            start.Environment["CARGO_REGISTRY_GLOBAL_CREDENTIAL_PROVIDERS"] = "cargo:token";
            start.Environment["CARGO_REGISTRIES_CLOSED_INDEX"] = registry.Site.Addresses.Index;
            if (token is not null)
                start.Environment["CARGO_REGISTRIES_CLOSED_TOKEN"] = token;
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = await process.StandardError.ReadToEndAsync();
            await output;
            using var timed = new CancellationTokenSource(TimeSpan.FromSeconds(90));
            await process.WaitForExitAsync(timed.Token);
            Assert.True(process.ExitCode == 0 == works, $"cargo {string.Join(' ', arguments)}: {process.ExitCode}: {errors}");
            return errors;
        }
    }
}
