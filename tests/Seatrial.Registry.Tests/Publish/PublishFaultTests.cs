using Seatrial.Registry.Steps;

namespace Seatrial.Registry.Tests.Publish;

/// <summary>Publishing while something breaks: a true status, nothing half done, and a retry that works.</summary>
public sealed class PublishFaultTests
{
    [Fact]
    public async Task Without_storage_a_publish_is_a_503_and_its_retry_succeeds()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        registry.StorageGate.Shut();

        await registry.Publish(token, "patient", "1.0.0").Refusal(HttpStatusCode.ServiceUnavailable);
        await registry.Get("/api/v1/crates/patient").Refusal(HttpStatusCode.NotFound);

        registry.StorageGate.Open();
        await registry.Publish(token, "patient", "1.0.0").Expect(HttpStatusCode.OK);
        await registry.Drain();
        Assert.Single((await registry.Index("patient"))!.Versions);
    }

    [Fact]
    public async Task A_blob_whose_confirmation_was_lost_is_used_by_the_retry()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        registry.StorageGate.LoseAnswers();

        await registry.Publish(token, "stored", "1.0.0").Refusal(HttpStatusCode.ServiceUnavailable);

        registry.StorageGate.Open();
        Assert.Single(registry.Objects("blobs/"));
        await registry.Publish(token, "stored", "1.0.0").Expect(HttpStatusCode.OK);
        Assert.Single(registry.Objects("blobs/"));
    }

    [Fact]
    public async Task A_publish_whose_answer_was_lost_is_there_and_its_retry_says_so()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        var body = Some.Publish("unknown-outcome", "1.0.0");
        registry.ClientGate.LoseAnswers();

        await Assert.ThrowsAsync<HttpRequestException>(() => registry.Publish(token, body, registry.ClientGate.Url));

        var detail = await registry.Publish(token, body).Refusal(HttpStatusCode.Conflict);
        Assert.Contains("identical content", detail, StringComparison.Ordinal);
        await registry.Drain();
        Assert.Single((await registry.Index("unknown-outcome"))!.Versions);
    }

    public static TheoryData<string> Steps() => [.. Wiring.Standard.Publish.Steps.Select(step => step.Name)];

    [Theory]
    [MemberData(nameof(Steps))]
    public async Task A_publish_that_dies_after_any_step_is_absent_or_complete_and_its_retry_ends_well(string step)
    {
        var dying = Wiring.Standard.Publish.After(step, _ => throw new InvalidOperationException("died"));
        await using var registry = await RegistryFixture.Start(Wiring.Standard with { Publish = dying });
        var token = await registry.User("alice");

        await registry.Publish(token, "mortal", "1.0.0").Refusal(HttpStatusCode.InternalServerError);
        await registry.Restart();

        var retry = await registry.Publish(token, "mortal", "1.0.0");
        Assert.Equal(step == Commit.Name ? HttpStatusCode.Conflict : HttpStatusCode.OK, retry.StatusCode);
        await registry.Drain();
        Assert.Single((await registry.Index("mortal"))!.Versions);
        Assert.Equal(["publish"], await registry.Audit("mortal"));
        Assert.Single(registry.Objects("blobs/"));
    }

    [Fact]
    public async Task The_index_is_served_from_memory_while_the_registry_has_no_storage_and_by_the_edge_beyond_that()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Published("cached", "1.0.0");
        Assert.Single((await registry.Index("cached", registry.Host.Edge.Url))!.Versions);
        await registry.Remembered("cached");

        registry.StorageGate.Shut();

        Assert.Single((await registry.Index("cached"))!.Versions);
        registry.Site.IndexCache.Clear();
        Assert.Single((await registry.Index("cached", registry.Host.Edge.Url))!.Versions);
        await registry.Get("/index/ca/ch/cached").Refusal(HttpStatusCode.ServiceUnavailable);
        await registry.Get("/index/no/th/nothing").Refusal(HttpStatusCode.ServiceUnavailable);
        await registry.Get("/health/ready").Refusal(HttpStatusCode.ServiceUnavailable);
        await registry.Get("/health/live").Expect(HttpStatusCode.OK);
    }
}
