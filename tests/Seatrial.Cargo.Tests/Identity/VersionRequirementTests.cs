namespace Seatrial.Cargo.Tests.Identity;

public sealed class VersionRequirementTests
{
    [Theory]
    [InlineData("1.2", "^1.2")]
    [InlineData("1.2.3", "^1.2.3")]
    [InlineData("=1", "=1")]
    [InlineData(">= 1.2 ,<2", ">=1.2, <2")]
    [InlineData("~1.0.0-beta.2", "~1.0.0-beta.2")]
    [InlineData("1.*", "1.*")]
    [InlineData("1.x.X", "1.*")]
    [InlineData("1.2.*", "1.2.*")]
    [InlineData(">1.*", ">1")]
    [InlineData(" * ", "*")]
    [InlineData("1.0.0+build", "^1.0.0")]
    public void A_requirement_prints_as_cargo_sends_it(string text, string printed) =>
        Assert.Equal(printed, Some.Requirement(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("1.")]
    [InlineData("1.2.3.4")]
    [InlineData("1.*.3")]
    [InlineData("*, 1")]
    [InlineData("*.1")]
    [InlineData("1, *")]
    [InlineData("1,")]
    [InlineData("1 2")]
    [InlineData("=>1")]
    [InlineData("1.2-alpha")]
    [InlineData("1.0.0-")]
    [InlineData("01.0.0")]
    [InlineData("18446744073709551616")]
    [InlineData("1\t")]
    public void What_cargo_cannot_read_is_refused(string text) =>
        Assert.Equal("IDX-17", VersionRequirement.Parse(text).Violation!.Rule);

    [Fact]
    public void There_may_be_32_comparators_but_not_33()
    {
        Assert.True(VersionRequirement.Parse(string.Join(",", Enumerable.Repeat(">1", 32))).IsValid);
        Assert.False(VersionRequirement.Parse(string.Join(",", Enumerable.Repeat(">1", 33))).IsValid);
    }

    [Theory]
    [InlineData("^1.2.3", "1.2.3 1.2.4 1.3.0 1.2.3+b", "1.2.2 2.0.0 0.9.9 1.2.4-a")]
    [InlineData("^0.2.3", "0.2.3 0.2.9", "0.2.2 0.3.0 1.2.3")]
    [InlineData("^0.0.3", "0.0.3", "0.0.2 0.0.4")]
    [InlineData("^0.0", "0.0.0 0.0.9", "0.1.0")]
    [InlineData("^0", "0.0.0 0.9.9", "1.0.0")]
    [InlineData("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2")]
    [InlineData("~1", "1.0.0 1.9.9", "2.0.0 0.1.0")]
    [InlineData("=1.2", "1.2.0 1.2.9", "1.3.0 1.1.9")]
    [InlineData(">1.2", "1.3.0 2.0.0", "1.2.9 1.2.0")]
    [InlineData(">=1.2", "1.2.0 9.0.0", "1.1.9")]
    [InlineData("<1.2", "1.1.9 0.0.0", "1.2.0 1.2.0-a")]
    [InlineData("<=1.2", "1.2.9 0.0.0", "1.3.0")]
    [InlineData("1.2.*", "1.2.0 1.2.9", "1.3.0")]
    [InlineData("*", "0.0.0 9.9.9", "1.0.0-a")]
    [InlineData(">=1.0.0-b", "1.0.0-b 1.0.0-c 1.0.0 1.5.0", "1.0.0-a 1.5.0-b")]
    [InlineData("^1.0.0-b", "1.0.0-c 1.0.0 1.9.0", "1.0.0-a 2.0.0 1.1.0-c")]
    [InlineData(">=1.1, <1.3", "1.1.0 1.2.9", "1.0.9 1.3.0")]
    public void A_requirement_takes_some_versions_and_not_others(string requirement, string takes, string leaves)
    {
        Assert.All(takes.Split(' '), text => Assert.True(Some.Requirement(requirement).Matches(Some.Version(text)), text));
        Assert.All(leaves.Split(' '), text => Assert.False(Some.Requirement(requirement).Matches(Some.Version(text)), text));
    }
}
