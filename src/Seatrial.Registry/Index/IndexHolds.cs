using System.Collections.Concurrent;
using System.Net;

namespace Seatrial.Registry.Index;

/// <summary>
/// A worker's way to the replicas: before it changes an index file, each replica that may have it in memory is told, or can no
/// longer believe in its memory.
/// </summary>
/// <remarks>What several jobs have to say at one time is one request to each replica. docs/decisions/0012.</remarks>
internal sealed class IndexHolds : IDisposable
{
    // A replica answers this in a millisecond. One that does not within this time is as good as gone.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Beyond the lease: two machines' clocks may run at slightly different rates.
    private static readonly TimeSpan Doubt = TimeSpan.FromMilliseconds(200);

    private static readonly HttpMethod Method = new("PURGE");

    private readonly Database _database;
    private readonly IndexCache? _own;
    private readonly string _secret;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { Timeout = Patience };
    private readonly ConcurrentDictionary<string, Task> _evictions = new(StringComparer.Ordinal);
    private readonly Rounds<HoldWord> _rounds;

    /// <param name="database">Knows the replicas.</param>
    /// <param name="own">The memory of this process, where it is the only one; null to ask the database who there is.</param>
    /// <param name="secret">What a replica wants to hear.</param>
    /// <param name="clock">The registry's clock.</param>
    /// <param name="log">Hears of replicas that were not reached.</param>
    public IndexHolds(Database database, IndexCache? own, string secret, TimeProvider clock, ILogger log)
    {
        (_database, _own, _secret, _clock, _log) = (database, own, secret, clock, log);
        _rounds = new Rounds<HoldWord>(HoldWord.MostAtOnce, Tell);
    }

    /// <summary>Returns when no replica answers this path from memory, or will within <see cref="IndexCache.HoldTime"/>.</summary>
    public Task Hold(string path, string token, CancellationToken cancel)
    {
        if (_own is null)
            return _rounds.Join(new HoldWord(true, token, path)).WaitAsync(cancel);
        _own.Hold(path, token);
        return Task.CompletedTask;
    }

    /// <summary>The file and the edge are as they shall be. A release that is lost costs only time.</summary>
    public void Release(string path, string token)
    {
        if (_own is null)
            _ = _rounds.Join(new HoldWord(false, token, path)).ContinueWith(done => _ = done.Exception, TaskScheduler.Default);
        else
            _own.Release(path, token);
    }

    public void Dispose() => _client.Dispose();

    private async Task<Task> Tell(IReadOnlyList<HoldWord> words)
    {
        var replicas = await _database.Query($"SELECT id, url, evicted_at FROM replicas",
            row => (Id: row.GetString(0), Url: row.GetString(1), Evicted: !row.IsDBNull(2)), CancellationToken.None);
        if (replicas.Count == 0)
            return Task.CompletedTask;
        var body = HoldWord.WriteAll(words);
        var reached = await Task.WhenAll(replicas.Select(async one => one.Evicted ? (one.Id, false) : (one.Id, await Tell(one.Id, one.Url, body))));
        return words.Any(word => word.IsHold)
            ? Task.WhenAll(reached.Where(one => !one.Item2).Select(one => _evictions.GetOrAdd(one.Id, Evict)))
            : Task.CompletedTask;
    }

    private async Task<bool> Tell(string id, string url, byte[] body)
    {
        using var request = new HttpRequestMessage(Method, url + "/index/") { Content = new ByteArrayContent(body) };
        request.Headers.TryAddWithoutValidation(Edge.EdgeServer.SecretHeader, _secret);
        request.Headers.TryAddWithoutValidation(IndexFront.ReplicaHeader, id);
        try
        {
            using var answer = await _client.SendAsync(request);
            if (answer.StatusCode == HttpStatusCode.NoContent)
                return true;
            _log.LogWarning("index: {Url} is not the replica that was entered: {Status}", url, (int)answer.StatusCode);
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException or OperationCanceledException)
        {
            _log.LogWarning("index: the replica at {Url} was not reached: {Reason}", url, Outage.Reason(failure));
        }

        return false;
    }

    // The mark first: from its commit on the lease cannot be renewed, so after the time of a lease nobody believes in it.
    private async Task Evict(string id)
    {
        await Task.Yield();
        try
        {
            await _database.Execute(
                $"UPDATE replicas SET evicted_at = {_clock.Milliseconds()} WHERE id = {id} AND evicted_at IS NULL", CancellationToken.None);
            await Task.Delay(IndexLease.Time + Doubt, _clock);
            await _database.Execute($"DELETE FROM replicas WHERE id = {id}", CancellationToken.None);
        }
        finally
        {
            _evictions.TryRemove(id, out _);
        }
    }
}
