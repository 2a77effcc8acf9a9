using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Seatrial.Registry.Monitoring;

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

    private readonly AmazonS3Client _client;
    private readonly string _bucket;
    private readonly Measures? _measures;

    /// <param name="access">Where the storage is.</param>
    /// <param name="measures">What hears of each call; null for nobody.</param>
    public ObjectStorage(StorageAccess access, Measures? measures = null)
    {
        _measures = measures;
        _bucket = access.Bucket;
        _client = new AmazonS3Client(new BasicAWSCredentials(access.AccessKey, access.SecretKey), new AmazonS3Config
        {
            ServiceURL = access.Url,
            AuthenticationRegion = access.Region,
            ForcePathStyle = true,
            // Who retries is decided above: a job has its backoff, a client its 503. Hidden retries only multiply a
            // fault.
            MaxErrorRetry = 0,
            Timeout = Patience,
            ConnectTimeout = Patience,
            // radosgw 16 and others refuse the checksum trailers that the client sends by default.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    /// <summary>Stores an object whatever was there: for keys that name their content.</summary>
    public Task Put(string key, ReadOnlyMemory<byte> bytes, string contentType, CancellationToken cancel) =>
        Call(async () => await _client.PutObjectAsync(Request(key, bytes, contentType), cancel), cancel);

    /// <summary>Replaces an object only if it is still what was seen.</summary>
    /// <param name="seen">The ETag that was read, or null when there was none.</param>
    /// <returns>False when somebody else has written meanwhile.</returns>
    public Task<bool> Replace(string key, ReadOnlyMemory<byte> bytes, string contentType, string? seen,
        CancellationToken cancel)
    {
        var request = Request(key, bytes, contentType);
        if (seen is null)
            request.IfNoneMatch = "*";
        else
            request.IfMatch = seen;
        return Call(async () => await Unless(_client.PutObjectAsync(request, cancel), Conflicts) is not null, cancel);
    }

    /// <summary>A small object; null when there is none.</summary>
    public Task<StoredObject?> Get(string key, CancellationToken cancel) => Call(async () =>
    {
        using var response = await Unless(_client.GetObjectAsync(_bucket, key, cancel), Missing);
        if (response is null)
            return null;
        if (response.ContentLength is < 0 or > MaxBytes)
            throw new InvalidDataException($"{key} has {response.ContentLength} bytes.");
        var bytes = new byte[response.ContentLength];
        await response.ResponseStream.ReadExactlyAsync(bytes, cancel);
        return new StoredObject(bytes, response.ETag);
    }, cancel);

    /// <summary>An object as a stream; null when there is none.</summary>
    public Task<StoredStream?> Open(string key, CancellationToken cancel) => Call(async () =>
        await Unless(_client.GetObjectAsync(_bucket, key, cancel), Missing) is { } response
            ? new StoredStream(response.ResponseStream, response.ContentLength)
            : null, cancel);

    /// <summary>All objects below a prefix, in the order of their keys, with their sizes in bytes.</summary>
    public async IAsyncEnumerable<(string Key, long Size)> List(
        string prefix, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, Prefix = prefix };
        do
        {
            var page = await Call(async () => await _client.ListObjectsV2Async(request, cancel), cancel);
            foreach (var one in page.S3Objects ?? [])
                yield return (one.Key, one.Size ?? 0);
            request.ContinuationToken = page.NextContinuationToken;
        }
        while (request.ContinuationToken is not null);
    }

    /// <summary>Asks for the bucket, to know whether the storage answers.</summary>
    public Task Touch(CancellationToken cancel)
    {
        var request = new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 1, Prefix = "health/" };
        return Call(async () => await _client.ListObjectsV2Async(request, cancel), cancel);
    }

    public void Dispose() => _client.Dispose();

    private PutObjectRequest Request(string key, ReadOnlyMemory<byte> bytes, string contentType) => new()
    {
        BucketName = _bucket,
        Key = key,
        InputStream = Stream(bytes),
        ContentType = contentType,
        // One signature over the whole payload: what aws-chunked would split is in memory anyway.
        UseChunkEncoding = false,
    };

    // Without a copy: an archive is the largest thing that a publish holds.
    private static MemoryStream Stream(ReadOnlyMemory<byte> bytes) =>
        System.Runtime.InteropServices.MemoryMarshal.TryGetArray(bytes, out var array)
            ? new(array.Array!, array.Offset, array.Count, writable: false)
            : new(bytes.ToArray(), writable: false);

    // By its code: a missing bucket is a 404 too, and means that the storage is not what it should be, not that a crate
    // is absent.
    private static bool Missing(AmazonServiceException failure) => failure.ErrorCode == "NoSuchKey";

    // 409 is what AWS answers when two conditional writes meet; NoSuchKey when If-Match finds nothing.
    private static bool Conflicts(AmazonServiceException failure) =>
        failure.StatusCode is HttpStatusCode.PreconditionFailed or HttpStatusCode.Conflict || Missing(failure);

    private static async Task<T?> Unless<T>(Task<T> call, Func<AmazonServiceException, bool> expected) where T : class
    {
        try
        {
            return await call;
        }
        catch (AmazonServiceException failure) when (expected(failure))
        {
            return null;
        }
    }

    // Whatever the client library throws, short of our own cancellation, means one thing: no usable answer.
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
