using System.Net.Http.Headers;
using System.Text.Json;
using Seatrial.Registry.Jobs;

namespace Seatrial.Registry.Tests;

/// <summary>
/// A whole embedded registry on free ports and in its own folder; its end asserts that nothing is left.
/// </summary>
internal sealed class RegistryFixture : IAsyncDisposable
{
    /// <summary>Far above what any of this takes; reached only by a bug.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-registry-test-").FullName;

    private PostgreSqlDatabase? _database;
    private Func<RegistryOptions, RegistryOptions> _change = options => options;

    private RegistryFixture()
    {
    }

    public RegistryHost Host { get; private set; } = null!;

    /// <summary>What stands between the registry and its storage.</summary>
    public Gate StorageGate { get; } = new();

    /// <summary>What stands between the registry and the edge, for purges.</summary>
    public Gate PurgeGate { get; } = new();

    /// <summary>What stands between a client and the registry.</summary>
    public Gate ClientGate { get; } = new();

    public HttpClient Client { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false });

    public string Url => Host.Registry.Url;

    public Site Site => Host.Site;

    /// <summary>How to reach its database; null when that is SQLite's file.</summary>
    public string? Database => _database?.ConnectionString;

    public static async Task<RegistryFixture> Start(Wiring? wiring = null, Func<RegistryOptions, RegistryOptions>? change = null)
    {
        var fixture = new RegistryFixture { _database = await PostgreSqlDatabase.Make(), _change = change ?? (options => options) };
        await fixture.StartHost(wiring ?? Wiring.Standard);
        return fixture;
    }

    /// <summary>Stops the registry and starts it again over the same data.</summary>
    public async Task Restart(Wiring? wiring = null)
    {
        await Host.DisposeAsync();
        await StartHost(wiring ?? Wiring.Standard);
    }

    public async ValueTask DisposeAsync()
    {
        var temporary = Path.Combine(Host.Data, "storage", ".incoming");
        await Host.DisposeAsync();
        Assert.Empty(Directory.EnumerateFiles(temporary));
        Assert.False(File.Exists(Path.Combine(Host.Data, "registry.db-wal")), "A database connection was left open.");
        if (_database is not null)
            await _database.DisposeAsync();
        foreach (var gate in new[] { StorageGate, PurgeGate, ClientGate })
            await gate.DisposeAsync();
        Client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task<HttpResponseMessage> Send(
        HttpMethod method, string path, string? token = null, HttpContent? body = null, string? @base = null,
        Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(method, new Uri((@base ?? Url) + path)) { Content = body };
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        change?.Invoke(request);
        return await Client.SendAsync(request, new CancellationTokenSource(Patience).Token);
    }

    public Task<HttpResponseMessage> Get(string path, string? token = null) => Send(HttpMethod.Get, path, token);

    public Task<HttpResponseMessage> Put(string path, string? token, string json) =>
        Send(HttpMethod.Put, path, token, Json(json));

    public Task<HttpResponseMessage> Delete(string path, string? token, string? json = null) =>
        Send(HttpMethod.Delete, path, token, json is null ? null : Json(json));

    public Task<HttpResponseMessage> Publish(string? token, byte[] body, string? @base = null) =>
        Send(HttpMethod.Put, "/api/v1/crates/new", token, new ByteArrayContent(body), @base);

    public Task<HttpResponseMessage> Publish(string? token, string name, string version, string marker = "") =>
        Publish(token, Some.Publish(name, version, marker));

    /// <summary>Creates a user.</summary>
    /// <returns>The user's token.</returns>
    public async Task<string> User(string login)
    {
        var answer = await Put("/api/v1/users", Host.AdminToken, $$"""{"login":"{{login}}"}""");
        return (await answer.Document()).GetProperty("token").GetString()!;
    }

    /// <summary>A user's token, and a crate of that user whose index has been written.</summary>
    public async Task<string> Published(string name, params string[] versions)
    {
        var token = await User("owner-of-" + name);
        foreach (var version in versions)
            await Publish(token, name, version).Expect(HttpStatusCode.OK);
        await Drain();
        return token;
    }

    /// <summary>The index file as the registry serves it; null when there is none.</summary>
    public async Task<IndexFile?> Index(string name, string? @base = null)
    {
        var answer = await Send(HttpMethod.Get, "/index/" + IndexPath.For(name), @base: @base);
        return answer.StatusCode == HttpStatusCode.NotFound
            ? null
            : IndexFile.Parse(await answer.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync());
    }

    /// <summary>Asks for an index file until it is in memory: a replica that has just begun keeps nothing for the time of a hold.</summary>
    public async Task Remembered(string name)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (Site.IndexCache.Find($"/index/{IndexPath.For(name)}") is null)
        {
            await Index(name);
            await Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token);
        }
    }

    /// <summary>Waits until no living job is left.</summary>
    public async Task Drain()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            var signal = Site.JobSignal.Next;
            if (await Site.Database.Number($"SELECT COUNT(*) FROM jobs WHERE dead_at IS NULL", patience.Token) == 0)
                return;
            // Not every change raises the signal; without it, look again soon.
            await Task.WhenAny(signal, Task.Delay(TimeSpan.FromMilliseconds(20), patience.Token));
            patience.Token.ThrowIfCancellationRequested();
        }
    }

    public async Task<JobCounts> Jobs()
    {
        var counts = (await Get("/api/v1/jobs", Host.AdminToken).Document()).GetProperty("counts");
        return new(counts.GetProperty("queued").GetInt64(), counts.GetProperty("running").GetInt64(),
            counts.GetProperty("dead").GetInt64(), 0);
    }

    /// <summary>The actions in the audit log of a crate.</summary>
    public async Task<List<string>> Audit(string crate) =>
        [.. (await Get($"/api/v1/audit?crate={crate}", Host.AdminToken).Document())
            .GetProperty("audit").EnumerateArray().Select(row => row.GetProperty("action").GetString()!)];

    /// <summary>Objects in the storage below a prefix.</summary>
    public List<string> Objects(string prefix) =>
        [.. Host.Files.List(Host.Bucket, prefix).Select(one => one.Key)];

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private async Task StartHost(Wiring wiring)
    {
        var options = new RegistryOptions
        {
            Data = _folder,
            Database = _database?.ConnectionString,
            LogLevel = Microsoft.Extensions.Logging.LogLevel.None,
            Routes = new RouteOptions(Storage: StorageGate.Url, Purge: PurgeGate.Url),
        };
        Host = await RegistryHost.Start(_change(options), wiring);
        StorageGate.Target = new Uri(Host.Storage.Url);
        PurgeGate.Target = new Uri(Host.Edge.Url);
        ClientGate.Target = new Uri(Host.Registry.Url);
    }
}

/// <summary>What tests do with answers.</summary>
internal static class Answers
{
    public static async Task<HttpResponseMessage> Expect(this Task<HttpResponseMessage> answer,
        HttpStatusCode status) =>
        (await answer).Expect(status);

    public static async Task<JsonElement> Document(this Task<HttpResponseMessage> answer) =>
        await (await answer).Document();

    public static async Task<string> Text(this Task<HttpResponseMessage> answer) =>
        await (await answer).Expect(HttpStatusCode.OK).Content.ReadAsStringAsync();

    public static async Task<string> Refusal(this Task<HttpResponseMessage> answer, HttpStatusCode status) =>
        await (await answer).Refusal(status);

    public static HttpResponseMessage Expect(this HttpResponseMessage answer, HttpStatusCode status)
    {
        if (answer.StatusCode != status)
            Assert.Fail($"{answer.RequestMessage!.Method} {answer.RequestMessage.RequestUri}: "
                + $"expected {(int)status}, got {(int)answer.StatusCode}: {answer.Content.ReadAsStringAsync().Result}");
        return answer;
    }

    public static async Task<JsonElement> Document(this HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync()).RootElement;

    /// <summary>The detail of a refusal, which must have the errors body that cargo understands (API-GEN-02).</summary>
    public static async Task<string> Refusal(this HttpResponseMessage answer, HttpStatusCode status)
    {
        var bytes = await answer.Expect(status).Content.ReadAsByteArrayAsync();
        Assert.Null(ApiBody.CheckError(bytes));
        Assert.True(answer.Headers.CacheControl!.NoStore);
        if (status == HttpStatusCode.ServiceUnavailable)
            Assert.NotNull(answer.Headers.RetryAfter);
        return JsonDocument.Parse(bytes).RootElement.GetProperty("errors")[0].GetProperty("detail").GetString()!;
    }
}
