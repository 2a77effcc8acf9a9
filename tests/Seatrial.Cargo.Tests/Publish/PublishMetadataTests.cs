namespace Seatrial.Cargo.Tests.Publish;

public sealed class PublishMetadataTests
{
    private const string Good = """{"name":"foo","vers":"1.0.0","deps":[],"features":{}}""";

    private static string Dep(string members) =>
        Good.Replace("[]", "[{\"name\":\"a\",\"version_req\":\"^1\"," + members + "}]", StringComparison.Ordinal);

    private static string With(string members) => Good[..^1] + "," + members + "}";

    public static TheoryData<string, string> Broken => new()
    {
        { "\uFEFF" + Good, "M16" },
        { With("\"x\":NaN"), "M16" },
        { With("\"name\":\"foo\""), "M16" },
        { new string('[', 10_000), "M16" },
        { new string(' ', 1 << 16), "M16" },
        { Good + "x", "M16" },
        { "[]", "M17" },
        { "\"x\"", "M17" },
        { "null", "M17" },
        { "{}", "M18" },
        { Good.Replace("\"name\":\"foo\",", "", StringComparison.Ordinal), "M18" },
        { Good.Replace("\"vers\":\"1.0.0\",", "", StringComparison.Ordinal), "M18" },
        { Good.Replace("\"deps\":[],", "", StringComparison.Ordinal), "M18" },
        { Good.Replace(",\"features\":{}", "", StringComparison.Ordinal), "M18" },
        { Good.Replace("[]", "null", StringComparison.Ordinal), "M18" },
        { Good.Replace("\"1.0.0\"", "1", StringComparison.Ordinal), "M18" },
        { Good.Replace("foo", "\\ud800", StringComparison.Ordinal), "M18" },
        { With("\"keywords\":null"), "M18" },
        { With("\"keywords\":[1]"), "M18" },
        { With("\"badges\":{\"a\":1}"), "M18" },
        { With("\"readme\":1"), "M18" },
        { Dep("\"kind\":\"test\""), "M18" },
        { Dep("\"optional\":null"), "M18" },
        { Dep("\"features\":null"), "M18" },
        { Good.Replace("foo", "_x", StringComparison.Ordinal), "NAME-02" },
        { Good.Replace("foo", "日本語", StringComparison.Ordinal), "NAME-03" },
        { Good.Replace("1.0.0", "1.0", StringComparison.Ordinal), "VER-01" },
        { With("\"rust_version\":\"1.x\""), "IDX-15" },
        { Dep("\"target\":\"cfg(\""), "IDX-17" },
        { Dep("\"registry\":\"here\""), "IDX-17" },
        { Dep("\"kind\":null").Replace("^1", "one", StringComparison.Ordinal), "IDX-17" },
        { Dep("\"explicit_name_in_toml\":\"a b\""), "NAME-10" },
        { Good.Replace("{}", "{\"a\":[\"b\"]}", StringComparison.Ordinal), "IDX-21" },
        { Good.Replace("{}", "{\"a/b\":[]}", StringComparison.Ordinal), "NAME-10" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Wrong_metadata_is_refused(string json, string rule) =>
        Assert.Equal(rule, PublishMetadata.Parse(Some.Utf8(json)).Violation!.Rule);

    [Fact]
    public void Invalid_utf8_is_refused() =>
        Assert.Equal("M16", PublishMetadata.Parse(new byte[] { (byte)'{', (byte)'"', 0xff, (byte)'"', (byte)'}' }).Violation!.Rule);

    [Fact]
    public void Missing_members_have_their_default_and_unknown_ones_are_ignored()
    {
        var metadata = PublishMetadata.Parse(Some.Utf8(With("\"future\":{\"a\":[]},\"license\":null"))).Value;
        Assert.Empty(metadata.Keywords);
        Assert.Null(metadata.License);
        Assert.True(PublishMetadata.Parse(Some.Utf8(Dep("\"kind\":null"))).Value.Dependencies[0].DefaultFeatures);
    }

    [Fact]
    public void Unstable_members_of_a_dependency_survive_the_round_trip()
    {
        var json = Dep("\"artifact\":[\"bin\"],\"bindep_target\":\"target\",\"lib\":true");
        var written = Some.Text(PublishMetadata.Parse(Some.Utf8(json)).Value.ToJson());
        Assert.Contains("\"artifact\":[\"bin\"],\"bindep_target\":\"target\",\"lib\":true}", written, StringComparison.Ordinal);
    }
}
