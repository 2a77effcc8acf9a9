namespace Seatrial.Cargo.Tests.Index;

public sealed class RegistryConfigTests
{
    private static readonly Checksum Sum = Checksum.Parse(Some.Cksum).Value;

    [Theory]
    [InlineData("[]", "CFG-01")]
    [InlineData("{}", "CFG-02")]
    [InlineData("""{"dl":null}""", "CFG-02")]
    [InlineData("""{"dl":"dl"}""", "CFG-02")]
    [InlineData("""{"dl":"/dl"}""", "CFG-02")]
    [InlineData("""{"dl":"https://x/dl","api":1}""", "CFG-03")]
    [InlineData("""{"dl":"https://x/dl","auth-required":"true"}""", "CFG-04")]
    [InlineData("""{"dl":"https://x/dl","auth_required":true}""", "CFG-04")]
    [InlineData("", "CFG-05")]
    [InlineData("\uFEFF{\"dl\":\"https://x/dl\"}", "CFG-05")]
    [InlineData("<html></html>", "CFG-05")]
    [InlineData("""{"dl":"https://x/dl","api":"https://x/"}""", "CFG-07")]
    [InlineData("""{"dl":"https://x/dl/"}""", "CFG-08")]
    public void A_bad_config_is_refused(string json, string rule) =>
        Assert.Equal(rule, RegistryConfig.Parse(Some.Utf8(json)).Violation!.Rule);

    [Theory]
    [InlineData("""{"dl":"https://x/dl"}""")]
    [InlineData("""{"dl":"https://x/dl","api":"https://x/sub","auth-required":true}""")]
    public void A_good_config_is_written_as_it_was_read(string json) =>
        Assert.Equal(json, Some.Text(RegistryConfig.Parse(Some.Utf8(json)).Value.ToJson()));

    [Fact]
    public void Unknown_keys_and_a_null_api_are_ignored() =>
        Assert.Null(RegistryConfig.Parse("""{"dl":"file:///x","api":null,"more":[]}"""u8.ToArray()).Value.Api);

    [Theory]
    [InlineData("https://x/dl", "https://x/dl/My-Crate/1.0.0+b/download")]
    [InlineData("https://x/{crate}-{version}.crate", "https://x/My-Crate-1.0.0+b.crate")]
    [InlineData("https://x/{prefix}/{lowerprefix}/{crate}", "https://x/My/-C/my/-c/My-Crate")]
    [InlineData("https://x/{sha256-checksum}", "https://x/" + Some.Cksum)]
    [InlineData("https://x/{crate}/{crate}", "https://x/My-Crate/My-Crate")]
    [InlineData("https://x/{unknown}", "https://x/{unknown}/My-Crate/1.0.0+b/download")]
    public void Markers_are_replaced_as_cargo_does(string dl, string expected)
    {
        var config = new RegistryConfig { Dl = dl };
        Assert.Equal(expected, config.DownloadText("My-Crate", Some.Version("1.0.0+b"), Sum));
        Assert.Equal(expected, Uri.UnescapeDataString(config.DownloadUrl("My-Crate", Some.Version("1.0.0+b"), Sum).AbsoluteUri));
    }
}
