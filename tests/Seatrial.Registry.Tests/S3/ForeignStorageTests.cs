using Seatrial.Registry.Steps;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Tests.S3;

/// <summary>The registry's client against a storage that is not ours.</summary>
public sealed class ForeignStorageTests : IAsyncLifetime
{
    private const string Bucket = "crates-of-a-company";
    private Radosgw _radosgw = null!;
    private ObjectStorage _storage = null!;

    public async ValueTask InitializeAsync()
    {
        _radosgw = await Radosgw.StartAsync();
        await _radosgw.AddBucketAsync(Bucket);
        _storage = Storage(Bucket, Radosgw.Secret);
    }

    public async ValueTask DisposeAsync()
    {
        _storage.Dispose();
        await _radosgw.DisposeAsync();
    }

    [Fact]
    public async Task Keys_bytes_lists_and_conditions_are_what_they_are_on_our_own()
    {
        string[] keys = ["crates/x/x-1.0.0+build.5.crate", "index/3/x/x+y", "odd/a b/ü/日本 =&?#%25", "odd/tilde~", "plain"];
        foreach (var key in keys)
            await _storage.Put(key, Encoding.UTF8.GetBytes("body of " + key), "text/plain", default);
        foreach (var key in keys)
            Assert.Equal("body of " + key, Encoding.UTF8.GetString((await _storage.Get(key, default))!.Bytes));
        Assert.Equal(keys.Select(key => (key, (long)Encoding.UTF8.GetByteCount("body of " + key))), await _storage.List("", default).ToArrayAsync());
        Assert.Equal(2, await _storage.List("odd/", default).CountAsync());
        Assert.Null(await _storage.Get("absent", default));
        Assert.Null(await _storage.Open("absent", default));
        await using var stream = await _storage.Open("plain", default);
        Assert.Equal("body of plain".Length, stream!.Size);

        var tag = (await _storage.Get("plain", default))!.ETag;
        Assert.False(await Replaced("plain", null));
        Assert.True(await Replaced("plain", tag));
        Assert.False(await Replaced("plain", tag));
        Assert.False(await Replaced("gone", tag));
        Assert.True(await Replaced("new", null));
    }

    [Fact]
    public async Task Of_twenty_conditional_writes_at_once_one_wins_and_is_what_is_there()
    {
        await Race("created", null);
        await _storage.Put("replaced", "x"u8.ToArray(), "text/plain", default);
        await Race("replaced", (await _storage.Get("replaced", default))!.ETag);
    }

    // Ceph answers 500 to some that meet others at the very moment: what has come of those nobody knows, so the registry asks again later.
    private async Task Race(string key, string? seen)
    {
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(async writer =>
        {
            try
            {
                return (Writer: writer, Won: (bool?)await _storage.Replace(key, Encoding.UTF8.GetBytes($"writer {writer}"), "text/plain", seen, default));
            }
            catch (DependencyException)
            {
                return (writer, null);
            }
        }));
        var there = Encoding.UTF8.GetString((await _storage.Get(key, default))!.Bytes);
        Assert.Equal(there, $"writer {Assert.Single(outcomes, one => $"writer {one.Writer}" == there).Writer}");
        Assert.All(outcomes.Where(one => one.Won is not null), one => Assert.Equal($"writer {one.Writer}" == there, one.Won));
    }

    [Fact]
    public async Task A_list_of_more_than_a_page_is_whole()
    {
        await Parallel.ForEachAsync(Enumerable.Range(0, 1_100), new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, cancel) => await _storage.Put($"many/{number:0000}+é", "x"u8.ToArray(), "text/plain", cancel));
        Assert.Equal(Enumerable.Range(0, 1_100).Select(number => $"many/{number:0000}+é"), await _storage.List("many/", default).Select(one => one.Key).ToArrayAsync());
    }

    [Fact]
    public async Task A_bucket_that_is_not_there_and_a_wrong_secret_are_told_at_the_start_and_a_good_one_is_not()
    {
        await _storage.Check(default);
        using var missing = Storage("nowhere", Radosgw.Secret);
        var failure = await Assert.ThrowsAsync<DependencyException>(() => missing.Check(default));
        Assert.Contains("`nowhere`", failure.Message, StringComparison.Ordinal);
        Assert.Contains("NoSuchBucket", Outage.Reason(failure), StringComparison.Ordinal);
        // Nor is it taken for a crate that is not there.
        await Assert.ThrowsAsync<DependencyException>(() => missing.Get("plain", default));
        using var stranger = Storage(Bucket, "not-the-secret");
        Assert.Contains("SignatureDoesNotMatch", Outage.Reason(await Assert.ThrowsAsync<DependencyException>(() => stranger.Check(default))), StringComparison.Ordinal);
    }

    private Task<bool> Replaced(string key, string? seen) => _storage.Replace(key, Guid.NewGuid().ToByteArray(), "text/plain", seen, default);

    private ObjectStorage Storage(string bucket, string secret) => new(new StorageAccess(_radosgw.Url, bucket, Radosgw.AccessKey, secret, "us-east-1"));
}
