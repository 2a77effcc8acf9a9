using System.Net;

namespace Seatrial.Registry.Edge;

/// <summary>Asks the origin for pages; equal requests at one time are one request.</summary>
internal sealed class Origin(PageCache cache, Func<string> url, TimeProvider clock, ServerTls? tls = null) : IDisposable
{
    /// <summary>The largest page, which bounds archives too; index files stay far below.</summary>
    public const int MaxPageBytes = 32 * 1024 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        SslOptions = new() { RemoteCertificateValidationCallback = tls is null ? null : tls.Trusts },
    })
    { Timeout = Patience, MaxResponseContentBufferSize = MaxPageBytes };

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Task<OriginAnswer> Task, long Purges)> _running = new(StringComparer.Ordinal);
    private int _fetches;

    /// <summary>The origin's present answer; a 200 is in the cache afterwards if it may be.</summary>
    /// <param name="known">A page that is no longer fresh, to be confirmed by its ETag.</param>
    public Task<OriginAnswer> Fetch(string pathAndQuery, CachedPage? known)
    {
        var purges = cache.Purges;
        lock (_lock)
        {
            // Not shared: an answer that is there already, which may be old by now; and a fetch that began before a
            // purge, which may bring what the purge was about.
            if (_running.TryGetValue(pathAndQuery, out var running) && running.Purges == purges
                && !running.Task.IsCompleted)
                return running.Task;
            // A fetch that ended between the caller's look at the cache and this one.
            if (cache.Find(pathAndQuery) is { } kept && kept.IsFresh(clock.GetUtcNow()))
                return Task.FromResult(new OriginAnswer(kept, null));
            var task = Ask(pathAndQuery, known, purges);
            _running[pathAndQuery] = (task, purges);
            _fetches++;
            _ = task.ContinueWith(
                done => Forget(pathAndQuery, done), CancellationToken.None, TaskContinuationOptions.None,
                TaskScheduler.Default);
            return task;
        }
    }

    /// <summary>The origin's answer to one client alone; null when there is none.</summary>
    public async Task<PassedOn?> Pass(string pathAndQuery, string authorization, string? ifNoneMatch, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url() + pathAndQuery);
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
            if (!string.IsNullOrEmpty(ifNoneMatch))
                request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
            using var response = await _client.SendAsync(request, cancel);
            return PassedOn.Of(response, await response.Content.ReadAsByteArrayAsync(cancel));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException
            || (failure is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return null;
        }
    }

    public void Dispose() => _client.Dispose();

    private void Forget(string pathAndQuery, Task<OriginAnswer> done)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(pathAndQuery, out var running) && running.Task == done)
                _running.Remove(pathAndQuery);
            // Not the count of what is shared: a fetch that a purge has set apart still runs, and must not be believed.
            if (--_fetches == 0)
                cache.ForgetPurges();
        }
    }

    private async Task<OriginAnswer> Ask(string pathAndQuery, CachedPage? known, long purges)
    {
        // Off the caller's lock at once.
        await Task.Yield();
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url() + pathAndQuery);
            if (known?.ETag is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", known.ETag);
            using var response = await _client.SendAsync(request);
            return await Read(pathAndQuery, known, purges, response);
        }
        catch (Exception failure) when (failure is HttpRequestException or OperationCanceledException or IOException)
        {
            return OriginAnswer.Failed;
        }
    }

    private async Task<OriginAnswer> Read(string pathAndQuery, CachedPage? known, long purges,
        HttpResponseMessage response)
    {
        if (response.StatusCode == HttpStatusCode.NotModified && known is not null)
        {
            var confirmed = known with { StoredAt = clock.GetUtcNow() };
            cache.Store(confirmed, purges);
            return new OriginAnswer(confirmed, null);
        }

        var body = await response.Content.ReadAsByteArrayAsync();
        if (response.StatusCode != HttpStatusCode.OK)
            return new OriginAnswer(null, PassedOn.Of(response, body));
        var control = response.Headers.CacheControl;
        var fresh = CacheRules.Freshness(control);
        var page = new CachedPage(pathAndQuery, body, response.Content.Headers.ContentType?.ToString(),
            response.Headers.ETag?.ToString(), control?.ToString(), Keys(response), clock.GetUtcNow(),
            fresh ?? TimeSpan.Zero, CacheRules.StaleIfError(control));
        if (fresh is not null)
            cache.Store(page, purges);
        return new OriginAnswer(page, null);
    }

    private static string[] Keys(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Surrogate-Key", out var values)
            ? [.. values.SelectMany(value => value.Split(' ', StringSplitOptions.RemoveEmptyEntries))]
            : [];
}

/// <summary>What the origin said: a page, or an answer that is passed on and never kept, or nothing.</summary>
internal sealed record OriginAnswer(CachedPage? Page, PassedOn? Other)
{
    public static OriginAnswer Failed { get; } = new(null, null);

    /// <summary>The origin could not answer: a kept page may stand in (RFC 5861).</summary>
    public bool IsFailure => Page is null && Other is null or { Status: >= 500 };
}

/// <summary>An answer that is passed on as it is: other than 200, or for one client alone.</summary>
internal sealed record PassedOn(
    int Status, byte[] Body, string? ContentType, string? RetryAfter, string? Challenge, string? ETag, string? CacheControl)
{
    public static PassedOn Of(HttpResponseMessage response, byte[] body) => new((int)response.StatusCode, body,
        response.Content.Headers.ContentType?.ToString(), response.Headers.RetryAfter?.ToString(),
        response.Headers.WwwAuthenticate.FirstOrDefault()?.ToString(), response.Headers.ETag?.ToString(),
        response.Headers.CacheControl?.ToString());
}
