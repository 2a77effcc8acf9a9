using System.Net;
using System.Net.Sockets;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Seatrial.EndToEnd.Tests;
using Seatrial.Faults.Http;
using Seatrial.Faults.Kinds;
using Seatrial.Faults.S3;
using Seatrial.Record;

namespace Seatrial.Faults.Tests.S3;

/// <summary>Through the SDK that operators use, to a storage that checks every signature, as a process of its own.</summary>
public sealed class RealStorageTests(RealStorageTests.Storage storage) : IClassFixture<RealStorageTests.Storage>, IAsyncLifetime
{
    private static int _keys;

    private readonly Watch _watch = new(TimeProvider.System);
    private readonly string _key = $"crates/key-{Interlocked.Increment(ref _keys)}+meta.crate";
    private HttpProxy _proxy = null!;
    private AmazonS3Client _client = null!;
    private AmazonS3Client _direct = null!;

    public ValueTask InitializeAsync()
    {
        _proxy = new HttpProxy(new Tap(_watch, Boundary.RegistryStorage, "registry"), storage.Address, new S3Api());
        _client = storage.Client($"http://{_proxy.Address}");
        _direct = storage.Client($"http://{storage.Address}");
        _watch.Record(new Names([(_key, "{key}")]));
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _direct.Dispose();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Signed_requests_and_conditions_mean_the_same_through_the_proxy()
    {
        var put = await _client.PutObjectAsync(Put("one", request => request.IfNoneMatch = "*"));
        var taken = await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.PutObjectAsync(Put("two", request => request.IfNoneMatch = "*")));
        Assert.Equal("PreconditionFailed", taken.ErrorCode);
        await _client.PutObjectAsync(Put("three", request => request.IfMatch = put.ETag));
        Assert.Equal("three", await ReadAsync(_client));
        var list = await _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = storage.Bucket, Prefix = "crates/" });
        Assert.Contains(list.S3Objects, one => one.Key == _key);
        await _client.GetObjectMetadataAsync(storage.Bucket, _key);
        await _client.DeleteObjectAsync(storage.Bucket, _key);
        Assert.Equal(
            ["PutObject {key} #1", "PutObject {key} #2", "PutObject {key} #3", "GetObject {key} #1", "ListObjectsV2 crates/ #1", "HeadObject {key} #1", "DeleteObject {key} #1"],
            _watch.Recording.Crossings.Select(crossing => crossing.Id.Replace("registry-storage registry ", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_outsider_is_refused_by_the_storage_itself()
    {
        using var outsider = storage.Client($"http://{_proxy.Address}", secret: "wrong");
        var refused = await Assert.ThrowsAsync<AmazonS3Exception>(() => outsider.PutObjectAsync(Put("x")));
        Assert.Equal("SignatureDoesNotMatch", refused.ErrorCode);
    }

    [Theory]
    [InlineData("error", false)]
    [InlineData("cut-before", false)]
    [InlineData("cut-after", true)]
    [InlineData("truncated", true)]
    public async Task What_a_failed_write_left_is_what_its_kind_says(string kind, bool stored)
    {
        // Sticky, since the HTTP library below the SDK repeats a reset by itself.
        using var fault = Arm(kind, "PutObject {key}", sticky: true);
        // The answer to a PUT has no body that could be missing; its head ends early.
        await Assert.ThrowsAnyAsync<Exception>(() => _client.PutObjectAsync(Put("kept")));
        Assert.True(fault.Times >= 1);
        Assert.Equal(stored ? "kept" : null, await ReadAsync(_direct));
        Assert.Equal(fault.Times - 1, _watch.Recording.Repeats);
        Assert.Single(_watch.Recording.Crossings);
    }

    [Theory]
    [InlineData("error")]
    [InlineData("cut-before")]
    [InlineData("cut-after")]
    public async Task A_fault_that_comes_once_is_absorbed_by_an_SDK_that_retries(string kind)
    {
        using var patient = storage.Client($"http://{_proxy.Address}", retries: 3);
        using var fault = Arm(kind, "PutObject {key}");
        await patient.PutObjectAsync(Put("kept"));
        Assert.Equal(1, fault.Times);
        Assert.Equal("kept", await ReadAsync(_direct));
        Assert.Equal(1, _watch.Recording.Repeats);
        Assert.Single(_watch.Recording.Crossings);
    }

    [Fact]
    public async Task The_SDK_understands_each_error_as_the_store_s_own()
    {
        foreach (var code in new[] { "SlowDown", "InternalError", "ServiceUnavailable", "SignatureDoesNotMatch", "RequestTimeTooSkewed", "ConditionalRequestConflict", "PreconditionFailed" })
        {
            _watch.Record(new Names([(_key, "{key}")]));
            using var fault = Arm("error", "PutObject {key}", sticky: true, code: code);
            Assert.Equal(code, (await Assert.ThrowsAsync<AmazonS3Exception>(() => _client.PutObjectAsync(Put("x")))).ErrorCode);
        }

        Assert.Null(await ReadAsync(_direct));
    }

    [Fact]
    public async Task A_truncated_object_is_not_taken_for_a_whole_one()
    {
        await _direct.PutObjectAsync(Put(new string('x', 300_000)));
        using var fault = Arm("truncated", "GetObject {key}", sticky: true);
        await Assert.ThrowsAnyAsync<Exception>(() => ReadAsync(_client));
        Assert.True(fault.Times >= 1);
    }

    [Fact]
    public async Task A_late_write_is_accepted_with_its_old_signature_and_overwrites_the_retry()
    {
        using var fault = Arm("late-delivery", "PutObject {key}");
        using var patient = storage.Client($"http://{_proxy.Address}", retries: 3);
        await patient.PutObjectAsync(Put("late"));
        await _direct.PutObjectAsync(Put("newer"));
        fault.Release();
        await fault.Ended;
        Assert.Equal("late", await ReadAsync(_direct));
    }

    [Fact]
    public async Task A_hang_lasts_until_the_SDK_gives_up_and_nothing_is_stored()
    {
        using var hasty = storage.Client($"http://{_proxy.Address}", timeout: TimeSpan.FromMilliseconds(300));
        using var fault = Arm("hang", "PutObject {key}", sticky: true);
        await Assert.ThrowsAnyAsync<Exception>(() => hasty.PutObjectAsync(Put("x")));
        Assert.True(fault.Times >= 1);
        Assert.Null(await ReadAsync(_direct));
        await Eventually.Is(() => _proxy.Open == 0);
    }

    private ArmedFault Arm(string kind, string operation, bool sticky = false, string? code = null) => _watch.Arm(
        new Fault(FaultKind.Named(kind)!, new Crossing(Boundary.RegistryStorage, "registry", operation, "", 1)) { Sticky = sticky, Code = code });

    private PutObjectRequest Put(string text, Action<PutObjectRequest>? change = null)
    {
        var request = new PutObjectRequest { BucketName = storage.Bucket, Key = _key, ContentBody = text, UseChunkEncoding = false };
        change?.Invoke(request);
        return request;
    }

    private async Task<string?> ReadAsync(AmazonS3Client client)
    {
        try
        {
            using var got = await client.GetObjectAsync(storage.Bucket, _key);
            using var reader = new StreamReader(got.ResponseStream);
            return await reader.ReadToEndAsync();
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    /// <summary>One storage process for all tests here.</summary>
    public sealed class Storage : IAsyncLifetime
    {
        private RegistryProcess _process = null!;

        public IPEndPoint Address => IPEndPoint.Parse(_process.Ready("storage")["http://".Length..]);

        public string Bucket => _process.Ready("bucket");

        public async ValueTask InitializeAsync() => _process = await RegistryProcess.StartAsync("--parts", "storage");

        public ValueTask DisposeAsync() => _process.DisposeAsync();

        public AmazonS3Client Client(string url, int retries = 0, string? secret = null, TimeSpan? timeout = null) =>
            new(new BasicAWSCredentials(_process.Ready("storageKey"), secret ?? _process.Ready("storageSecret")), new AmazonS3Config
            {
                ServiceURL = url,
                AuthenticationRegion = "us-east-1",
                ForcePathStyle = true,
                MaxErrorRetry = retries,
                Timeout = timeout ?? RawPatience,
                RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
                ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
            });

        private static readonly TimeSpan RawPatience = TimeSpan.FromSeconds(30);
    }
}
