using System.Net;
using System.Text;
using System.Text.Json;
using Seatrial.Cargo;

namespace Seatrial.EndToEnd.Tests;

/// <summary>Plain requests to a registry, as cargo would make them; every outage is retried by nobody but the test.</summary>
internal sealed class Traffic : IDisposable
{
    /// <summary>The registry itself gives up after 25 s.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Patience };

    /// <summary>The answer; nothing when the connection broke.</summary>
    public async Task<(HttpStatusCode Status, string Body)?> SendAsync(HttpMethod method, string url, string? token = null, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(method, url);
        if (token is not null)
            request.Headers.TryAddWithoutValidation("Authorization", token);
        if (body is not null)
            request.Content = new ByteArrayContent(body);
        try
        {
            using var answer = await _http.SendAsync(request);
            return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException or TaskCanceledException)
        {
            return null;
        }
    }

    public Task<(HttpStatusCode Status, string Body)?> PublishAsync(string url, string token, string name, string version) =>
        SendAsync(HttpMethod.Put, $"{url}/api/v1/crates/new", token, Frame(name, version));

    /// <summary>The versions that an index shows; nothing when it did not answer with a file.</summary>
    public async Task<IReadOnlyList<IndexLine>?> IndexAsync(string url, string name) =>
        await SendAsync(HttpMethod.Get, $"{url}/index/{IndexPath.For(name)}") is (HttpStatusCode.OK, var text)
            ? [.. IndexFile.Parse(Encoding.UTF8.GetBytes(text)).Lines.Select(line => line.Value)]
            : null;

    /// <summary>A new user's token.</summary>
    public async Task<string> UserAsync(string url, string adminToken, string login)
    {
        var answer = await SendAsync(HttpMethod.Put, $"{url}/api/v1/users", adminToken, Encoding.UTF8.GetBytes($$"""{"login":"{{login}}"}"""));
        using var document = JsonDocument.Parse(answer!.Value.Body);
        return document.RootElement.GetProperty("token").GetString()!;
    }

    public void Dispose() => _http.Dispose();

    /// <summary>Waits until something holds; fails with what to say when it does not come.</summary>
    public static async Task UntilAsync(Func<Task<bool>> holds, TimeSpan limit, Func<string> otherwise)
    {
        using var timed = new CancellationTokenSource(limit);
        while (!await holds())
        {
            if (timed.IsCancellationRequested)
                Assert.Fail(otherwise());
            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    private static byte[] Frame(string name, string version)
    {
        var (crate, number) = (CrateName.Parse(name).Value, CrateVersion.Parse(version).Value);
        var metadata = new PublishMetadata { Name = crate, Version = number, Description = "A crate", License = "MIT" };
        ArchiveEntry[] entries =
        [
            new(Encoding.UTF8.GetBytes("Cargo.toml")) { Content = Encoding.UTF8.GetBytes($"[package]\nname = \"{name}\"\nversion = \"{version}\"\n") },
        ];
        return PublishFrame.Of(metadata, CrateArchive.Build(crate, number, entries)).Write();
    }
}
