using System.Text.Json;
using Seatrial.Registry.Http;

namespace Seatrial.Registry.Tests.Http;

/// <summary>JSON as people read it, and what still cannot leave a script element.</summary>
public sealed class JsonBytesTests
{
    [Theory]
    [InlineData("a `b` + 'c'", "a `b` + 'c'")]
    [InlineData("Grüße 日本", "Grüße 日本")]
    [InlineData("say \"hi\"\n", "say \\\"hi\\\"\\n")]
    [InlineData("</script><!--&amp;", "\\u003C/script\\u003E\\u003C!--\\u0026amp;")]
    public void Only_what_JSON_needs_and_markup_is_escaped(string text, string written)
    {
        var bytes = JsonBytes.Of(ErrorBody.Of(text), CargoJson.Default.ErrorBody);
        Assert.Equal($$"""{"errors":[{"detail":"{{written}}"}]}""", Encoding.UTF8.GetString(bytes.Span));
        Assert.Equal(text, JsonDocument.Parse(bytes).RootElement.GetProperty("errors")[0].GetProperty("detail").GetString());
    }

    [Fact]
    public async Task An_answer_shows_what_was_published_and_is_not_sniffed()
    {
        await using var registry = await RegistryFixture.Start();
        var token = await registry.User("alice");
        var metadata = Some.Metadata("shown", "1.0.0") with { Description = "`C++` for <b>you</b>" };
        await registry.Publish(token, PublishFrame.Of(metadata, Some.Archive("shown", "1.0.0", manifest: "description = '`C++` for <b>you</b>'\n")).Write())
            .Expect(HttpStatusCode.OK);

        var answer = await registry.Get("/api/v1/crates/shown").Expect(HttpStatusCode.OK);

        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("`C++` for \\u003Cb\\u003Eyou", text, StringComparison.Ordinal);
    }
}
