namespace Seatrial.Registry.Tests.Publish;

/// <summary>
/// Bodies that no honest client sends: refused early, without a trace, and with the connection still good.
/// </summary>
public sealed class MalformedPublishTests
{
    public static TheoryData<string, byte[], HttpStatusCode> Bodies()
    {
        var (json, archive) = (Some.Metadata("bad", "1.0.0").ToJson(), Some.Archive("bad", "1.0.0"));
        return new()
        {
            { "M01", [], HttpStatusCode.BadRequest },
            { "M02", [1, 2], HttpStatusCode.BadRequest },
            { "M04", Raw(uint.MaxValue, json, 0, archive), HttpStatusCode.RequestEntityTooLarge },
            { "M05", Raw((uint)json.Length - 1, json, (uint)archive.Length, archive), HttpStatusCode.BadRequest },
            { "M07", Raw((uint)json.Length, json, 0, [])[..^4], HttpStatusCode.BadRequest },
            { "M09", Raw((uint)json.Length, json, 0, []), HttpStatusCode.BadRequest },
            { "M10", Raw((uint)json.Length, json, (uint)archive.Length + 1, archive), HttpStatusCode.BadRequest },
            { "M11", Raw((uint)json.Length, json, uint.MaxValue, archive), HttpStatusCode.RequestEntityTooLarge },
            { "M12", [.. Raw((uint)json.Length, json, (uint)archive.Length, archive), 0], HttpStatusCode.BadRequest },
            { "M17", Raw(2, "[]"u8, (uint)archive.Length, archive), HttpStatusCode.BadRequest },
            { "M19", PublishFrame.Of(Some.Metadata("bad", "1.0.0"), Some.Archive("Bad", "1.0.0")).Write(),
                HttpStatusCode.BadRequest },
            { "M20", PublishFrame.Of(Some.Metadata("bad", "1.0.0"), Some.Archive("bad", "1.0.1")).Write(),
                HttpStatusCode.BadRequest },
            { "M29", PublishFrame.Of(Some.Metadata("bad", "1.0.0"), archive.AsMemory(0, archive.Length - 9)).Write(),
                HttpStatusCode.BadRequest },
        };
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_malformed_body_is_refused_and_leaves_nothing(string row, byte[] body, HttpStatusCode status)
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");

        await registry.Publish(token, body).Refusal(status);

        Assert.True(registry.Objects("").Count == 0, row);
        await registry.Get("/api/v1/crates/bad").Refusal(HttpStatusCode.NotFound);
        await registry.Publish(token, Some.Publish("bad", "1.0.0")).Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_body_above_all_limits_gets_its_413_and_not_a_reset()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Publish(await registry.User("alice"),
            new byte[12 * 1024 * 1024]).Refusal(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task A_large_body_without_a_right_to_publish_gets_its_403_and_not_a_reset()
    {
        await using var registry = await RegistryFixture.Start();
        await registry.Publish("sea_nobody", new byte[5 * 1024 * 1024]).Refusal(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_chunked_body_is_as_good_as_one_with_a_length()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");

        var answer = await registry.Send(HttpMethod.Put, "/api/v1/crates/new", token,
            new ByteArrayContent(Some.Publish("chunky", "1.0.0")), change: request =>
                request.Headers.TransferEncodingChunked = true);

        answer.Expect(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_large_publish_that_expects_100_continue_is_accepted()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        var random = new string([.. Enumerable.Range(0, 3_000_000).Select(i => (char)('!' + ((i * 7919L * i) % 90)))]);

        var answer = await registry.Send(HttpMethod.Put, "/api/v1/crates/new", token,
            new ByteArrayContent(Some.Publish("large", "1.0.0", random)), change: request =>
                request.Headers.ExpectContinue = true);

        answer.Expect(HttpStatusCode.OK);
    }

    private static byte[] Raw(uint jsonLength, ReadOnlySpan<byte> json, uint archiveLength,
        ReadOnlySpan<byte> archive) =>
        PublishFrame.WriteRaw(jsonLength, json, archiveLength, archive);
}
