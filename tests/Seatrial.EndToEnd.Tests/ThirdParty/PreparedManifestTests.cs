using Seatrial.Cargo;
using Tomlyn.Model;

namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>What is left of a manifest when it is prepared for a registry that holds little.</summary>
public sealed class PreparedManifestTests
{
    private const string Registry = "trial";

    [Fact]
    public void Every_dependency_comes_from_the_registry()
    {
        var made = Prepare("""
            [dependencies]
            held = "1"
            [build-dependencies]
            alias = { version = "1", package = "held" }
            [target.'cfg(unix)'.dependencies]
            also = { version = "1", optional = true, default-features = false, features = ["x"] }
            """, "held", "also");
        Assert.Equal(3, made.Dependencies.Count);
        Assert.All(made.Dependencies, one => Assert.Equal(Registry, ((TomlTable)one.Table[one.Alias])["registry"]));
    }

    [Fact]
    public void What_a_dependency_says_stays()
    {
        const string Manifest = """
            [build-dependencies]
            alias = { version = ">=1, <3", package = "held", optional = true, default-features = false, features = ["x", "y"] }
            """;
        var made = Assert.Single(Prepare(Manifest, "held").Dependencies);
        Assert.Equal(IndexShape.Of(Some.Crate("a", Manifest).Dependencies), IndexShape.Of([made]));
        Assert.Equal("held", made.Package);
        Assert.Equal(DependencyKind.Build, made.Kind);
    }

    [Fact]
    public void Dependencies_of_tests_are_dropped() => Assert.Empty(Dependency.Of(Prepare("""
        [dev-dependencies]
        held = "1"
        [target.'cfg(unix)'.dev-dependencies]
        other = "1"
        """, "held").Manifest));

    [Fact]
    public void An_optional_dependency_that_is_not_held_is_dropped() => Assert.Empty(Prepare("""
        [dependencies]
        missing = { version = "1", optional = true }
        """).Dependencies);

    [Theory]
    [InlineData("missing")]
    [InlineData("dep:missing")]
    [InlineData("missing/std")]
    public void A_feature_that_needs_a_dropped_dependency_is_dropped(string value) =>
        Assert.Equal(["other[]"], Features($"one = [\"{value}\"]\ntwo = [\"one\"]\nother = []"));

    [Theory]
    [InlineData("held")]
    [InlineData("dep:held")]
    [InlineData("held/std")]
    [InlineData("held?/std")]
    public void A_feature_that_needs_a_held_dependency_stays(string value) =>
        Assert.Equal(["one[" + value + "]", "two[one]"], Features($"one = [\"{value}\"]\ntwo = [\"one\"]"));

    [Fact]
    public void A_feature_that_only_wishes_for_a_dropped_dependency_stays_without_the_wish() =>
        Assert.Equal(["std[held?/std]"], Features("std = [\"missing?/std\", \"held?/std\"]"));

    [Fact]
    public void The_default_feature_stays_without_what_is_dropped() =>
        Assert.Equal(["default[other]", "other[]"], Features("""
            default = ["one", "missing", "other"]
            one = ["missing"]
            other = []
            """));

    [Fact]
    public void A_feature_with_the_name_of_a_dropped_dependency_counts_by_what_it_needs() =>
        Assert.Equal(["missing[]", "one[missing]"], Features("one = [\"missing\"]\nmissing = []"));

    [Fact]
    public void The_crate_keeps_its_own_manifest()
    {
        var crate = Some.Crate("a", "[dev-dependencies]\nb = \"1\"");
        PreparedManifest.For(crate, CrateTree.Of([crate], "a"), Registry);
        Assert.Single(Dependency.Of(crate.Manifest));
    }

    private static SourceCrate Prepare(string manifest, params string[] held)
    {
        var crate = Some.Crate("a", manifest);
        return PreparedManifest.For(crate, CrateTree.Of([crate, .. held.Select(name => Some.Crate(name))], "a"), Registry);
    }

    private static IEnumerable<string> Features(string features) => IndexShape.Features(Prepare($$"""
        [dependencies]
        held = { version = "1", optional = true }
        missing = { version = "1", optional = true }
        [features]
        {{features}}
        """, "held").Manifest);
}
