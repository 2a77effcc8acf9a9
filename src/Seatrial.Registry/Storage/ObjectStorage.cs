using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Seatrial.Registry.Monitoring;
using Seatrial.Registry.S3;

namespace Seatrial.Registry.Storage;

/// <summary>The registry's way to its object storage: the S3 API over HTTP.</summary>
/// <remarks>Every method throws <see cref="DependencyException"/> when the storage cannot answer.</remarks>
internal sealed class ObjectStorage : IDisposable
{
    // Far above what a healthy storage needs for 10 MiB, and low enough that three of them fit into cargo's 30 s
    // (API-GEN-14).
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    // An index file of this size would list some 100 000 versions.
    private const long MaxBytes = 64L * 1024 * 1024;

    private readonly StorageAccess _access;
    private readonly S3Client _client;
    private readonly Measures? _measures;
    private volatile bool _bareTags;

    /// <param name="access">Where the storage is.</param>
    /// <param name="measures">What hears of each call; null for nobody.</param>
    public ObjectStorage(StorageAccess access, Measures? measures = null)
    {
        _access = access;
        _measures = measures;
        // Who retries is decided above: a job has its backoff, a client its 503. Hidden retries only multiply a fault.
        _client = new S3Client(access, Patience);
    }

    /// <summary>Stores an object whatever was there: for keys that name their content.</summary>
    public Task Put(string key, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancel) => Call(async () =>
        await _client.Put(key, bytes, contentType, null, cancel) is { } refusal ? throw refusal.Failure() : true, cancel);

    /// <summary>Replaces an object only if it is still what was seen.</summary>
    /// <param name="seen">The ETag that was read, or null when there was none.</param>
    /// <returns>False when somebody else has written meanwhile.</returns>
    public Task<bool> Replace(string key, ReadOnlyMemory<byte> bytes, string contentType, string? seen,
        CancellationToken cancel) => Call(async () =>
    {
        if (seen is null)
            return await Write(key, bytes, contentType, ("If-None-Match", "*"), cancel);
        if (await Write(key, bytes, contentType, ("If-Match", _bareTags ? seen.Trim('"') : seen), cancel))
            return true;
        // What is there is what was seen, and still it does not match: Ceph (16.2) compares a PUT's tag without quotes.
        if (_bareTags || await TagOf(key, cancel) != seen)
            return false;
        _bareTags = true;
        return await Write(key, bytes, contentType, ("If-Match", seen.Trim('"')), cancel);
    }, cancel);

    /// <summary>A small object; null when there is none.</summary>
    public Task<StoredObject?> Get(string key, CancellationToken cancel) => Call(async () =>
    {
        using var answer = await Find(key, cancel);
        if (answer is null)
            return null;
        if (answer.Content.Headers.ContentLength is not (>= 0 and <= MaxBytes and var size))
            throw new InvalidDataException($"{key} has {answer.Content.Headers.ContentLength} bytes.");
        var bytes = new byte[size];
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(Patience);
        await body.ReadExactlyAsync(bytes, limit.Token);
        return new StoredObject(bytes, answer.Headers.ETag?.ToString() ?? throw new InvalidDataException($"{key} has no ETag."));
    }, cancel);

    /// <summary>An object as a stream; null when there is none.</summary>
    public Task<StoredStream?> Open(string key, CancellationToken cancel) => Call(async () =>
        await Find(key, cancel) is { } answer
            ? new StoredStream(await answer.Content.ReadAsStreamAsync(cancel), answer.Content.Headers.ContentLength
                ?? throw new InvalidDataException($"{key} has no length."))
            : null, cancel);

    /// <summary>All objects below a prefix, in the order of their keys, with their sizes in bytes.</summary>
    public async IAsyncEnumerable<(string Key, long Size)> List(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        const int most = 1000;
        string? next = null;
        do
        {
            var (objects, after) = await Call(async () => await _client.List(prefix, most, next, cancel), cancel);
            foreach (var one in objects)
                yield return one;
            next = after;
        }
        while (next is not null);
    }

    /// <summary>Asks for the bucket, to know whether the storage answers.</summary>
    public Task Touch(CancellationToken cancel) => Call(async () => await _client.List("health/", 1, null, cancel), cancel);

    /// <summary>Finds out whether the bucket is there and lets us in. A storage that does not answer at all may do so later: it passes.</summary>
    /// <exception cref="DependencyException">The storage says no, and will go on saying so until somebody changes something.</exception>
    public async Task Check(CancellationToken cancel)
    {
        try
        {
            var refusal = await Call(async () => await Refusal("health/bucket", cancel), cancel);
            // Only S3 has codes: anything else comes from what stands between.
            if (refusal is { Code: not null, Status: < HttpStatusCode.InternalServerError } && !IsMissing(refusal))
                throw new DependencyException(Outage.Storage,
                    $"the storage {_access.Url} gives no access to the bucket `{_access.Bucket}`: create it, or correct the settings of the storage", refusal.Failure());
        }
        catch (DependencyException failure) when (failure.InnerException is not HttpRequestException { StatusCode: not null })
        {
            // Readiness tells.
        }
    }

    public void Dispose() => _client.Dispose();

    // A missing bucket is a 404 too, and means that the storage is not what it should be, not that a crate is absent.
    private async Task<HttpResponseMessage?> Find(string key, CancellationToken cancel)
    {
        var (answer, refusal) = await _client.Get(key, cancel);
        return refusal is null || IsMissing(refusal) ? answer : throw refusal.Failure();
    }

    private async Task<bool> Write(string key, ReadOnlyMemory<byte> bytes, string contentType, (string, string) condition, CancellationToken cancel)
    {
        var refusal = await _client.Put(key, bytes, contentType, condition, cancel);
        return refusal is null || (Conflicts(refusal) ? false : throw refusal.Failure());
    }

    private async Task<string?> TagOf(string key, CancellationToken cancel)
    {
        using var answer = await Find(key, cancel);
        return answer?.Headers.ETag?.ToString();
    }

    private async Task<S3Refusal?> Refusal(string key, CancellationToken cancel)
    {
        var (answer, refusal) = await _client.Get(key, cancel);
        answer?.Dispose();
        return refusal;
    }

    private static bool IsMissing(S3Refusal refusal) => refusal.Code == "NoSuchKey";

    // 409 is what AWS answers when two conditional writes meet; NoSuchKey when If-Match finds nothing.
    private static bool Conflicts(S3Refusal refusal) =>
        refusal.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict || IsMissing(refusal);

    // Whatever is thrown, short of our own cancellation, means one thing: no usable answer.
    private async Task<T> Call<T>(Func<Task<T>> call, CancellationToken cancel, [CallerMemberName] string operation = "")
    {
        var begun = Stopwatch.GetTimestamp();
        var answered = false;
        try
        {
            var answer = await call();
            answered = true;
            return answer;
        }
        catch (Exception failure) when (!cancel.IsCancellationRequested)
        {
            throw new DependencyException(Outage.Storage, "the storage did not answer as it should", failure);
        }
        finally
        {
            _measures?.Storage(operation.ToLowerInvariant(), answered, Stopwatch.GetElapsedTime(begun));
        }
    }
}

/// <summary>Where the storage is and how to get in.</summary>
internal sealed record StorageAccess(string Url, string Bucket, string AccessKey, string SecretKey, string Region);
