using System.Collections.Concurrent;
using System.Diagnostics;
using Seatrial.Cargo;

namespace Seatrial.Bench;

/// <summary>What is measured at the registry itself.</summary>
internal sealed class Measuring(ServedRegistry registry) : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false });

    /// <summary>Publishes so many crates at the rate that comes.</summary>
    /// <returns>How many a second were answered with 200.</returns>
    public async Task<double> PublishAsync(int crates, int clients)
    {
        var requests = new ConcurrentQueue<byte[]>(Enumerable.Range(0, crates).Select(_ => Publisher.Prepare(registry.Front, registry.Token).Request));
        var publishers = await Task.WhenAll(Enumerable.Range(0, clients).Select(_ => Publisher.ConnectAsync(registry.Front)));
        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(publishers.Select(publisher => Task.Run(async () =>
        {
            using (publisher)
                while (requests.TryDequeue(out var request))
                    await publisher.PublishAsync(request);
        })));
        return crates / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    /// <summary>Publishes a crate.</summary>
    /// <returns>The path of its index file, and the milliseconds from the 200 until the CDN shows it.</returns>
    public async Task<(string Path, double Milliseconds)> VisibleAsync()
    {
        var (name, request) = Publisher.Prepare(registry.Front, registry.Token);
        using var publisher = await Publisher.ConnectAsync(registry.Front);
        await publisher.PublishAsync(request);
        var (path, start) = ($"/index/{IndexPath.For(name)}", Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(start) < Bound)
        {
            using var answer = await _http.GetAsync(registry.Front + path);
            if (answer.IsSuccessStatusCode)
                return (path, Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            await Task.Delay(1);
        }

        throw new InvalidOperationException($"{path} was not visible within {Bound.TotalSeconds} s");
    }

    /// <summary>The jobs that wait.</summary>
    public async Task DrainAsync()
    {
        var start = Stopwatch.GetTimestamp();
        while (await registry.SqlAsync("SELECT COUNT(*) FROM jobs WHERE dead_at IS NULL;") != "0")
        {
            if (Stopwatch.GetElapsedTime(start) > Bound)
                throw new InvalidOperationException($"the jobs were not done within {Bound.TotalSeconds} s");
            await Task.Delay(50);
        }
    }

    /// <summary>The bytes and the ETag of a file.</summary>
    public async Task<(byte[] Bytes, string ETag)> FileAsync(string url)
    {
        using var answer = await _http.GetAsync(url);
        return (await answer.EnsureSuccessStatusCode().Content.ReadAsByteArrayAsync(), answer.Headers.ETag!.ToString());
    }

    /// <summary>Milliseconds that one client waits for an answer, by median.</summary>
    public async Task<double> MillisecondsAsync(string url, int times)
    {
        var all = new List<double>();
        for (var time = 0; time < times; time++)
        {
            var start = Stopwatch.GetTimestamp();
            using var answer = await _http.GetAsync(url);
            // A download is answered with a redirect.
            if ((int)answer.StatusCode >= 400)
                throw new InvalidOperationException($"{url} answered {(int)answer.StatusCode}");
            await answer.Content.ReadAsByteArrayAsync();
            all.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }

        return Statistics.Median(all);
    }

    public void Dispose() => _http.Dispose();
}
