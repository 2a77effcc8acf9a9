namespace Seatrial.EndToEnd.Tests.ThirdParty;

/// <summary>Which crates a tree holds, and in which order.</summary>
public sealed class CrateTreeTests
{
    [Fact]
    public void A_crate_comes_after_all_that_it_can_need() => Assert.Equal(["c", "d", "b", "a"], Names(CrateTree.Of(
        [
            Some.Crate("a", "[dependencies]\nb = \"1\""),
            Some.Crate("b", """
                [build-dependencies]
                c = "1"
                [target.'cfg(unix)'.dependencies]
                d = { version = "1", optional = true }
                """),
            Some.Crate("c"),
            Some.Crate("d"),
        ], "a")));

    [Fact]
    public void A_crate_that_nothing_reaches_is_left_out() =>
        Assert.Equal(["a"], Names(CrateTree.Of([Some.Crate("a", "[dev-dependencies]\nb = \"1\""), Some.Crate("b")], "a")));

    [Fact]
    public void A_renamed_dependency_is_found_under_its_own_name() => Assert.Equal(["b", "a"], Names(CrateTree.Of(
        [Some.Crate("a", "[dependencies]\nc = { version = \"1\", package = \"b\" }"), Some.Crate("b"), Some.Crate("c")], "a")));

    [Fact]
    public void Only_versions_that_a_requirement_takes_are_reached()
    {
        var a = Some.Crate("a", "[dependencies]\nb = \"1.1\"");
        SourceCrate[] all = [a, Some.Crate("b", version: "1.0.9"), Some.Crate("b", version: "1.2.0")];
        Assert.Equal(["b-1.2.0", "a-1.0.0"], CrateTree.Of(all, "a").InPublishOrder.Select(one => one.ToString()));
    }

    [Fact]
    public void A_crate_named_by_itself_comes_in_all_versions()
    {
        var tree = CrateTree.Of([Some.Crate("b", version: "1.9.0"), Some.Crate("b", version: "1.10.0")], "b");
        Assert.Equal(2, tree.InPublishOrder.Count);
        Assert.Equal("1.10.0", tree.Newest("b").Version.Text);
    }

    [Fact]
    public void An_optional_dependency_is_held_when_it_is_there()
    {
        var a = Some.Crate("a", "[dependencies]\nb = { version = \"1\", optional = true }");
        Assert.True(CrateTree.Of([a, Some.Crate("b")], "a").Holds(a, a.Dependencies[0]));
    }

    [Fact]
    public void An_optional_dependency_is_not_held_when_it_is_missing()
    {
        var a = Some.Crate("a", "[dependencies]\nb = { version = \"2\", optional = true }");
        Assert.False(CrateTree.Of([a, Some.Crate("b")], "a").Holds(a, a.Dependencies[0]));
    }

    [Fact]
    public void Of_a_circle_the_optional_dependency_farthest_from_the_start_is_left_out()
    {
        var a = Some.Crate("a", "[dependencies]\nb = { version = \"1\", optional = true }");
        var b = Some.Crate("b", "[dependencies]\nc = { version = \"1\", optional = true }");
        var c = Some.Crate("c", "[dependencies]\na = { version = \"1\", optional = true }");
        var tree = CrateTree.Of([a, b, c], "b");
        Assert.Equal(["a", "c", "b"], Names(tree));
        Assert.True(tree.Holds(b, b.Dependencies[0]));
        Assert.True(tree.Holds(c, c.Dependencies[0]));
        Assert.False(tree.Holds(a, a.Dependencies[0]));
    }

    [Fact]
    public void An_optional_dependency_gives_way_to_a_required_one()
    {
        var a = Some.Crate("a", "[dependencies]\nb = { version = \"1\", optional = true }");
        var b = Some.Crate("b", "[dependencies]\na = \"1\"");
        Assert.Equal(["a", "b"], Names(CrateTree.Of([a, b], "a")));
    }

    [Fact]
    public void Crates_that_require_each_other_have_no_order()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => CrateTree.Of(
            [Some.Crate("a", "[dependencies]\nb = \"1\""), Some.Crate("b", "[dependencies]\na = \"1\"")], "a"));
        Assert.Equal("a-1.0.0 requires itself.", problem.Message);
    }

    [Fact]
    public void A_required_crate_that_is_missing_is_named()
    {
        var problem = Assert.Throws<InvalidOperationException>(() => CrateTree.Of(
            [Some.Crate("a", "[dependencies]\nb = \"2\""), Some.Crate("b")], "a"));
        Assert.Equal("There is no b ^2, which a-1.0.0 requires.", problem.Message);
    }

    private static IEnumerable<string> Names(CrateTree tree) => tree.InPublishOrder.Select(one => one.Name);
}
