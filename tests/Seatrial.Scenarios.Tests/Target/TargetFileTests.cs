namespace Seatrial.Scenarios.Tests;

public sealed class TargetFileTests
{
    private const string Good = """
        [registry]
        index = "http://127.0.0.1:8000/index"
        visible-within-seconds = 20

        [publisher]
        login = "alice"
        token = "secret-of-alice"

        [stranger]
        token = "secret-of-bob"

        [scenarios]
        disabled = ["search/*"]
        """;

    [Fact]
    public void A_target_file_is_read()
    {
        var (target, misuse) = Parse(Good);
        Assert.Null(misuse);
        Assert.Equal("http://127.0.0.1:8000/index/", target?.Index.ToString());
        Assert.Equal(new User("alice", "secret-of-alice"), target?.Publisher);
        Assert.Equal("secret-of-bob", target?.Stranger?.Token);
        Assert.Equal(TimeSpan.FromSeconds(20), target?.VisibleWithin);
        Assert.Equal("search/*", target?.Disables("search/words"));
        Assert.Null(target?.Disables("publish/new-crate"));
    }

    [Theory]
    [InlineData("indx = \"http://x/\"", "target.toml:2", "Did you mean «registry.index»?")]
    [InlineData("index = \"http://x/\"\nindex = \"http://y/\"", "target.toml:3", "already")]
    [InlineData("index = 5", "target.toml:2", "must be a text")]
    [InlineData("index = \"\"", "target.toml:2", "must be a text")]
    [InlineData("index = \"ftp://x/\"", "target.toml:2", "is not the URL of a sparse index")]
    [InlineData("index = \"http://x/?a=b\"", "target.toml:2", "query")]
    [InlineData("index = \"http://x/", "target.toml:2", "")]
    [InlineData("", "target.toml", "no index")]
    [InlineData("index = \"http://x/\"\nvisible-within-seconds = 0", "target.toml:3", "1 to 600")]
    [InlineData("index = \"https://x/\"\nca-file = \"no-such-file.pem\"", "target.toml:3", "cannot be read")]
    [InlineData("index = \"https://x/\"\nca-file = 5", "target.toml:3", "must be a text")]
    public void A_wrong_registry_table_is_refused_with_its_line(string table, string where, string problem)
    {
        var (target, misuse) = Parse($"[registry]\n{table}\n[publisher]\ntoken = \"secret\"\n");
        Assert.Null(target);
        Assert.Equal(where, misuse?.Where);
        Assert.Contains(problem, misuse?.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("token = \"a b\"\ntoken-env = \"X\"", "at once")]
    [InlineData("token-env = \"SEATRIAL_NO_SUCH_VARIABLE\"", "is not set")]
    [InlineData("token-file = \"no-such-file\"", "cannot be read")]
    [InlineData("token = \"schlüssel-token\"", "printable ASCII")]
    [InlineData("login = \"alice\"", "no publisher")]
    public void A_token_that_cannot_be_had_is_refused(string table, string problem)
    {
        var (target, misuse) = Parse($"[registry]\nindex = \"http://x/\"\n[publisher]\n{table}\n");
        Assert.Null(target);
        Assert.Contains(problem, misuse?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_token_does_not_stand_in_the_message()
    {
        var (_, misuse) = Parse("[registry]\nindex = \"http://x/\"\n[publisher]\ntoken = \"schlüssel\"\n");
        Assert.DoesNotContain("schl", misuse?.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_pattern_that_switches_nothing_off_is_refused()
    {
        var (_, misuse) = Parse(Good.Replace("search/*", "serach/*", StringComparison.Ordinal));
        Assert.Equal("target.toml:13", misuse?.Where);
    }

    [Fact]
    public void A_missing_file_is_refused() => Assert.NotNull(TargetFile.Read("no/such/target.toml", []).Misuse);

    [Fact]
    public void The_roots_of_a_private_authority_are_read_from_beside_the_file()
    {
        var folder = Directory.CreateTempSubdirectory("seatrial-target-test-");
        using var key = System.Security.Cryptography.ECDsa.Create();
        using var root = new System.Security.Cryptography.X509Certificates.CertificateRequest("CN=x", key, System.Security.Cryptography.HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddHours(1));
        var (pem, text) = (Path.Combine(folder.FullName, "root.pem"), "[registry]\nindex = \"https://x/\"\nca-file = \"root.pem\"\n[publisher]\ntoken = \"secret\"\n");
        File.WriteAllText(pem, root.ExportCertificatePem());
        var (target, misuse) = TargetFile.Parse(text, Path.Combine(folder.FullName, "target.toml"), []);
        Assert.Null(misuse);
        Assert.Equal(pem, target?.Roots?.File);
        File.WriteAllText(pem, "nothing");
        Assert.Contains("holds no certificate", TargetFile.Parse(text, Path.Combine(folder.FullName, "target.toml"), []).Misuse?.ToString(), StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static (Target? Target, Misuse? Misuse) Parse(string text) =>
        TargetFile.Parse(text, "target.toml", ["publish/new-crate", "search/words"]);
}
