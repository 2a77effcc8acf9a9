namespace Seatrial.Cargo.Tests.Archives;

public sealed class ManifestTests
{
    private const string Text = """
        [package]
        name = "foo"
        version = "1.0.0"
        description = "d"
        license-file = "L"
        readme = "R.md"
        keywords = ["k"]
        rust-version = "1.70"
        links = "z"
        [features]
        f = ["dep:al"]
        [dependencies]
        plain = "1.2"
        al = { package = "real", version = "2", optional = true, default_features = false, features = ["x", "y"] }
        [dev_dependencies.d]
        version = "*"
        registry-index = "sparse+https://own.example/"
        [target.'cfg(target_os="linux")'.build-dependencies]
        b = { version = "=1.0.0", default-features = false }
        """;

    private static readonly PublishMetadata Same = new()
    {
        Name = Some.Name("foo"),
        Version = Some.Version("1.0.0"),
        RustVersion = "1.70",
        Links = "z",
        Features = new([new("f", ["dep:al"])]),
        Dependencies =
        [
            new() { Name = Some.Name("b"), Requirement = Some.Requirement("=1.0.0"), Kind = DependencyKind.Build, DefaultFeatures = false, Target = "cfg(target_os = \"linux\")", Registry = "https://github.com/rust-lang/crates.io-index" },
            new() { Name = Some.Name("plain"), Requirement = Some.Requirement("1.2"), Registry = "https://github.com/rust-lang/crates.io-index" },
            new() { Name = Some.Name("real"), Alias = "al", Requirement = Some.Requirement("2"), Optional = true, DefaultFeatures = false, Features = ["y", "x"], Registry = "https://github.com/rust-lang/crates.io-index" },
            new() { Name = Some.Name("d"), Requirement = Some.Requirement("*"), Kind = DependencyKind.Dev },
        ],
    };

    private static readonly Manifest Manifest = Manifest.Parse(Text).Value;

    public static TheoryData<string, string> Lies => new()
    {
        { "name", "M19" }, { "version", "M20" }, { "links", "IDX-22" }, { "rust", "IDX-22" }, { "feature", "M21" },
        { "missing dependency", "M21" }, { "extra dependency", "M21" }, { "requirement", "M21" }, { "registry", "M21" },
    };

    private static PublishMetadata Lie(string about) => about switch
    {
        "name" => Same with { Name = Some.Name("Foo") },
        "version" => Same with { Version = Some.Version("1.0.0+b") },
        "links" => Same with { Links = null },
        "rust" => Same with { RustVersion = "1.60" },
        "feature" => Same with { Features = FeatureMap.Empty },
        "missing dependency" => Same with { Dependencies = [.. Same.Dependencies.Skip(1)] },
        "extra dependency" => Same with { Dependencies = [.. Same.Dependencies, Same.Dependencies[1]] },
        "requirement" => Same with { Dependencies = [.. Same.Dependencies.Skip(1), Same.Dependencies[0] with { Requirement = Some.Requirement("1") }] },
        _ => Same with { Dependencies = [.. Same.Dependencies.Skip(1), Same.Dependencies[0] with { Registry = null }] },
    };

    [Fact]
    public void A_manifest_is_read_whole()
    {
        Assert.Equal(("foo", "1.0.0", "d", "L", "R.md", "1.70", "z"), (Manifest.Name, Manifest.Version, Manifest.Description,
            Manifest.LicenseFile, Manifest.ReadmePath, Manifest.RustVersion, Manifest.Links));
        Assert.Equal(["plain", "real", "d", "b"], Manifest.Dependencies.Select(one => one.Name.Text));
        Assert.Equal(["k"], Manifest.Keywords);
    }

    [Fact]
    public void Metadata_that_says_the_same_agrees()
    {
        Assert.Null(Manifest.Disagreement(Same));
        Assert.Null(Manifest.Disagreement(Same, "sparse+https://own.example/"));
    }

    [Theory]
    [MemberData(nameof(Lies))]
    public void Metadata_that_says_other_than_the_manifest_is_found_out(string about, string rule) =>
        Assert.Equal(rule, Manifest.Disagreement(Lie(about), "sparse+https://own.example/")?.Rule);

    [Theory]
    [InlineData("x = ", "CRATE-02")]
    [InlineData("package = 1", "CRATE-02")]
    [InlineData("[package]\nname = \"a\"\nversion = \"1.0.0\"\nname = \"b\"", "CRATE-02")]
    [InlineData("[package]\nname = \"a\"\nversion = \"1.0.0\"\n[package]\n", "CRATE-02")]
    [InlineData("[package]\nname = \"a\"\nversion = \"1.0.0\"\nx = \"\\u", "CRATE-02")]
    [InlineData("[package]\nname = \"a\"\nversion = 1", "CRATE-02")]
    [InlineData("[package]\nname = \"a\"\nversion = \"1.0.0\"\n[dependencies]\nb = 1", "CRATE-02")]
    [InlineData("[package]\nname = \"a\"\nversion = \"1.0.0\"\n[dependencies]\nb = \"x.y\"", "CRATE-02")]
    [InlineData("[package]\nname = \"a\"\nversion = \"1.0.0\"\n[features]\nf = \"x\"", "CRATE-02")]
    [InlineData("[lib]", "M30")]
    [InlineData("[package]\nname = \"a\"\nversion = \"1.0.0\"\nkeywords.workspace = true", "M30")]
    public void A_bad_manifest_is_refused(string text, string rule) => Assert.Equal(rule, Manifest.Parse(text).Violation?.Rule);
}
