using System.Net;
using System.Text.RegularExpressions;
using CliWrap;
using CliWrap.Buffered;

namespace Seatrial.EndToEnd.Tests.Tls;

/// <summary>The registry and its edge over https: with real cargo over HTTP/2, with the catalogue, and who is refused.</summary>
public sealed partial class TlsTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly TestAuthority _authority = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("seatrial-tls-test-");

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Real_cargo_publishes_downloads_builds_and_yanks_over_HTTP_2()
    {
        await using var registry = await RegistryProcess.StartAsync(_authority.Options);
        Assert.StartsWith("https://127.0.0.1:", registry.Url, StringComparison.Ordinal);
        Assert.StartsWith("sparse+https://127.0.0.1:", registry.Index, StringComparison.Ordinal);
        foreach (var name in new[] { "first-lib", "second-lib" })
            Succeeded(await Cargo(registry, _authority.Root, Package(name), "publish", "--registry", "trial", "--no-verify", "--allow-dirty"));
        var program = Package("program", """
            [dependencies]
            first-lib = { version = "1", registry = "trial" }
            second-lib = { version = "1", registry = "trial" }
            """, "fn main() { println!(\"{}\", first_lib::answer() + second_lib::answer()); }\n");

        var ran = Succeeded(await Cargo(registry, _authority.Root, program, "run"));
        Assert.Equal("84", ran.StandardOutput.Trim());
        Succeeded(await Cargo(registry, _authority.Root, _folder.FullName, "yank", "--registry", "trial", "first-lib@1.0.0"));
        Succeeded(await Cargo(registry, _authority.Root, _folder.FullName, "search", "--registry", "trial", "first"));

        // The registry's own word for what cargo spoke to it: publish, download and yank, and nothing else but what we ask below.
        using var client = _authority.Client(HttpVersion.Version20);
        var page = await client.GetStringAsync(new Uri($"{registry.Url}/metrics"));
        foreach (var (route, count) in new[] { ("/api/v1/crates/new", 2), ("/api/v1/crates/{crate}/{version}/yank", 1), ("/api/v1/crates/{crate}/{version}/download", 2) })
            Assert.Equal((route, "2", count), Requests(page, route));
        // And cargo's word for what the edge spoke, from where index and archives come.
        var edge = new Uri(registry.Index["sparse+".Length..]).GetLeftPart(UriPartial.Authority);
        Assert.Contains("ALPN: server accepted h2", ran.StandardError, StringComparison.Ordinal);
        Assert.Matches($"OPENED stream for {Regex.Escape(edge)}/index/", ran.StandardError);
        Assert.Matches($"OPENED stream for {Regex.Escape(edge)}/crates/", ran.StandardError);
        using var answer = await client.GetAsync(new Uri($"{edge}/index/config.json"));
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version20), (answer.StatusCode, answer.Version));
    }

    [Fact]
    public async Task Who_speaks_HTTP_1_1_is_served_too()
    {
        await using var registry = await RegistryProcess.StartAsync(_authority.Options);
        using var client = _authority.Client(HttpVersion.Version11);
        using var answer = await client.GetAsync(new Uri($"{registry.Url}/health/ready"));
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version11), (answer.StatusCode, answer.Version));
    }

    [Fact]
    public async Task Without_a_certificate_it_stays_http_1_1()
    {
        await using var registry = await RegistryProcess.StartAsync();
        Assert.StartsWith("http://", registry.Url, StringComparison.Ordinal);
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri($"{registry.Url}/health/ready"));
        Assert.Equal((HttpStatusCode.OK, HttpVersion.Version11), (answer.StatusCode, answer.Version));
        using var second = new HttpClient { DefaultRequestVersion = HttpVersion.Version20, DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact };
        await Assert.ThrowsAsync<HttpRequestException>(() => second.GetAsync(new Uri($"{registry.Url}/health/ready")));
    }

    [Fact]
    public async Task Plain_http_another_authority_and_old_versions_of_TLS_are_refused()
    {
        using var other = new TestAuthority();
        await using var registry = await RegistryProcess.StartAsync(_authority.Options);
        using var plain = new HttpClient();
        foreach (var url in new[] { registry.Url, new Uri(registry.Index["sparse+".Length..]).GetLeftPart(UriPartial.Authority) })
        {
            await Assert.ThrowsAsync<HttpRequestException>(() => plain.GetAsync(new Uri(url.Replace("https:", "http:", StringComparison.Ordinal) + "/health/live")));
            var address = new Uri(url).Authority;
            // The server's word, not the client's: an alert that says which versions it would take.
            Assert.Contains("alert protocol version", await OpenSsl(address, "-tls1_1"), StringComparison.Ordinal);
            Assert.Contains("Protocol  : TLSv1.2", await OpenSsl(address, "-tls1_2"), StringComparison.Ordinal);
            Assert.Contains("New, TLSv1.3", await OpenSsl(address, "-tls1_3"), StringComparison.Ordinal);
        }

        var refused = await Cargo(registry, other.Root, Package("distrusted"), "publish", "--registry", "trial", "--no-verify", "--allow-dirty");
        Assert.NotEqual(0, refused.ExitCode);
        Assert.True(refused.StandardError.Contains("certificate", StringComparison.Ordinal), refused.StandardError);
        using var stranger = other.Client(HttpVersion.Version20);
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri($"{registry.Url}/health/live")));
    }

    [Fact]
    public async Task The_catalogue_holds_over_https_with_the_authority_of_a_file_and_of_a_target_file()
    {
        await using var registry = await RegistryProcess.StartAsync(_authority.Options);
        using var tool = new Tool();
        var run = await tool.RunAsync("--registry", registry.Index, "--token", registry.AdminToken, "--ca-file", _authority.Root);
        Assert.True(run.ExitCode == 0, run.StandardOutput + run.StandardError);
        Assert.All(tool.Verdicts(), verdict => Assert.Equal("Pass", verdict.Value));

        var target = Path.Combine(_folder.FullName, "registry.toml");
        File.Copy(_authority.Root, Path.Combine(_folder.FullName, "authority.pem"));
        await File.WriteAllTextAsync(target, $"""
            [registry]
            index = "{registry.Index}"
            ca-file = "authority.pem"
            [publisher]
            token = "{registry.AdminToken}"
            """);
        var again = await tool.RunAsync("publish/with-cargo", "publish/new-crate", "--target", target);
        Assert.True(again.ExitCode == 0, again.StandardOutput + again.StandardError);
    }

    [Fact]
    public async Task Without_the_authority_the_registry_cannot_be_tested_and_the_reason_is_told()
    {
        await using var registry = await RegistryProcess.StartAsync(_authority.Options);
        using var tool = new Tool();
        var run = await tool.RunAsync("--registry", registry.Index, "--token", registry.AdminToken);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("certificate", run.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_command_line_serves_https()
    {
        using var ended = new CancellationTokenSource();
        var ready = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        // A shell that runs the tests in the background has them ignore SIGINT, and so all that they start.
        var serving = CliWrap.Cli.Wrap("env").WithArguments(["--default-signal=INT", Path.Combine(Build.Output("Seatrial.Cli"), "seatrial"), "serve", "--json", .. _authority.Options])
            .WithStandardOutputPipe(PipeTarget.ToDelegate(line => ready.TrySetResult(line))).WithValidation(CommandResultValidation.None)
            .ExecuteAsync(CancellationToken.None, ended.Token).Task;
        var line = await ready.Task.WaitAsync(Limit);
        Assert.Contains("https://127.0.0.1:", line, StringComparison.Ordinal);
        await ended.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => serving.WaitAsync(Limit));
    }

    [Theory]
    [InlineData("--tls-key", "key.pem", "belong together")]
    [InlineData("--tls-certificate no.pem --tls-key no.pem", "", "there is no file no.pem")]
    [InlineData("--topology full --tls-certificate no.pem --tls-key no.pem", "", "Varnish")]
    public async Task A_misuse_of_the_options_is_named(string options, string file, string words)
    {
        var run = await Tool.CommandAsync(["serve", .. options.Split(' '), .. file.Length > 0 ? new[] { file } : []]);
        Assert.Equal(2, run.ExitCode);
        Assert.Contains(words, run.StandardError, StringComparison.Ordinal);
    }

    private static BufferedCommandResult Succeeded(BufferedCommandResult ran)
    {
        Assert.True(ran.ExitCode == 0, ran.StandardOutput + ran.StandardError);
        return ran;
    }

    private string Package(string name, string manifest = "", string? main = null)
    {
        var folder = _folder.CreateSubdirectory($"{name}/src").Parent!.FullName;
        File.WriteAllText(Path.Combine(folder, "Cargo.toml"), $"""
            [package]
            name = "{name}"
            version = "1.0.0"
            edition = "2021"
            description = "A crate over https."
            license = "MIT"
            {manifest}
            """);
        File.WriteAllText(Path.Combine(folder, main is null ? "src/lib.rs" : "src/main.rs"), main ?? "pub fn answer() -> u32 { 42 }\n");
        return folder;
    }

    private async Task<BufferedCommandResult> Cargo(RegistryProcess registry, string authority, string folder, params string[] arguments)
    {
        using var timed = new CancellationTokenSource(Limit);
        return await CliWrap.Cli.Wrap("cargo").WithArguments(arguments).WithWorkingDirectory(folder)
            .WithEnvironmentVariables(new Dictionary<string, string?>
            {
                ["CARGO_HOME"] = Path.Combine(_folder.FullName, "home"),
                ["CARGO_REGISTRIES_TRIAL_INDEX"] = registry.Index,
                ["CARGO_REGISTRIES_TRIAL_TOKEN"] = registry.AdminToken,
                ["CARGO_HTTP_CAINFO"] = authority,
                ["CARGO_HTTP_MULTIPLEXING"] = "true",
                ["CARGO_HTTP_DEBUG"] = "true",
                ["CARGO_LOG"] = "network=debug",
                ["CARGO_NET_RETRY"] = "0",
            })
            .WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(timed.Token);
    }

    private static async Task<string> OpenSsl(string address, string version)
    {
        using var timed = new CancellationTokenSource(Limit);
        // The client's own list of ciphers must not stand in the way of the version.
        var ran = await CliWrap.Cli.Wrap("openssl").WithArguments(["s_client", "-connect", address, version, "-cipher", "DEFAULT@SECLEVEL=0"])
            .WithStandardInputPipe(PipeSource.FromString("")).WithValidation(CommandResultValidation.None).ExecuteBufferedAsync(timed.Token);
        return ran.StandardOutput + ran.StandardError;
    }

    // All requests to a route must have come over one version.
    private static (string Route, string Versions, int Count) Requests(string page, string route)
    {
        var series = SeriesPattern().Matches(page)
            .Where(one => one.Groups["labels"].Value.Contains($"http_route=\"{route}\"", StringComparison.Ordinal)).ToList();
        return (route, string.Join(',', series.Select(one => VersionPattern().Match(one.Groups["labels"].Value).Groups[1].Value).Distinct()),
            series.Sum(one => int.Parse(one.Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture)));
    }

    [GeneratedRegex(@"^http_server_request_duration_seconds_count\{(?<labels>.*)\} (?<count>\d+)$", RegexOptions.Multiline)]
    private static partial Regex SeriesPattern();

    [GeneratedRegex("network_protocol_version=\"([^\"]*)\"")]
    private static partial Regex VersionPattern();
}
