namespace Seatrial.Cargo.Tests.Identity;

public sealed class CrateVersionTests
{
    [Theory]
    [InlineData("0.0.0")]
    [InlineData("1.2.3-alpha.1+build.007")]
    [InlineData("1.0.0-0a.x-y.-")]
    [InlineData("1.0.0+00")]
    [InlineData("18446744073709551615.0.0")]
    public void A_good_version_prints_as_it_was_read(string text) => Assert.Equal(text, Some.Version(text).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("1")]
    [InlineData("1.0")]
    [InlineData("01.0.0")]
    [InlineData("1.00.0")]
    [InlineData("v1.0.0")]
    [InlineData(" 1.0.0")]
    [InlineData("1.0.0 ")]
    [InlineData("1.0.0-")]
    [InlineData("1.0.0-a..b")]
    [InlineData("1.0.0-01")]
    [InlineData("1.0.0+")]
    [InlineData("1.0.0+a+b")]
    [InlineData("1.0.0-é")]
    [InlineData("1.0.0.0")]
    [InlineData("-1.0.0")]
    [InlineData("18446744073709551616.0.0")]
    [InlineData("１.0.0")]
    public void A_bad_version_is_refused(string text) => Assert.Equal("VER-01", CrateVersion.Parse(text).Violation!.Rule);

    [Fact]
    public void A_version_may_have_150_characters_but_not_151()
    {
        Assert.True(CrateVersion.Parse("1.0.0-" + new string('a', 144)).IsValid);
        Assert.False(CrateVersion.Parse("1.0.0-" + new string('a', 145)).IsValid);
    }

    [Fact]
    public void Versions_are_ordered_as_cargo_orders_them()
    {
        string[] ascending =
        [
            "0.0.1", "0.1.0-alpha", "0.1.0", "1.0.0-1", "1.0.0-2", "1.0.0-10", "1.0.0-99999999999999999999999", "1.0.0-alpha",
            "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-beta", "1.0.0-rc.1", "1.0.0", "1.0.0+0", "1.0.0+00", "1.0.0+1", "1.0.0+01",
            "1.0.0+2", "1.0.0+10", "1.0.0+a", "1.0.0+a.1", "1.0.0+b", "1.0.1", "2.0.0", "10.0.0",
        ];
        var shuffled = ascending.Reverse().Select(Some.Version);
        Assert.Equal(ascending, shuffled.Order().Select(version => version.Text));
        Assert.True(Some.Version("1.0.0") < Some.Version("1.0.1"));
        Assert.True(Some.Version("1.0.0") >= Some.Version("1.0.0"));
        Assert.Equal(0, Some.Version("1.0.0+a").ComparePrecedence(Some.Version("1.0.0+b")));
    }

    [Fact]
    public void Build_metadata_does_not_make_another_version()
    {
        Assert.Equal(Some.Version("1.0.0-a"), Some.Version("1.0.0-a+b").WithoutBuild);
        Assert.NotEqual(Some.Version("1.0.0-a"), Some.Version("1.0.0-a+b"));
    }
}
