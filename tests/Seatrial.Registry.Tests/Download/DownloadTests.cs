using Seatrial.Registry.Download;
using Seatrial.Registry.Steps;

namespace Seatrial.Registry.Tests.Download;

/// <summary>Downloads: the counted redirect, the bytes behind it, and both while something is down.</summary>
public sealed class DownloadTests
{
    [Theory]
    [InlineData("1.0.0+b.1")]
    [InlineData("1.0.0%2Bb.1")]
    public async Task A_download_is_redirected_to_the_edge_which_serves_the_published_bytes(string version)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("fetched", "1.0.0+b.1");

        var redirect = await registry.Get($"/api/v1/crates/fetched/{version}/download").Expect(HttpStatusCode.Found);

        Assert.StartsWith(registry.Host.Edge.Url + "/crates/fetched/", redirect.Headers.Location!.AbsoluteUri,
            StringComparison.Ordinal);
        Assert.Null(redirect.Headers.ETag);
        foreach (var cache in new[] { "MISS", "HIT" })
        {
            var archive = await registry.Client.GetAsync(redirect.Headers.Location).Expect(HttpStatusCode.OK);
            Assert.Equal(cache, archive.Headers.GetValues("X-Cache").Single());
            Assert.Equal("application/gzip", archive.Content.Headers.ContentType!.MediaType);
            Assert.Empty(archive.Content.Headers.ContentEncoding);
            Assert.Equal(Some.Archive("fetched", "1.0.0+b.1"), await archive.Content.ReadAsByteArrayAsync());
        }
    }

    [Fact]
    public async Task Any_spelling_is_redirected_to_the_published_one()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("Spelled-So", "1.0.0");
        var redirect = await registry.Get("/api/v1/crates/spelled_so/1.0.0/download").Expect(HttpStatusCode.Found);
        Assert.EndsWith("/crates/Spelled-So/Spelled-So-1.0.0.crate", redirect.Headers.Location!.AbsoluteUri,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/crates/known/9.9.9/download")]
    [InlineData("/api/v1/crates/unknown/1.0.0/download")]
    [InlineData("/api/v1/crates/known/not-a-version/download")]
    [InlineData("/api/v1/crates/%E6%97%A5/1.0.0/download")]
    [InlineData("/crates/known/known-9.9.9.crate")]
    [InlineData("/crates/known/known-.crate")]
    [InlineData("/crates/known/other-1.0.0.crate")]
    [InlineData("/crates/known/known-1.0.0.zip")]
    public async Task What_was_never_published_is_not_found(string path)
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("known", "1.0.0");
        await registry.Get(path).Refusal(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_yanked_version_can_still_be_downloaded()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("pulled", "1.0.0");
        await registry.Delete("/api/v1/crates/pulled/1.0.0/yank", token).Expect(HttpStatusCode.OK);
        await registry.Drain();
        await registry.Restart();
        await registry.Get("/api/v1/crates/pulled/1.0.0/download").Expect(HttpStatusCode.Found);
        await registry.Get("/crates/pulled/pulled-1.0.0.crate").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Without_storage_a_known_version_is_redirected_and_another_is_a_503()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("known", "1.0.0");
        await registry.Published("forgotten", "1.0.0");
        await registry.Get("/api/v1/crates/known/1.0.0/download").Expect(HttpStatusCode.Found);

        registry.StorageGate.Shut();

        await registry.Get("/api/v1/crates/known/1.0.0/download").Expect(HttpStatusCode.Found);
        await registry.Get("/api/v1/crates/forgotten/1.0.0/download").Refusal(HttpStatusCode.ServiceUnavailable);
        await registry.Get("/crates/known/known-1.0.0.crate").Refusal(HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task A_version_whose_index_is_not_written_yet_can_be_downloaded()
    {
        await using var registry = await RegistryFixture.Start(Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.Replace("find-crate",
                _ => Task.FromResult<Refusal?>(Refusal.Unavailable("nobody"))),
        });
        await registry.Publish(await registry.User("alice"), "early", "1.0.0").Expect(HttpStatusCode.OK);
        Assert.Null(await registry.Index("early"));
        await registry.Get("/api/v1/crates/early/1.0.0/download").Expect(HttpStatusCode.Found);
    }

    [Fact]
    public async Task Every_redirect_is_counted_once()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("counted", "1.0.0", "2.0.0");
        string[] versions = ["1.0.0", "2.0.0"];
        await Task.WhenAll(Enumerable.Range(0, 40).Select(
            i => registry.Get($"/api/v1/crates/counted/{versions[i % 2]}/download")));

        await registry.Restart();

        var crate = await registry.Get("/api/v1/crates/counted").Document();
        Assert.Equal(40, crate.GetProperty("crate").GetProperty("downloads").GetInt32());
        Assert.Equal([20, 20],
            crate.GetProperty("versions").EnumerateArray()
                .Select(version => version.GetProperty("downloads").GetInt32()));
    }

    [Fact]
    public async Task A_flush_whose_confirmation_was_lost_is_repeated_without_counting_twice()
    {
        var lost = 0;
        var wiring = Wiring.Standard with
        {
            FlushCounts = Wiring.Standard.FlushCounts.Replace(Commit.Name, async attempt =>
            {
                await Commit.Run(attempt);
                return Interlocked.Increment(ref lost) == 1 ? Refusal.Unavailable("the confirmation") : null;
            }),
        };
        await using var registry = await RegistryFixture.Start(wiring);
        await registry.Published("once", "1.0.0");
        await registry.Get("/api/v1/crates/once/1.0.0/download").Expect(HttpStatusCode.Found);

        await registry.Restart(wiring);

        Assert.True(lost >= 2);
        var crate = (await registry.Get("/api/v1/crates/once").Document()).GetProperty("crate");
        Assert.Equal(1, crate.GetProperty("downloads").GetInt32());
    }

    [Fact]
    public void Counting_keeps_a_batch_until_it_is_done()
    {
        var counter = new DownloadCounter();
        Assert.Null(counter.Take());
        counter.Add(new KnownVersion("A-b", "1.0.0", Checksum.Of("x"u8)));
        var batch = counter.Take()!;
        counter.Add(new KnownVersion("a_b", "1.0.0", Checksum.Of("x"u8)));
        Assert.Same(batch, counter.Take());
        counter.Done();
        Assert.Equal(1, counter.Take()!.Counts[("a_b", "1.0.0")]);
    }
}
