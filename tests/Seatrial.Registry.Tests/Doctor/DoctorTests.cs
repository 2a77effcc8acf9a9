using Seatrial.Registry.Doctor;
using Seatrial.Registry.Jobs;
using Seatrial.Registry.Steps;
using Seatrial.Registry.Storage;

namespace Seatrial.Registry.Tests.Doctor;

/// <summary>The doctor finds each planted disagreement, repairs what the database can repair, and is silent otherwise.</summary>
public sealed class DoctorTests
{
    private const string File = "index/he/al/healthy";

    [Fact]
    public async Task A_clean_registry_is_silent()
    {
        await using var registry = await Healthy();
        Assert.Empty(await Examine(registry));
    }

    [Theory]
    [InlineData("yanked-differs", "UPDATE versions SET yanked = TRUE WHERE num = '1.0.0'")]
    [InlineData("max-version", "UPDATE crates SET max_version = '0.9.0'")]
    [InlineData("counter", "INSERT INTO downloads (version_id, total) SELECT id, -1 FROM versions WHERE num = '1.0.0'")]
    [InlineData("job-dead", "INSERT INTO jobs (kind, key, created_at, run_at, dead_at, last_error) VALUES ('update-index', 'healthy', 0, 0, 1, 'why')")]
    public async Task What_the_rows_can_say_wrong_is_found_and_repaired(string kind, string planted)
    {
        await using var registry = await Healthy();
        await Plant(registry, planted);
        Assert.Equal([kind], (await Examine(registry)).Select(finding => finding.Kind));
        await AssertRepaired(registry);
    }

    [Theory]
    [InlineData("index-missing", null)]
    [InlineData("index-differs", "other\n")]
    [InlineData("index-differs", "")]
    public async Task An_index_file_that_is_wrong_is_found_and_repaired(string kind, string? text)
    {
        await using var registry = await Healthy();
        if (text is null)
            registry.Host.Files.Delete(registry.Host.Bucket, File);
        else
            await registry.Site.Storage.Put(File, Encoding.UTF8.GetBytes(text), "text/plain", default);
        // The edge still holds the right one, and that disagrees as well.
        Assert.Equal([kind, "edge-differs"], (await Examine(registry)).Select(finding => finding.Kind));
        await AssertRepaired(registry);
    }

    [Fact]
    public async Task An_edge_that_kept_an_old_file_is_found_and_purged()
    {
        await using var registry = await Healthy();
        var right = (await registry.Site.Storage.Get(File, default))!.Bytes;
        await registry.Site.Storage.Put(File, "old\n"u8.ToArray(), "text/plain", default);
        registry.Site.IndexCache.Clear();
        registry.Host.EdgeCache.Purge("crate/healthy");
        await registry.Send(HttpMethod.Get, "/" + File, @base: registry.Host.Edge.Url).Expect(HttpStatusCode.OK);
        await registry.Site.Storage.Put(File, right, "text/plain", default);
        Assert.Equal(["edge-differs"], (await Examine(registry)).Select(finding => finding.Kind));
        await AssertRepaired(registry);
    }

    [Fact]
    public async Task What_nobody_but_a_person_can_help_is_found_and_left_alone()
    {
        await using var registry = await Healthy();
        var blob = StorageKeys.Blob(Checksum.Of(Some.Archive("healthy", "1.0.0")));
        registry.Host.Files.Delete(registry.Host.Bucket, blob);
        await registry.Site.Storage.Put("index/st/ra/stray", "{}\n"u8.ToArray(), "text/plain", default);
        await registry.Site.Database.Execute($"UPDATE versions SET checksum = {new string('0', 64)} WHERE num = '1.1.0'", default);
        var findings = await Repaired(registry);
        Assert.Contains(findings, finding => finding is { Kind: FindingKinds.ObjectMissing, Subject: "healthy 1.0.0", IsOpen: true });
        Assert.Contains(findings, finding => finding is { Kind: FindingKinds.IndexStray, Subject: "index/st/ra/stray", IsOpen: true });
        Assert.Contains(findings, finding => finding is { Kind: FindingKinds.LineDiffers, Subject: "healthy 1.1.0", IsOpen: true });
        Assert.NotNull(await registry.Site.Storage.Get("index/st/ra/stray", default));
    }

    [Fact]
    public async Task An_archive_that_nobody_refers_to_is_worth_knowing_and_one_of_another_size_is_wrong()
    {
        await using var registry = await Healthy();
        await registry.Site.Storage.Put("blobs/sha256/00/00/unused", "x"u8.ToArray(), "application/gzip", default);
        Assert.False(Assert.Single(await Examine(registry)).IsOpen);
        var blob = StorageKeys.Blob(Checksum.Of(Some.Archive("healthy", "1.0.0")));
        await registry.Site.Storage.Put(blob, "short"u8.ToArray(), "application/gzip", default);
        Assert.Equal(FindingKinds.ObjectDiffers, Assert.Single(await Examine(registry), finding => finding.IsOpen).Kind);
    }

    [Fact]
    public async Task A_job_that_nobody_runs_is_found_and_what_a_job_is_about_to_end_is_told_apart()
    {
        await using var registry = await Healthy(Wiring.Standard with
        {
            UpdateIndex = Wiring.Standard.UpdateIndex.Replace("render", attempt => Task.FromResult(
                attempt.Lines.Count > 2 ? Refusal.Unavailable("the pen") : Render(attempt))),
        });
        await registry.Publish(registry.Host.AdminToken, "healthy", "2.0.0").Expect(HttpStatusCode.OK);
        var waiting = Assert.Single(await Examine(registry));
        Assert.Equal((FindingKinds.IndexDiffers, true, false), (waiting.Kind, waiting.Heals, waiting.IsOpen));
        await registry.Restart();
        await registry.Drain();
        Assert.Empty(await Examine(registry));

        // Nobody runs it, because somebody is believed to run another one of its key.
        var future = DateTimeOffset.UtcNow.AddHours(1).ToUnixTimeMilliseconds();
        await registry.Site.Database.Execute($"""
            INSERT INTO jobs (kind, key, created_at, run_at, lease, lease_until) VALUES
            ({JobKinds.PurgeEdge}, 'x', 0, 0, 'x', {future}), ({JobKinds.PurgeEdge}, 'x', 0, 0, NULL, NULL)
            """, default);
        Assert.Equal(FindingKinds.JobStuck, Assert.Single(await Examine(registry)).Kind);
    }

    [Fact]
    public async Task A_storage_that_does_not_answer_is_no_finding()
    {
        await using var registry = await Healthy();
        registry.StorageGate.Shut();
        await Assert.ThrowsAsync<DependencyException>(() => Examine(registry));
    }

    private static Refusal? Render(Registry.Index.IndexAttempt attempt)
    {
        attempt.File = IndexFile.Render(attempt.Lines);
        return null;
    }

    private static async Task<RegistryFixture> Healthy(Wiring? wiring = null)
    {
        var registry = await RegistryFixture.Start(wiring);
        await registry.Published("healthy", "1.0.0", "1.1.0");
        Assert.NotNull(await registry.Index("healthy", registry.Host.Edge.Url));
        return registry;
    }

    private static async Task Plant(RegistryFixture registry, string planted)
    {
        var sql = new Registry.Sql.SqlText(0, 0);
        sql.AppendLiteral(planted);
        await registry.Site.Database.Execute(sql, default);
    }

    private static async Task<IReadOnlyList<Finding>> Examine(RegistryFixture registry)
    {
        using var edge = new EdgeView(registry.Host.Edge.Url);
        return await new Examination(registry.Site.Database, registry.Site.Storage, edge, TimeProvider.System).Run(default);
    }

    private static async Task<List<Finding>> Repaired(RegistryFixture registry)
    {
        var repaired = new List<Finding>();
        foreach (var finding in await Examine(registry))
            repaired.Add(await new Repair(registry.Site.Database, TimeProvider.System).Apply(finding, default));
        return repaired;
    }

    private static async Task AssertRepaired(RegistryFixture registry)
    {
        Assert.All(await Repaired(registry), finding => Assert.False(finding.IsOpen));
        await registry.Drain();
        Assert.Empty(await Examine(registry));
    }
}
