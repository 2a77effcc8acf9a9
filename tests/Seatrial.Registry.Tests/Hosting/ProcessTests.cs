using System.Diagnostics;
using System.Text.Json;

namespace Seatrial.Registry.Tests.Hosting;

/// <summary>The registry as the process that it is in the end.</summary>
public sealed class ProcessTests
{
    private static readonly string Executable = Path.Combine(AppContext.BaseDirectory, "seatrial-registry");

    [Fact]
    public async Task It_says_where_it_is_and_ends_with_its_parents_pipe_leaving_nothing()
    {
        using var process = Start("--exit-with-stdin");
        var ready = await Ready(process);
        using var client = new HttpClient();
        foreach (var name in new[] { "registry", "edge", "storage" })
            Assert.StartsWith("http://127.0.0.1:", ready.GetProperty(name).GetString(), StringComparison.Ordinal);
        Assert.Equal($"sparse+{ready.GetProperty("edge")}/index/", ready.GetProperty("index").GetString());
        Assert.Equal(process.Id, ready.GetProperty("pid").GetInt32());
        await client.GetAsync(new Uri(ready.GetProperty("registry").GetString() + "/health/ready"))
            .Expect(HttpStatusCode.OK);
        Assert.True(Directory.Exists(ready.GetProperty("data").GetString()));

        process.StandardInput.Close();

        Assert.Equal(0, await Ended(process));
        Assert.False(Directory.Exists(ready.GetProperty("data").GetString()));
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
    }

    [Fact]
    public async Task A_terminated_process_writes_its_counters_first()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-process-test-").FullName;
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using (var first = Start("--data", folder))
        {
            var ready = await Ready(first);
            var token = await User(client, ready);
            await Send(client, ready, HttpMethod.Put, "/api/v1/crates/new", token,
                new ByteArrayContent(Some.Publish("counted", "1.0.0")), HttpStatusCode.OK);
            await Send(client, ready, HttpMethod.Get, "/api/v1/crates/counted/1.0.0/download", null, null,
                HttpStatusCode.Found);
            using var kill = Process.Start("kill", ["-TERM", first.Id.ToString(null as IFormatProvider)]);
            Assert.Equal(0, await Ended(first));
        }

        using (var second = Start("--data", folder, "--exit-with-stdin"))
        {
            var answer = await Send(client, await Ready(second), HttpMethod.Get, "/api/v1/crates/counted", null, null,
                HttpStatusCode.OK);
            Assert.Equal(1, (await answer.Document()).GetProperty("crate").GetProperty("downloads").GetInt32());
            second.StandardInput.Close();
            Assert.Equal(0, await Ended(second));
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_killed_process_keeps_what_it_has_confirmed_and_its_jobs_are_done_by_the_next()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-process-test-").FullName;
        using var client = new HttpClient();
        using (var first = Start("--data", folder))
        {
            var ready = await Ready(first);
            var token = await User(client, ready);
            await Send(client, ready, HttpMethod.Put, "/api/v1/crates/new", token,
                new ByteArrayContent(Some.Publish("durable", "1.0.0")), HttpStatusCode.OK);
            first.Kill();
            await Ended(first);
        }

        using (var second = Start("--data", folder, "--exit-with-stdin"))
        {
            var ready = await Ready(second);
            var index = new Uri(ready.GetProperty("edge").GetString() + "/index/du/ra/durable");
            using var patience = new CancellationTokenSource(RegistryFixture.Patience);
            while ((await client.GetAsync(index, patience.Token)).StatusCode != HttpStatusCode.OK)
                await Task.Yield();
            second.StandardInput.Close();
            Assert.Equal(0, await Ended(second));
        }

        Directory.Delete(folder, recursive: true);
    }

    // At the level debug the web server itself logs broken connections with their stacks; secrets it does not log either.
    [Theory]
    [InlineData("debug", "Data Source=")]
    [InlineData("information", "   at ")]
    public async Task The_log_holds_failures_without_secrets_or_stacks(string level, string unwanted)
    {
        const string Admin = "sea_administrator-token-of-this-test";
        using var process = Start(info => info.Environment["SEATRIAL_ADMIN_TOKEN"] = Admin,
            "--exit-with-stdin", "--log-level", level, "--storage-url", "http://127.0.0.1:1");
        var log = process.StandardError.ReadToEndAsync();
        var ready = await Ready(process);
        Assert.Equal(Admin, ready.GetProperty("adminToken").GetString());
        using var client = new HttpClient();
        var token = await User(client, ready);
        var answer = await Send(client, ready, HttpMethod.Put, "/api/v1/crates/new", token,
            new ByteArrayContent(Some.Publish("lost", "1.0.0")), HttpStatusCode.ServiceUnavailable);
        process.StandardInput.Close();
        Assert.Equal(0, await Ended(process));

        var text = await log;
        var line = text.Split('\n').First(one => one.Contains("publish/write-blob: the storage", StringComparison.Ordinal));
        Assert.Contains($"\"RequestId\":\"{answer.Headers.GetValues("X-Request-Id").Single()}\"", line, StringComparison.Ordinal);
        foreach (var secret in new[] { Admin, token, ready.GetProperty("storageSecret").GetString()!, unwanted })
            Assert.DoesNotContain(secret, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--port", "seventy")]
    [InlineData("--unknown", "x")]
    [InlineData("--data")]
    [InlineData("--storage-url", "ftp://x")]
    [InlineData("--listen", "localhost")]
    public async Task Wrong_usage_ends_with_2_and_nothing_on_standard_output(params string[] arguments)
    {
        using var process = Start(arguments);
        Assert.Equal(2, await Ended(process));
        Assert.Equal("", await process.StandardOutput.ReadToEndAsync());
        Assert.Contains("usage:", await process.StandardError.ReadToEndAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_that_is_taken_ends_with_3_and_one_sentence()
    {
        using var gate = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        gate.Start();
        using var process = Start("--port", ((IPEndPoint)gate.LocalEndpoint).Port.ToString(null as IFormatProvider));
        Assert.Equal(3, await Ended(process));
        var error = await process.StandardError.ReadToEndAsync();
        Assert.Contains("the registry cannot start", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    private static Process Start(params string[] arguments) => Start(_ => { }, arguments);

    private static Process Start(Action<ProcessStartInfo> change, params string[] arguments)
    {
        var info = new ProcessStartInfo(Executable, ["serve", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        change(info);
        return Process.Start(info)!;
    }

    private static async Task<JsonElement> Ready(Process process)
    {
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        var line = await process.StandardOutput.ReadLineAsync(patience.Token);
        return JsonDocument.Parse(line!).RootElement;
    }

    private static async Task<int> Ended(Process process)
    {
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        await process.WaitForExitAsync(patience.Token);
        return process.ExitCode;
    }

    private static async Task<string> User(HttpClient client, JsonElement ready)
    {
        var answer = await Send(client, ready, HttpMethod.Put, "/api/v1/users",
            ready.GetProperty("adminToken").GetString(),
            new StringContent("""{"login":"alice"}"""), HttpStatusCode.OK);
        return (await answer.Document()).GetProperty("token").GetString()!;
    }

    private static async Task<HttpResponseMessage> Send(
        HttpClient client, JsonElement ready, HttpMethod method, string path, string? token, HttpContent? body,
        HttpStatusCode status)
    {
        var url = new Uri(ready.GetProperty("registry").GetString() + path);
        using var request = new HttpRequestMessage(method, url) { Content = body };
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        return await client.SendAsync(request).Expect(status);
    }
}
