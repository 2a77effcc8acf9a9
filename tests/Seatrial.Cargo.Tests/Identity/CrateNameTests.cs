namespace Seatrial.Cargo.Tests.Identity;

public sealed class CrateNameTests
{
    [Theory]
    [InlineData("a")]
    [InlineData("My-Crate_9")]
    [InlineData("a--b-")]
    [InlineData("new")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void A_good_name_keeps_its_spelling(string text) => Assert.Equal(text, CrateName.Parse(text).Value.Text);

    [Theory]
    [InlineData("", "NAME-02")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "NAME-02")]
    [InlineData("_x", "NAME-02")]
    [InlineData("-x", "NAME-02")]
    [InlineData("9a", "NAME-02")]
    [InlineData("a b", "NAME-02")]
    [InlineData("a/../b", "NAME-02")]
    [InlineData("a.b", "NAME-02")]
    [InlineData("a\0", "NAME-02")]
    [InlineData("é", "NAME-03")]
    [InlineData("日本語", "NAME-03")]
    [InlineData("İstanbul", "NAME-03")]
    [InlineData("\u212A", "NAME-03")]
    public void A_bad_name_is_refused(string text, string rule) => Assert.Equal(rule, CrateName.Parse(text).Violation!.Rule);

    [Theory]
    [InlineData("Foo-Bar", "foo_bar")]
    [InlineData("I_I", "i_i")]
    public void Spellings_of_one_crate_share_a_canonical_name(string text, string canonical) =>
        Assert.Equal(canonical, Some.Name(text).Canonical);

    [Theory]
    [InlineData("std", true)]
    [InlineData("Proc-Macro", true)]
    [InlineData("NUL", true)]
    [InlineData("com9", true)]
    [InlineData("com10", false)]
    [InlineData("rust-installer", true)]
    [InlineData("libc", false)]
    [InlineData("serde", false)]
    public void Names_of_the_compiler_and_of_devices_are_reserved(string text, bool reserved) =>
        Assert.Equal(reserved, CrateName.IsDevice(text) || CrateName.IsOfToolchain(text));

    [Theory]
    [InlineData("a", "1/a")]
    [InlineData("AB", "2/ab")]
    [InlineData("abc", "3/a/abc")]
    [InlineData("abcd", "ab/cd/abcd")]
    [InlineData("My-Crate_X", "my/-c/my-crate_x")]
    [InlineData("éab", "é/ab/éab")]
    [InlineData("ééx", "é/é/ééx")]
    [InlineData("", "")]
    public void An_index_path_is_split_by_the_bytes_of_the_lower_cased_name(string name, string path) =>
        Assert.Equal(path, IndexPath.For(name));

    [Fact]
    public void A_path_that_would_make_cargo_panic_holds_the_replacement_character() =>
        Assert.Contains('\uFFFD', IndexPath.For("日本語"));

    [Fact]
    public void A_checksum_is_the_sha256_in_lower_case() => Assert.Equal(
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", Checksum.Of("abc"u8).Text);

    [Theory]
    [InlineData(Some.Cksum, true)]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef", false)]
    [InlineData("sha256:0123456789abcdef0123456789abcdef0123456789abcdef012345678", false)]
    [InlineData("0123456789abcdef", false)]
    [InlineData("", false)]
    public void A_checksum_is_64_lower_case_hex_digits(string text, bool valid) =>
        Assert.Equal(valid ? null : "IDX-08", Checksum.Parse(text).Violation?.Rule);

    [Fact]
    public void A_failed_parse_throws_with_the_rule_only_when_its_value_is_taken()
    {
        var parsed = CrateName.Parse("_x");
        Assert.False(parsed.TryGet(out _, out var broken));
        Assert.Contains(broken.Rule, Assert.Throws<InvalidOperationException>(() => parsed.Value).Message, StringComparison.Ordinal);
        Assert.False(default(Parsed<CrateName>).IsValid);
        Assert.NotNull(default(Parsed<CrateName>).Violation);
    }
}
