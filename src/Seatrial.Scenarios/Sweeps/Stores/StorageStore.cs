using Amazon.Runtime;
using Amazon.S3;
using Seatrial.Cargo;

namespace Seatrial.Scenarios.Sweeps.Stores;

/// <summary>Where an object storage is, how to get in, and where the registry keeps its things in it.</summary>
/// <param name="Url">The storage's own address, not that of a proxy.</param>
/// <param name="Bucket">The bucket.</param>
/// <param name="AccessKey">The access key.</param>
/// <param name="SecretKey">The secret key.</param>
public sealed record StorageFacts(string Url, string Bucket, string AccessKey, string SecretKey)
{
    /// <summary>The reference registry's bucket.</summary>
    public const string ReferenceBucket = "seatrial";

    /// <summary>The key of an archive; <c>{crate}</c>, <c>{version}</c>, <c>{sha256}</c>, <c>{sha256:2}</c> and <c>{sha256:4}</c> (its first two hex digits, and the two after them) are filled in.</summary>
    public string Archive { get; init; } = "blobs/sha256/{sha256:2}/{sha256:4}/{sha256}";

    /// <summary>The key of a crate's index file, <c>{path}</c> being where cargo looks for it; absent when the storage has none.</summary>
    public string? Index { get; init; } = "index/{path}";

    /// <summary>The region that requests are signed for.</summary>
    public string Region { get; init; } = "us-east-1";
}

/// <summary>What the object storage holds of a crate: the archives themselves, and its index file.</summary>
internal sealed class StorageStore : Store, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly StorageFacts _facts;
    private readonly AmazonS3Client _client;

    public StorageStore(StorageFacts facts)
    {
        _facts = facts;
        _client = new AmazonS3Client(new BasicAWSCredentials(facts.AccessKey, facts.SecretKey), new AmazonS3Config
        {
            ServiceURL = facts.Url,
            AuthenticationRegion = facts.Region,
            ForcePathStyle = true,
            MaxErrorRetry = 0,
            Timeout = Patience,
            ConnectTimeout = Patience,
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
            ResponseChecksumValidation = ResponseChecksumValidation.WHEN_REQUIRED,
        });
    }

    public override string Name => "storage";

    /// <summary>Each archive that anybody tried to publish, as far as it is there, by what its bytes really are.</summary>
    public override async Task<Holding> ReadAsync(string crate, IReadOnlyList<CratePackage> packages, CancellationToken cancelled)
    {
        try
        {
            var held = new List<HeldVersion>();
            foreach (var package in packages)
                if (await GetAsync(ArchiveKey(package.Name, package.Version, package.Checksum.Text), cancelled) is { } archive)
                    held.Add(new HeldVersion(package.Version, Checksum.Of(archive).Text, Yanked: null));
            return new Holding(Name) { Versions = held };
        }
        catch (Exception problem) when (problem is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TaskCanceledException)
        {
            cancelled.ThrowIfCancellationRequested();
            return new Holding(Name) { Unreadable = problem.Message };
        }
    }

    /// <summary>The index file in the storage; null when the storage keeps none.</summary>
    public Store? Index => _facts.Index is null ? null : new IndexFiles(this);

    public void Dispose() => _client.Dispose();

    private string ArchiveKey(string crate, string version, string sha256) => _facts.Archive
        .Replace("{crate}", crate, StringComparison.Ordinal).Replace("{version}", version, StringComparison.Ordinal)
        .Replace("{sha256}", sha256, StringComparison.Ordinal).Replace("{sha256:2}", sha256[..2], StringComparison.Ordinal)
        .Replace("{sha256:4}", sha256[2..4], StringComparison.Ordinal);

    private async Task<byte[]?> GetAsync(string key, CancellationToken cancelled)
    {
        try
        {
            using var answer = await _client.GetObjectAsync(_facts.Bucket, key, cancelled);
            using var body = new MemoryStream();
            await answer.ResponseStream.CopyToAsync(body, cancelled);
            return body.ToArray();
        }
        catch (AmazonS3Exception missing) when (missing.ErrorCode == "NoSuchKey")
        {
            return null;
        }
    }

    /// <summary>The index files in the storage, which are what the registry serves its index from.</summary>
    private sealed class IndexFiles(StorageStore storage) : Store
    {
        public override string Name => "index file";

        public override async Task<Holding> ReadAsync(string crate, IReadOnlyList<CratePackage> packages, CancellationToken cancelled)
        {
            try
            {
                var key = storage._facts.Index!.Replace("{path}", IndexPath.For(crate), StringComparison.Ordinal);
                return await storage.GetAsync(key, cancelled) is { } file ? IndexStore.Held(Name, file) : new Holding(Name) { Versions = [] };
            }
            catch (Exception problem) when (problem is AmazonServiceException or AmazonClientException or HttpRequestException or IOException or TaskCanceledException)
            {
                cancelled.ThrowIfCancellationRequested();
                return new Holding(Name) { Unreadable = problem.Message };
            }
        }
    }
}
