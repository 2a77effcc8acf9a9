using System.Collections.Concurrent;
using System.Diagnostics;
using Seatrial.Cargo;
using Seatrial.Scenarios;

namespace Seatrial.Bench;

/// <summary>Publishes small crates and watches them appear.</summary>
internal sealed class RegistryClient(ServedRegistry registry) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, MaxConnectionsPerServer = 64 });
    private int _names;

    /// <summary>Publishes so many crates, to have some.</summary>
    public async Task PublishAsync(int crates, int clients) =>
        await Parallel.ForAsync(0, crates, new ParallelOptions { MaxDegreeOfParallelism = clients }, async (_, _) => await PublishOneAsync());

    /// <summary>The path and the ETag of an index file, as the replica gives it.</summary>
    public async Task<(string Path, string ETag)> IndexFileAsync()
    {
        var path = $"/index/{IndexPath.For(await PublishOneAsync())}";
        await VisibleAsync(path);
        using var answer = await _http.GetAsync(registry.Replica + path);
        return (path, answer.EnsureSuccessStatusCode().Headers.ETag!.ToString());
    }

    public Task<byte[]> BytesAsync(string path) => _http.GetByteArrayAsync(registry.Replica + path);

    /// <summary>How many publishes a second are answered with 200.</summary>
    public async Task<(double PerSecond, int Published)> MeasurePublishAsync(int clients, TimeSpan time)
    {
        var (published, start) = (0, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, clients).Select(async _ =>
        {
            while (Stopwatch.GetElapsedTime(start) < time)
            {
                await PublishOneAsync();
                Interlocked.Increment(ref published);
            }
        }));
        return (published / Stopwatch.GetElapsedTime(start).TotalSeconds, published);
    }

    /// <summary>Milliseconds from the 200 of a publish until the CDN shows the version.</summary>
    public async Task<List<double>> MeasureVisibilityAsync(int crates)
    {
        var lags = new ConcurrentBag<double>();
        for (var crate = 0; crate < crates; crate++)
        {
            var path = $"/index/{IndexPath.For(await PublishOneAsync())}";
            lags.Add(await VisibleAsync(path));
        }

        return [.. lags];
    }

    public void Dispose() => _http.Dispose();

    private async Task<double> VisibleAsync(string path)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            using var answer = await _http.GetAsync(registry.Front + path);
            if (answer.IsSuccessStatusCode)
                return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            await Task.Delay(2);
        }
    }

    private async Task<string> PublishOneAsync()
    {
        var package = new CratePackage($"bench-{Interlocked.Increment(ref _names):x}", "1.0.0");
        using var request = new HttpRequestMessage(HttpMethod.Put, registry.Front + "/api/v1/crates/new") { Content = new ByteArrayContent(package.Frame()) };
        request.Headers.TryAddWithoutValidation("Authorization", registry.Token);
        using var answer = await _http.SendAsync(request);
        if (!answer.IsSuccessStatusCode)
            throw new InvalidOperationException($"publish answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
        return package.Name;
    }
}
