namespace Seatrial.Registry.Tests.Removal;

/// <summary>Removing a version for good.</summary>
public sealed class RemovalTests
{
    [Fact]
    public async Task A_removed_version_is_gone_everywhere_and_the_others_stay()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("bad-lib", "1.0.0", "1.1.0");
        var edge = registry.Host.Edge.Url;
        // The edge and the process's memory know it before.
        await registry.Get("/api/v1/crates/bad-lib/1.1.0/download").Expect(HttpStatusCode.Found);
        await registry.Send(HttpMethod.Get, "/crates/bad-lib/bad-lib-1.1.0.crate", @base: edge).Expect(HttpStatusCode.OK);

        await registry.Delete("/api/v1/crates/Bad_Lib/1.1.0", registry.Host.AdminToken).Expect(HttpStatusCode.OK);
        await registry.Drain();

        Assert.Equal(["1.0.0"], (await registry.Index("bad-lib"))!.Versions.Select(line => line.Version.Text));
        await registry.Get("/api/v1/crates/bad-lib/1.1.0").Refusal(HttpStatusCode.Gone);
        await registry.Get("/api/v1/crates/bad-lib/1.1.0/download").Refusal(HttpStatusCode.Gone);
        await registry.Send(HttpMethod.Get, "/crates/bad-lib/bad-lib-1.1.0.crate", @base: edge).Expect(HttpStatusCode.Gone);
        await registry.Send(HttpMethod.Get, "/crates/bad-lib/bad-lib-1.0.0.crate", @base: edge).Expect(HttpStatusCode.OK);
        await registry.Get("/api/v1/crates/bad-lib/9.9.9").Refusal(HttpStatusCode.NotFound);
        var crate = (await registry.Get("/api/v1/crates/bad-lib").Document()).GetProperty("crate");
        Assert.Equal("1.0.0", crate.GetProperty("max_version").GetString());
        Assert.Equal("1.0.0", crate.GetProperty("newest_version").GetString());
        Assert.Equal(1, crate.GetProperty("num_versions").GetInt32());
        Assert.Equal("remove", (await registry.Audit("bad-lib"))[^1]);
    }

    [Fact]
    public async Task A_process_that_remembers_the_version_does_not_send_its_archive()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("recalled", "1.0.0");
        await registry.Get("/api/v1/crates/recalled/1.0.0/download").Expect(HttpStatusCode.Found);
        var remembered = registry.Site.KnownVersions.Find("recalled", "1.0.0")!;
        await registry.Delete("/api/v1/crates/recalled/1.0.0", registry.Host.AdminToken).Expect(HttpStatusCode.OK);
        await registry.Drain();
        registry.Site.KnownVersions.Add(remembered);
        await registry.Get("/crates/recalled/recalled-1.0.0.crate").Refusal(HttpStatusCode.Gone);
    }

    [Theory]
    [InlineData("1.0.0", "")]
    [InlineData("1.0.0", "other")]
    [InlineData("1.0.0+build", "")]
    public async Task Its_number_is_never_used_again(string version, string marker)
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("burnt", "1.0.0", "2.0.0");
        await registry.Delete("/api/v1/crates/burnt/1.0.0", registry.Host.AdminToken).Expect(HttpStatusCode.OK);
        Assert.Contains("never be used again",
            await registry.Publish(token, "burnt", version, marker).Refusal(HttpStatusCode.Conflict), StringComparison.Ordinal);
        await registry.Publish(token, "burnt", "1.0.1").Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Only_administrators_remove_and_a_repeat_is_told()
    {
        await using var registry = await RegistryFixture.Start();
        var owner = await registry.Published("guarded", "1.0.0");
        await registry.Delete("/api/v1/crates/guarded/1.0.0", owner).Refusal(HttpStatusCode.Forbidden);
        await registry.Get("/api/v1/crates/guarded/1.0.0").Expect(HttpStatusCode.OK);
        await registry.Delete("/api/v1/crates/guarded/1.0.0", registry.Host.AdminToken).Expect(HttpStatusCode.OK);
        await registry.Delete("/api/v1/crates/guarded/1.0.0", registry.Host.AdminToken).Refusal(HttpStatusCode.Gone);
        await registry.Delete("/api/v1/crates/guarded/1.0.0/yank", owner).Refusal(HttpStatusCode.Gone);
        Assert.Equal(["publish", "remove"], await registry.Audit("guarded"));
    }

    [Fact]
    public async Task A_crate_whose_last_version_was_removed_can_be_published_again_under_a_new_number()
    {
        await using var registry = await RegistryFixture.Start();
        var owner = await registry.Published("emptied", "1.0.0");
        await registry.Delete("/api/v1/crates/emptied/1.0.0", registry.Host.AdminToken).Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Null(await registry.Index("emptied"));
        Assert.Equal(0, (await registry.Get("/api/v1/crates/emptied").Document()).GetProperty("versions").GetArrayLength());
        await registry.Publish(owner, "emptied", "1.0.1").Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Single((await registry.Index("emptied"))!.Versions);
    }
}
