namespace Seatrial.Cargo.Tests.Index;

public sealed class IndexFileTests
{
    private static readonly IndexLine Line = new()
    {
        Name = "foo",
        Version = Some.Version("1.0.0"),
        Checksum = Checksum.Parse(Some.Cksum).Value,
    };

    [Fact]
    public void The_last_of_two_lines_for_one_version_wins()
    {
        var file = IndexFile.Parse(IndexFile.Render([Line, Line with { Yanked = true }, Line with { Version = Some.Version("2.0.0") }]));
        Assert.Equal(3, file.Lines.Count);
        Assert.Equal([("1.0.0", true), ("2.0.0", false)], file.Versions.Select(one => (one.Version.Text, one.Yanked)));
    }

    [Fact]
    public void A_broken_line_does_not_spoil_the_others()
    {
        var file = IndexFile.Parse(Some.Utf8("{\n" + Some.Text(Line.ToJson())));
        Assert.Equal([false, true], file.Lines.Select(one => one.IsValid));
    }

    [Fact]
    public void A_line_without_schema_version_reads_as_before_and_is_rendered_without_one()
    {
        var text = Some.Text(Line.ToJson());
        Assert.DoesNotContain("\"v\"", text, StringComparison.Ordinal);
        Assert.Equal(text, Some.Text(IndexLine.Parse(Some.Utf8(text)).Value.ToJson()));
    }

    [Theory]
    [InlineData("dep:b", true)]
    [InlineData("b?/c", true)]
    [InlineData("b/c", false)]
    [InlineData("b", false)]
    public void Only_new_feature_syntax_makes_a_second_schema(string value, bool second)
    {
        var dependency = new PublishDependency { Name = Some.Name("b"), Requirement = Some.Requirement("1"), Optional = true };
        var line = IndexLine.From(
            Some.Metadata with { Features = new([new("a", [value])]), Dependencies = [dependency] }, Line.Checksum);
        Assert.Equal(second, line.Features2.ContainsKey("a"));
        Assert.NotEqual(second, line.Features.ContainsKey("a"));
        Assert.Equal(second ? 2u : 1u, line.SchemaVersion);
        Assert.Empty(line.FeatureViolations());
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData("sparse+https://own.example/", null)]
    [InlineData("sparse+https://other.example/", "sparse+https://other.example/")]
    public void Only_the_own_registry_stands_as_none(string? sent, string? listed)
    {
        var dependency = new PublishDependency { Name = Some.Name("b"), Requirement = Some.Requirement("1"), Registry = sent, Alias = "_b" };
        var line = IndexLine.From(Some.Metadata with { Dependencies = [dependency] }, Line.Checksum, null, "sparse+https://own.example/");
        Assert.Equal((listed, "_b", "b"), (line.Dependencies[0].Registry, line.Dependencies[0].Name, line.Dependencies[0].Package));
    }
}
