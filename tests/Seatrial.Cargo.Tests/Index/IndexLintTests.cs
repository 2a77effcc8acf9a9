namespace Seatrial.Cargo.Tests.Index;

public sealed class IndexLintTests
{
    private const string Good = $$"""{"name":"foo","vers":"1.0.0","deps":[],"cksum":"{{Some.Cksum}}","features":{},"yanked":false}""";

    private static string Dep(string members) => Good.Replace("[]", "[{" + members + "}]", StringComparison.Ordinal);

    private static string With(string members) => Good[..^1] + "," + members + "}";

    public static TheoryData<string, string> Broken => new()
    {
        { "\uFEFF" + Good, "IDX-02" },
        { "[" + Good + "]", "IDX-02" },
        { Good.Replace(",\"deps\"", ",\n\"deps\"", StringComparison.Ordinal), "IDX-02" },
        { Good[..^10], "IDX-02" },
        { Good.Replace("foo", "fo\0o", StringComparison.Ordinal), "IDX-02" },
        { With("\"name\":\"foo\""), "IDX-02" },
        { "<html>no such page</html>", "IDX-02" },
        { Good.Replace("\"name\":\"foo\",", "", StringComparison.Ordinal), "IDX-03" },
        { Good.Replace("\"vers\":\"1.0.0\",", "", StringComparison.Ordinal), "IDX-03" },
        { Good.Replace("\"deps\":[],", "", StringComparison.Ordinal), "IDX-03" },
        { Good.Replace("\"deps\":[]", "\"deps\":null", StringComparison.Ordinal), "IDX-03" },
        { Good.Replace($"\"cksum\":\"{Some.Cksum}\",", "", StringComparison.Ordinal), "IDX-03" },
        { Good.Replace("1.0.0", "1.0", StringComparison.Ordinal), "IDX-04" },
        { Good.Replace("1.0.0", "v1.0.0", StringComparison.Ordinal), "IDX-04" },
        { Good + "\n" + Good.Replace("1.0.0", "1.0.0+b", StringComparison.Ordinal), "IDX-05" },
        { Good.Replace("foo", "Foo", StringComparison.Ordinal), "IDX-07" },
        { Good.Replace("abcdef", "ABCDEF", StringComparison.Ordinal), "IDX-08" },
        { Good.Replace("\"yanked\":false", "\"yanked\":\"no\"", StringComparison.Ordinal), "IDX-10" },
        { Good.Replace("\"features\":{}", "\"features\":null", StringComparison.Ordinal), "IDX-11" },
        { Good.Replace("\"features\":{}", "\"features\":{\"a\":\"b\"}", StringComparison.Ordinal), "IDX-11" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"optional\":null"), "IDX-11" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"features\":null"), "IDX-11" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"default_features\":null"), "IDX-11" },
        { With("\"v\":3"), "IDX-12" },
        { With("\"v\":\"2\""), "IDX-12" },
        { With("\"v\":-1"), "IDX-12" },
        { With("\"features2\":{\"a\":[]}"), "IDX-13" },
        { With("\"pubtime\":\"2026-01-02T03:04:05.6Z\""), "IDX-14" },
        { With("\"pubtime\":\"2026-01-02T03:04:05+00:00\""), "IDX-14" },
        { With("\"pubtime\":\"2026-02-30T03:04:05Z\""), "IDX-14" },
        { With("\"pubtime\":\"2026-1-02T03:04:05Z\""), "IDX-14" },
        { With("\"rust_version\":\">=1.70\""), "IDX-15" },
        { With("\"rust_version\":\"1.70.0.1\""), "IDX-15" },
        { With("\"rust_version\":\"1.70-beta\""), "IDX-15" },
        { With("\"rust_version\":\"\""), "IDX-15" },
        { With("\"links\":1"), "IDX-16" },
        { Dep("\"name\":\"a\""), "IDX-17" },
        { Dep("\"req\":\"^1\""), "IDX-17" },
        { Dep("\"name\":\"a\",\"req\":\"latest\""), "IDX-17" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"target\":\"cfg(unix\""), "IDX-17" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"target\":\"cfg(not(a,b))\""), "IDX-17" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"target\":\"a b\""), "IDX-17" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"registry\":\"/index\""), "IDX-17" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"kind\":\"test\""), "IDX-18" },
        { Dep("\"name\":\"a\",\"req\":\"^1\",\"features\":[\"\"]"), "IDX-18" },
        { Good.Replace("{}", "{\"a\":[\"b\"]}", StringComparison.Ordinal), "IDX-21" },
        { Good.Replace("{}", "{\"a\":[\"dep:b\"]}", StringComparison.Ordinal), "IDX-21" },
        { Good.Replace("{}", "{\"a\":[\"b/c\"]}", StringComparison.Ordinal), "IDX-21" },
        { Dep("\"name\":\"b\",\"req\":\"^1\"").Replace("{}", "{\"a\":[\"b\"]}", StringComparison.Ordinal), "IDX-21" },
        { Dep("\"name\":\"b\",\"req\":\"^1\"").Replace("{}", "{\"a\":[\"dep:b\"]}", StringComparison.Ordinal), "IDX-21" },
        { Dep("\"name\":\"b\",\"req\":\"^1\"").Replace("{}", "{\"a\":[\"b?/c\"]}", StringComparison.Ordinal), "IDX-21" },
        { Dep("\"name\":\"b\",\"req\":\"^1\",\"optional\":true").Replace("{}", "{\"b\":[]}", StringComparison.Ordinal), "IDX-21" },
        { Dep("\"name\":\"b\",\"req\":\"^1\",\"optional\":true").Replace("{}", "{\"a\":[\"dep:b\"],\"c\":[\"b\"]}", StringComparison.Ordinal), "IDX-21" },
        { Dep("\"name\":\"b\",\"req\":\"^1\",\"optional\":true").Replace("{}", "{\"a\":[\"dep:b/c\"]}", StringComparison.Ordinal), "IDX-21" },
        { Dep("\"name\":\"b\",\"req\":\"^1\",\"optional\":true,\"kind\":\"dev\""), "IDX-21" },
        { Good.Replace("{}", "{\"a b\":[]}", StringComparison.Ordinal), "NAME-10" },
        { Good.Replace("{}", "{\"-a\":[]}", StringComparison.Ordinal), "NAME-10" },
    };

    public static TheoryData<string> Fine =>
    [
        Good,
        Good + "\r\n\n  \n" + Good.Replace("1.0.0", "1.0.1", StringComparison.Ordinal),
        With("\"unknown\":[1]"),
        Good.Replace("false", "null", StringComparison.Ordinal),
        With("\"v\":1"),
        With("\"v\":null"),
        With("\"v\":2,\"features2\":{\"a\":[]}"),
        With("\"pubtime\":\"2026-01-02T03:04:05Z\",\"rust_version\":\"1\",\"links\":null"),
        With("\"rust_version\":\"1.70.1\",\"links\":\"z\""),
        Dep("\"name\":\"_a\",\"package\":\"b\",\"req\":\"^1\",\"kind\":null,\"target\":null,\"registry\":null,\"public\":true"),
        Dep("\"name\":\"a\",\"req\":\"^1\",\"target\":\"cfg(any(unix, target_os = \\\"none\\\", not(all())))\",\"registry\":\"sparse+https://x.example/\""),
        Dep("\"name\":\"b\",\"req\":\"^1\",\"optional\":true").Replace("{}", "{\"a\":[\"b\",\"b?/c\",\"b/d\"]}", StringComparison.Ordinal),
        Dep("\"name\":\"b\",\"req\":\"^1\",\"optional\":true").Replace("{}", "{\"b\":[\"dep:b\"],\"9.x+y-é\":[\"b\"]}", StringComparison.Ordinal),
        "",
    ];

    [Theory]
    [MemberData(nameof(Broken))]
    public void Lint_names_the_rule_that_a_line_breaks(string lines, string rule) =>
        Assert.Contains(rule, IndexFile.Lint(Some.Utf8(lines), "foo").Select(one => one.Rule));

    [Theory]
    [MemberData(nameof(Fine))]
    public void Lint_is_silent_about_a_good_file(string lines) => Assert.Empty(IndexFile.Lint(Some.Utf8(lines), "foo"));

    [Fact]
    public void Lint_says_which_line_it_means()
    {
        var broken = Assert.Single(IndexFile.Lint(Some.Utf8(Good + "\n\n{}x\n" + Good.Replace("1.0.0", "2.0.0", StringComparison.Ordinal)), "foo"));
        Assert.Equal(3, broken.Line);
    }

    [Fact]
    public void Lint_says_of_another_registrys_name_that_it_is_not_strict() =>
        Assert.Equal("NAME-02", Assert.Single(IndexFile.Lint(Some.Utf8(Good.Replace("foo", "_x", StringComparison.Ordinal)), "_x")).Rule);

    [Fact]
    public void A_half_surrogate_is_no_name()
    {
        Assert.Equal("IDX-03", IndexLine.Parse(Some.Utf8(Good.Replace("foo", "\\ud800", StringComparison.Ordinal))).Violation!.Rule);
        Assert.False(IndexLine.Parse(Some.Utf8(With("\"\\ud800\":1"))).TryGet(out _, out var broken));
        Assert.Equal("IDX-02", broken.Rule);
    }
}
