using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Microsoft.Extensions.Time.Testing;
using Seatrial.Registry.Http;
using Seatrial.Registry.S3;

namespace Seatrial.Registry.Tests.S3;

/// <summary>The storage server, spoken to by Amazon's own client library.</summary>
public sealed class S3ServerTests : IAsyncLifetime
{
    private static readonly S3Key Key = new("access-key", "secret-key");
    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-s3-test-").FullName;
    private readonly FakeTimeProvider _clock = new(TimeProvider.System.GetUtcNow());
    private WebServer _server = null!;
    private AmazonS3Client _client = null!;

    public async ValueTask InitializeAsync()
    {
        var files = new ObjectFiles(_folder);
        files.AddBucket("bucket");
        _server = S3Server.Build("127.0.0.1", 0, files, Key, _clock);
        await _server.Start(default);
        _client = Client(Key.Access, Key.Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_folder, ".incoming")));
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a/b/c.txt")]
    [InlineData("crates/x/x-1.0.0+build.5.crate")]
    [InlineData("a b/ü/日本 =&?#%25")]
    [InlineData("../../escape")]
    [InlineData("a//b/./c/..")]
    [InlineData("tilde~")]
    [InlineData("trailing/")]
    public async Task Any_key_holds_its_bytes(string key)
    {
        await Put(key, "body of " + key);
        Assert.Equal("body of " + key, await Get(key));
        Assert.Equal([key], await Keys(""));
        await _client.DeleteObjectAsync("bucket", key);
        Assert.Empty(await Keys(""));
        await Fails("NoSuchKey", () => _client.GetObjectAsync("bucket", key));
    }

    [Fact]
    public async Task A_key_may_be_the_folder_of_another()
    {
        await Put("a", "1");
        await Put("a/b", "2");
        Assert.Equal(("1", "2"), (await Get("a"), await Get("a/b")));
    }

    [Fact]
    public async Task Head_tells_what_was_put()
    {
        await _client.PutObjectAsync(new PutObjectRequest
        {
            BucketName = "bucket",
            Key = "described",
            ContentBody = "12345",
            ContentType = "text/x-test",
            UseChunkEncoding = false,
            Headers = { CacheControl = "max-age=5" },
            Metadata = { ["Colour"] = "blue" },
        });
        var head = await _client.GetObjectMetadataAsync("bucket", "described");
        Assert.Equal((5, "text/x-test", "max-age=5", "blue"),
            (head.ContentLength, head.Headers.ContentType, head.Headers.CacheControl, head.Metadata["colour"]));
        Assert.Equal("\"827ccb0eea8a706c4c34a16891f84e7b\"", head.ETag);
    }

    [Fact]
    public async Task Of_twenty_creations_at_once_exactly_one_wins()
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async i =>
        {
            try
            {
                await _client.PutObjectAsync(Request("raced", "writer " + i, request => request.IfNoneMatch = "*"));
                return i;
            }
            catch (AmazonS3Exception lost) when (lost.ErrorCode == "PreconditionFailed")
            {
                return -1;
            }
        }));
        Assert.Equal("writer " + Assert.Single(outcomes, i => i >= 0), await Get("raced"));
    }

    [Fact]
    public async Task A_replacement_needs_the_etag_that_is_there()
    {
        var first = (await Put("guarded", "1")).ETag;
        await _client.PutObjectAsync(Request("guarded", "2", request => request.IfMatch = first));
        await Fails("PreconditionFailed",
            () => _client.PutObjectAsync(Request("guarded", "3", request => request.IfMatch = first)));
        await Fails("NoSuchKey",
            () => _client.PutObjectAsync(Request("absent", "3", request => request.IfMatch = first)));
        Assert.Equal("2", await Get("guarded"));
    }

    [Fact]
    public async Task A_body_that_is_not_what_its_md5_says_is_refused_and_the_old_one_kept()
    {
        await Put("summed", "good");
        await Fails("BadDigest",
            () => _client.PutObjectAsync(Request("summed", "bad",
                request => request.MD5Digest = Convert.ToBase64String(new byte[16]))));
        Assert.Equal("good", await Get("summed"));
    }

    [Fact]
    public async Task Listing_pages_through_everything_in_order()
    {
        foreach (var key in new[] { "b/2", "a", "b/1", "c/d/e", "b-1" })
            await Put(key, key);
        var pages = new List<string>();
        string? token = null;
        do
        {
            var page = await _client.ListObjectsV2Async(new()
            {
                BucketName = "bucket",
                MaxKeys = 2,
                ContinuationToken = token
            });
            pages.AddRange(page.S3Objects.Select(one => one.Key));
            token = page.NextContinuationToken;
        }
        while (token is not null);
        Assert.Equal(["a", "b-1", "b/1", "b/2", "c/d/e"], pages);
        Assert.Equal(["b/1", "b/2"], await Keys("b/"));
    }

    [Fact]
    public async Task A_delimiter_shows_folders_once()
    {
        foreach (var key in new[] { "a", "b/1", "b/2", "c/d/e" })
            await Put(key, key);
        var page = await _client.ListObjectsV2Async(new() { BucketName = "bucket", Delimiter = "/" });
        Assert.Equal(["a"], page.S3Objects.Select(one => one.Key));
        Assert.Equal(["b/", "c/"], page.CommonPrefixes);
    }

    [Theory]
    [InlineData("access-key", "wrong", "SignatureDoesNotMatch")]
    [InlineData("wrong", "secret-key", "InvalidAccessKeyId")]
    public async Task A_wrong_key_is_refused(string access, string secret, string code)
    {
        using var stranger = Client(access, secret);
        await Fails(code, () => stranger.PutObjectAsync(Request("mine", "x")));
        Assert.Empty(await Keys(""));
    }

    [Fact]
    public async Task An_unsigned_request_is_refused()
    {
        using var client = new HttpClient();
        var answer = await client.GetAsync(new Uri(_server.Url + "/bucket/a"));
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("<Code>AccessDenied</Code>", await answer.Content.ReadAsStringAsync(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_signature_is_refused()
    {
        _clock.Advance(TimeSpan.FromMinutes(16));
        await Fails("RequestTimeTooSkewed", () => _client.PutObjectAsync(Request("late", "x")));
    }

    [Fact]
    public async Task A_chunk_signed_body_is_refused_clearly() => await Fails(
        "NotImplemented", () =>
            _client.PutObjectAsync(Request("chunked", "x", request => request.UseChunkEncoding = true)));

    [Fact]
    public async Task An_unknown_bucket_is_told_from_an_unknown_key()
    {
        await Fails("NoSuchBucket", () => _client.GetObjectAsync("elsewhere", "a"));
        await _client.PutBucketAsync("elsewhere");
        await Fails("NoSuchKey", () => _client.GetObjectAsync("elsewhere", "a"));
    }

    [Fact]
    public void What_a_killed_process_had_not_finished_is_gone_after_the_restart()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-s3-test-").FullName;
        using (new ObjectFiles(folder).Incoming())
            Assert.Single(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        _ = new ObjectFiles(folder);
        Assert.Empty(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task Fails(string code, Func<Task> call) =>
        Assert.Equal(code, (await Assert.ThrowsAnyAsync<AmazonS3Exception>(call)).ErrorCode);

    private AmazonS3Client Client(string access, string secret) =>
        new(new BasicAWSCredentials(access, secret), new AmazonS3Config
        {
            ServiceURL = _server.Url,
            ForcePathStyle = true,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });

    private static PutObjectRequest Request(string key, string body, Action<PutObjectRequest>? change = null)
    {
        var request = new PutObjectRequest
        {
            BucketName = "bucket",
            Key = key,
            InputStream = new MemoryStream(Encoding.UTF8.GetBytes(body)),
            UseChunkEncoding = false
        };
        change?.Invoke(request);
        return request;
    }

    private Task<PutObjectResponse> Put(string key, string body) => _client.PutObjectAsync(Request(key, body));

    private async Task<string> Get(string key)
    {
        using var answer = await _client.GetObjectAsync("bucket", key);
        using var reader = new StreamReader(answer.ResponseStream);
        return await reader.ReadToEndAsync();
    }

    private async Task<List<string>> Keys(string prefix) =>
        [.. ((await _client.ListObjectsV2Async(new() { BucketName = "bucket",
            Prefix = prefix })).S3Objects ?? []).Select(one => one.Key)];
}
