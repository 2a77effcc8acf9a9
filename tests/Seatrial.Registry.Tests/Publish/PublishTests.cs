namespace Seatrial.Registry.Tests.Publish;

/// <summary>Publishing, refused and accepted.</summary>
public sealed class PublishTests
{
    [Fact]
    public async Task A_published_version_is_in_the_index_the_api_and_the_storage_with_one_checksum()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        var body = Some.Publish("my-crate", "1.2.3");

        var answer = await registry.Publish(token, body);

        Assert.Null(ApiBody.CheckPublishAnswer(await answer.Expect(HttpStatusCode.OK).Content.ReadAsByteArrayAsync()));
        await registry.Drain();
        var checksum = Checksum.Of(PublishFrame.Read(body, PublishLimits.Standard).Value.Archive.Span);
        Assert.Equal(checksum, Assert.Single((await registry.Index("my-crate"))!.Versions).Checksum);
        var version = (await registry.Get("/api/v1/crates/my-crate/1.2.3").Document()).GetProperty("version");
        Assert.Equal(checksum.Text, version.GetProperty("checksum").GetString());
        Assert.Equal([$"blobs/sha256/{checksum.Text[..2]}/{checksum.Text[2..4]}/{checksum.Text}"],
            registry.Objects("blobs/"));
        Assert.Equal(["publish"], await registry.Audit("my-crate"));
    }

    [Fact]
    public async Task The_index_file_breaks_no_rule_of_the_contract()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("linted", "0.1.0", "0.2.0-alpha.1", "0.2.0+build.7");

        var bytes = await (await registry.Get("/index/li/nt/linted")).Content.ReadAsByteArrayAsync();

        Assert.Empty(IndexFile.Lint(bytes, "linted"));
        Assert.Equal(["0.1.0", "0.2.0-alpha.1", "0.2.0+build.7"],
            IndexFile.Parse(bytes).Versions.Select(line => line.Version.Text));
    }

    [Fact]
    public async Task The_same_bytes_again_are_refused_clearly_and_queue_the_index_again()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        var body = Some.Publish("twice", "1.0.0");
        await registry.Publish(token, body).Expect(HttpStatusCode.OK);
        await registry.Drain();
        await registry.Site.Storage.Put("index/tw/ic/twice", Encoding.UTF8.GetBytes("lost\n"), "text/plain", default);

        var detail = await registry.Publish(token, body).Refusal(HttpStatusCode.Conflict);

        Assert.Contains("already uploaded with identical content, nothing left to do", detail,
            StringComparison.Ordinal);
        await registry.Drain();
        Assert.Equal("1.0.0", Assert.Single((await registry.Index("twice"))!.Versions).Version.Text);
        Assert.Equal(["publish"], await registry.Audit("twice"));
    }

    [Theory]
    [InlineData("1.0.0", "other")]
    [InlineData("1.0.0+build.2", "")]
    public async Task A_version_that_exists_is_refused_with_other_content(string version, string marker)
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("fixed", "1.0.0");
        var before = await (await registry.Get("/index/fi/xe/fixed")).Content.ReadAsStringAsync();

        var detail = await registry.Publish(token, "fixed", version, marker).Refusal(HttpStatusCode.Conflict);

        Assert.Contains("with other content", detail, StringComparison.Ordinal);
        await registry.Drain();
        Assert.Equal(before, await (await registry.Get("/index/fi/xe/fixed")).Content.ReadAsStringAsync());
        Assert.Single(registry.Objects("blobs/"));
    }

    [Fact]
    public async Task Of_many_equal_publishes_at_once_exactly_one_succeeds()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");

        string[] versions = ["1.0.0+a", "1.0.0+b"];
        var answers = await Task.WhenAll(Enumerable.Range(0,
            8).Select(i => registry.Publish(token, "raced", versions[i % 2])));

        Assert.Single(answers, answer => answer.StatusCode == HttpStatusCode.OK);
        Assert.All(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK),
            answer => answer.Expect(HttpStatusCode.Conflict));
        await registry.Drain();
        Assert.Single((await registry.Index("raced"))!.Versions);
        Assert.Equal(["publish"], await registry.Audit("raced"));
    }

    [Fact]
    public async Task Of_two_spellings_published_at_once_one_wins_the_name()
    {
        await using var registry = await RegistryFixture.Start();
        var (alice, bob) = (await registry.User("alice"), await registry.User("bob"));

        var answers = await Task.WhenAll(registry.Publish(alice, "some-name", "1.0.0"),
            registry.Publish(bob, "Some_Name", "1.0.0"));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.Forbidden],
            answers.Select(answer => answer.StatusCode).Order());
    }

    [Fact]
    public async Task Another_spelling_of_an_own_crate_is_refused_with_the_right_one()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("first-name", "1.0.0");

        var detail = await registry.Publish(token, "first_name", "1.1.0").Refusal(HttpStatusCode.BadRequest);

        Assert.Contains("`first-name`", detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stranger_cannot_publish_and_leaves_nothing()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("owned", "1.0.0");
        var stranger = await registry.User("mallory");
        var blobs = registry.Objects("blobs/");

        await registry.Publish(stranger, "owned", "1.0.1").Refusal(HttpStatusCode.Forbidden);

        Assert.Equal(blobs, registry.Objects("blobs/"));
        Assert.Equal(["publish"], await registry.Audit("owned"));
        Assert.Equal(0, (await registry.Jobs()).Queued);
    }

    [Fact]
    public async Task A_dependency_that_is_not_here_is_refused_by_its_exact_name()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.Published("base-lib", "1.0.0");

        await registry.Publish(token, Depending("base_lib")).Refusal(HttpStatusCode.BadRequest);
        await registry.Publish(token, Depending("missing")).Refusal(HttpStatusCode.BadRequest);
        await registry.Publish(token, Depending("base-lib")).Expect(HttpStatusCode.OK);

        static byte[] Depending(string on)
        {
            var requirement = VersionRequirement.Parse("^1").Value;
            var dependency = new PublishDependency { Name = CrateName.Parse(on).Value, Requirement = requirement };
            var manifest = $"[dependencies.{on}]\nversion = \"^1\"\nregistry-index = \"sparse+http://here/\"\n";
            return PublishFrame.Of(Some.Metadata("user-of-it", "1.0.0") with { Dependencies = [dependency] },
                Some.Archive("user-of-it", "1.0.0", manifest: manifest)).Write();
        }
    }

    [Fact]
    public async Task A_crate_may_be_called_new()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Get("/api/v1/crates/new").Refusal(HttpStatusCode.NotFound);

        await registry.Published("new", "1.0.0");

        var crate = (await registry.Get("/api/v1/crates/new").Document()).GetProperty("crate");
        Assert.Equal("new", crate.GetProperty("name").GetString());
    }

    [Fact]
    public async Task A_reserved_name_is_refused()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Publish(await registry.User("alice"), "nul", "1.0.0").Refusal(HttpStatusCode.BadRequest);
    }
}
