using Seatrial.Registry.Publish;

namespace Seatrial.Registry.Tests.Publish;

/// <summary>What this registry asks of a publish, by default as crates.io does, and otherwise when it is told.</summary>
public sealed class PolicyTests
{
    public static TheoryData<string, string> Refused => new()
    {
        { "std", "reserved" },
        { "Proc-Macro", "reserved" },
        { "nul", "reserved" },
        { "no-description", "missing or empty metadata fields: description" },
        { "blank-description", "missing or empty metadata fields: description" },
        { "no-license", "missing or empty metadata fields: license" },
        { "long-description", "at most 1000 bytes" },
        { "six-keywords", "there may be 5 keywords" },
        { "long-keyword", "1 to 20" },
        { "six-categories", "there may be 5 categories" },
        { "301-features", "there may be 300 features" },
        { "301-values", "may turn on 300" },
        { "501-dependencies", "there may be 500 dependencies" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void The_default_refuses_what_crates_io_does(string what, string words)
    {
        var refusal = MetadataRules.Check(Made(what), PublishPolicy.Standard);
        Assert.Equal(400, refusal!.Status);
        Assert.Contains(words, refusal.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("64")]
    [InlineData("license-file")]
    [InlineData("1000-bytes")]
    [InlineData("five-keywords")]
    [InlineData("300-features")]
    public void The_default_takes_what_is_just_within(string what) => Assert.Null(MetadataRules.Check(Made(what), PublishPolicy.Standard));

    [Fact]
    public void What_is_configured_takes_the_place_of_the_default()
    {
        var loose = PublishPolicy.Standard with { ReserveToolchainNames = false, Required = [], Keywords = 6, Features = 301, FeatureValues = 301, Dependencies = 501 };
        foreach (var what in new[] { "std", "no-description", "no-license", "six-keywords", "301-features", "301-values", "501-dependencies" })
            Assert.Null(MetadataRules.Check(Made(what), loose));
        // No client on Windows could unpack it, whoever configures what.
        Assert.NotNull(MetadataRules.Check(Made("nul"), loose));
        var strict = PublishPolicy.Standard with { NameLength = 5, ReservedNames = ["acme_x"], Required = ["repository", "readme"] };
        Assert.Contains("at most 5", MetadataRules.Check(Made("longer"), strict)!.Detail, StringComparison.Ordinal);
        Assert.Contains("reserved", MetadataRules.Check(Made("Acme-X"), strict)!.Detail, StringComparison.Ordinal);
        Assert.Contains("fields: repository, readme", MetadataRules.Check(Made("short"), strict)!.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_registry_holds_the_policy_and_the_limits_that_it_was_given()
    {
        await using var registry = await RegistryFixture.Start(change: options => options with
        {
            Policy = options.Policy with { ReservedNames = ["acme"] },
            Limits = options.Limits with { ArchiveBytes = 1024, Entries = 2 },
        });
        var token = await registry.User("alice");
        Assert.Contains("reserved", await registry.Publish(token, "ACME", "1.0.0").Refusal(HttpStatusCode.BadRequest), StringComparison.Ordinal);
        await registry.Publish(token, "fits", "1.0.0").Expect(HttpStatusCode.OK);
        var many = CrateArchive.Build(CrateName.Parse("many").Value, CrateVersion.Parse("1.0.0").Value,
            [.. Enumerable.Range(0, 2).Select(n => ArchiveEntry.File($"{n}", new byte[1])), ArchiveEntry.File("Cargo.toml", "[package]\nname = 'many'\nversion = '1.0.0'\n"u8.ToArray())]);
        await registry.Publish(token, PublishFrame.Of(Some.Metadata("many", "1.0.0"), many).Write()).Refusal(HttpStatusCode.BadRequest);
        var large = PublishFrame.Of(Some.Metadata("large", "1.0.0"), new byte[1025]).Write();
        await registry.Publish(token, large).Refusal(HttpStatusCode.RequestEntityTooLarge);
    }

    private static PublishMetadata Made(string what) => what switch
    {
        "no-description" => Fine with { Description = null },
        "blank-description" => Fine with { Description = " " },
        "no-license" => Fine with { License = null },
        "license-file" => Fine with { License = null, LicenseFile = "LICENSE" },
        "long-description" => Fine with { Description = new string('é', 501) },
        "1000-bytes" => Fine with { Description = new string('é', 500) },
        "six-keywords" => Fine with { Keywords = Words(6) },
        "five-keywords" => Fine with { Keywords = Words(5) },
        "long-keyword" => Fine with { Keywords = [new string('a', 21)] },
        "six-categories" => Fine with { Categories = Words(6) },
        "300-features" => Fine with { Features = Features(300, 300) },
        "301-features" => Fine with { Features = Features(301, 0) },
        "301-values" => Fine with { Features = Features(1, 301) },
        "501-dependencies" => Fine with { Dependencies = [.. Words(501).Select(name => Crates.ReadApiTests.On(name))] },
        "64" => Some.Metadata(new string('a', 64), "1.0.0"),
        _ => Some.Metadata(what, "1.0.0"),
    };

    private static PublishMetadata Fine => Some.Metadata("fine", "1.0.0");

    private static string[] Words(int count) => [.. Enumerable.Range(0, count).Select(n => $"word{n}")];

    private static FeatureMap Features(int features, int values) => new(Words(features)
        .Select(name => KeyValuePair.Create(name, (IReadOnlyList<string>)Words(values))));
}
