using System.Text.Json;

namespace Seatrial.Cargo.Tests.Api;

public sealed class ApiBodyTests
{
    private static string? Check(string kind, string body)
    {
        var bytes = Some.Utf8(body);
        return (kind switch
        {
            "error" => ApiBody.CheckError(bytes),
            "ok" => ApiBody.CheckOk(bytes),
            "changed" => ApiBody.CheckOwnersChanged(bytes),
            "owners" => ApiBody.CheckOwners(bytes),
            "publish" => ApiBody.CheckPublishAnswer(bytes),
            _ => ApiBody.CheckSearch(bytes, 2),
        })?.Rule;
    }

    [Theory]
    [InlineData("error", "", "API-GEN-02")]
    [InlineData("error", "Not Found", "API-GEN-02")]
    [InlineData("error", "{}", "API-GEN-02")]
    [InlineData("error", """{"errors":[]}""", "API-GEN-02")]
    [InlineData("error", """{"errors":[{}]}""", "API-GEN-02")]
    [InlineData("error", """{"errors":[{"detail":""}]}""", "API-GEN-02")]
    [InlineData("error", """{"errors":{"detail":"x"}}""", "API-GEN-02")]
    [InlineData("ok", "", "API-YANK-03")]
    [InlineData("ok", "{}", "API-YANK-03")]
    [InlineData("ok", """{"ok":false}""", "API-YANK-03")]
    [InlineData("ok", """{"ok":"true"}""", "API-YANK-03")]
    [InlineData("ok", """{"ok":true,"errors":[]}""", "API-GEN-03")]
    [InlineData("changed", """{"ok":true}""", "API-OWN-02")]
    [InlineData("changed", """{"ok":true,"msg":null}""", "API-OWN-02")]
    [InlineData("changed", """{"msg":"x"}""", "API-OWN-02")]
    [InlineData("owners", "[]", "API-OWN-01")]
    [InlineData("owners", "{}", "API-OWN-01")]
    [InlineData("owners", """{"users":[{"login":"a"}]}""", "API-OWN-01")]
    [InlineData("owners", """{"users":[{"id":"1","login":"a"}]}""", "API-OWN-01")]
    [InlineData("owners", """{"users":[{"id":4294967296,"login":"a"}]}""", "API-OWN-01")]
    [InlineData("owners", """{"users":[{"id":-1,"login":"a"}]}""", "API-OWN-01")]
    [InlineData("owners", """{"users":[{"id":1}]}""", "API-OWN-01")]
    [InlineData("publish", "ok", "API-PUB-10")]
    [InlineData("publish", """{"errors":[]}""", "API-GEN-03")]
    [InlineData("search", "{}", "API-SRCH-02")]
    [InlineData("search", """{"crates":[]}""", "API-SRCH-02")]
    [InlineData("search", """{"crates":[],"meta":{}}""", "API-SRCH-02")]
    [InlineData("search", """{"crates":[],"meta":{"total":null}}""", "API-SRCH-02")]
    [InlineData("search", """{"crates":[],"meta":{"total":4294967296}}""", "API-SRCH-02")]
    [InlineData("search", """{"crates":[{"name":"a"}],"meta":{"total":1}}""", "API-SRCH-02")]
    [InlineData("search", """{"crates":[{"name":"a","max_version":"1"}],"meta":{"total":0}}""", "API-SRCH-04")]
    public void A_body_that_breaks_cargo_is_found_out(string kind, string body, string rule) => Assert.Equal(rule, Check(kind, body));

    [Theory]
    [InlineData("error", """{"errors":[{"detail":"x","more":1}],"more":1}""")]
    [InlineData("ok", """{"more":1,"ok":true}""")]
    [InlineData("changed", """{"ok":true,"msg":""}""")]
    [InlineData("owners", """{"users":[]}""")]
    [InlineData("owners", """{"users":[{"id":4294967295,"login":"a","name":null,"more":1}]}""")]
    [InlineData("publish", "")]
    [InlineData("publish", "{}")]
    [InlineData("publish", """{"warnings":null}""")]
    [InlineData("publish", """{"warnings":{"other":1}}""")]
    [InlineData("search", """{"crates":[{"name":"a","max_version":"x","description":null}],"meta":{"total":4294967295}}""")]
    public void A_body_that_cargo_takes_passes(string kind, string body) => Assert.Null(Check(kind, body));

    [Fact]
    public void More_results_than_the_page_may_hold_are_found_out()
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new([new("a", "1.0.0"), new("b", "1.0.0")], new(2)), CargoJson.Default.SearchBody);
        Assert.Null(ApiBody.CheckSearch(body, 2));
        Assert.Equal("API-SRCH-04", ApiBody.CheckSearch(body, 1)!.Rule);
    }

    [Fact]
    public void A_body_that_is_not_utf8_is_found_out() =>
        Assert.Equal("API-GEN-04", ApiBody.CheckOk(new byte[] { (byte)'{', 0xff, (byte)'}' })!.Rule);

    [Fact]
    public void What_we_write_passes_our_own_checks()
    {
        Assert.Null(ApiBody.CheckError(JsonSerializer.SerializeToUtf8Bytes(ErrorBody.Of("no"), CargoJson.Default.ErrorBody)));
        Assert.Null(ApiBody.CheckOk(JsonSerializer.SerializeToUtf8Bytes(new(), CargoJson.Default.OkBody)));
        Assert.Null(ApiBody.CheckOwnersChanged(JsonSerializer.SerializeToUtf8Bytes(new("done"), CargoJson.Default.OwnersChanged)));
        Assert.Null(ApiBody.CheckOwners(JsonSerializer.SerializeToUtf8Bytes(new([new(1, "a")]), CargoJson.Default.OwnersBody)));
        Assert.Equal("""{"warnings":{"invalid_categories":[],"invalid_badges":[],"other":[]}}""",
            JsonSerializer.Serialize(PublishAnswer.Clean, CargoJson.Default.PublishAnswer));
    }

    [Theory]
    [InlineData("""{"users":["a","b"]}""", "a b")]
    [InlineData("""{"owners":["a"]}""", "a")]
    [InlineData("""{}""", "")]
    public void Owners_are_read_under_both_names(string json, string logins) => Assert.Equal(
        logins, string.Join(' ', JsonSerializer.Deserialize(json, CargoJson.Default.OwnersChange)!.Logins));
}
