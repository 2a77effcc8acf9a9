using System.Collections.Concurrent;
using System.Net;

namespace Seatrial.EndToEnd.Tests;

/// <summary>A small mixed load through Varnish: publishes, index reads and downloads, until it is ended.</summary>
internal sealed class Workload : IAsyncDisposable
{
    private const int Publishers = 3;
    private const string Settled = "settled";

    // A load that leaves the machine room to restart things.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly Traffic _traffic;
    private readonly string _url;
    private readonly string _token;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentQueue<(string Kind, HttpStatusCode? Status, string Body)> _answers = new();
    private readonly Task _running;

    private Workload(Traffic traffic, string url, string token, string prefix)
    {
        (_traffic, _url, _token) = (traffic, url, token);
        _running = Task.WhenAll([.. Enumerable.Range(0, Publishers).Select(number => PublishAsync($"{prefix}{number}")),
            Repeat("index", () => traffic.SendAsync(HttpMethod.Get, $"{url}/index/{Cargo.IndexPath.For(Settled)}")),
            Repeat("download", () => traffic.SendAsync(HttpMethod.Get, $"{url}/api/v1/crates/{Settled}/1.0.0/download")),
            Repeat("archive", () => traffic.SendAsync(HttpMethod.Get, $"{url}/crates/{Settled}/{Settled}-1.0.0.crate"))]);
    }

    /// <summary>The versions whose publish was answered with 200.</summary>
    public ConcurrentBag<(string Crate, string Version)> Acknowledged { get; } = [];

    /// <summary>Every answer since the last look, by what was asked; no status when the connection broke.</summary>
    public IReadOnlyList<(string Kind, HttpStatusCode? Status, string Body)> Answers()
    {
        var answers = new List<(string, HttpStatusCode?, string)>();
        while (_answers.TryDequeue(out var answer))
            answers.Add(answer);
        return answers;
    }

    /// <summary>Publishes a crate that is read all the time, and starts.</summary>
    public static async Task<Workload> StartAsync(Traffic traffic, string url, string token, string prefix)
    {
        var answer = await traffic.PublishAsync(url, token, Settled, "1.0.0");
        Assert.True(answer is (HttpStatusCode.OK or HttpStatusCode.Conflict, _), $"{answer}");
        await Traffic.UntilAsync(async () => await traffic.IndexAsync(url, Settled) is [_], TimeSpan.FromSeconds(20), () => "The first crate is not in the index.");
        return new Workload(traffic, url, token, prefix);
    }

    /// <summary>Ends the load and waits for its last answers.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_end.IsCancellationRequested)
            await _end.CancelAsync();
        await _running;
    }

    private Task PublishAsync(string crate)
    {
        var number = 0;
        return Repeat("publish", async () =>
        {
            var version = $"0.0.{number++}";
            var answer = await _traffic.PublishAsync(_url, _token, crate, version);
            if (answer is (HttpStatusCode.OK, _))
                Acknowledged.Add((crate, version));
            return answer;
        });
    }

    private async Task Repeat(string kind, Func<Task<(HttpStatusCode Status, string Body)?>> ask)
    {
        while (!_end.IsCancellationRequested)
        {
            var answer = await ask();
            _answers.Enqueue((kind, answer?.Status, answer?.Body ?? ""));
            await Task.Delay(Pause);
        }
    }
}
