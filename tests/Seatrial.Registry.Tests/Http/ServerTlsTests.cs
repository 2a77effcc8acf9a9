using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Time.Testing;
using Seatrial.Registry.Configuration;
using Seatrial.Registry.Http;

namespace Seatrial.Registry.Tests.Http;

/// <summary>Certificates: which are taken, and how a new one takes the place of the old.</summary>
public sealed class ServerTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("seatrial-tls-test-").FullName;

    private string CertificateFile => Path.Combine(_folder, "certificate.pem");

    private string KeyFile => Path.Combine(_folder, "key.pem");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_new_certificate_is_given_to_new_connections_and_one_that_cannot_be_used_is_not()
    {
        Write("first");
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        using var tls = new ServerTls(CertificateFile, KeyFile, clock);
        Assert.Equal("CN=first", Served(tls));
        Write("second");
        Assert.Equal("CN=first", Served(tls));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Served(tls));

        // A key that belongs to another, nothing at all, and what has ended: the old one stays. Then both files fit again.
        var key = await File.ReadAllTextAsync(KeyFile);
        Write("third");
        var third = await File.ReadAllTextAsync(KeyFile);
        await File.WriteAllTextAsync(KeyFile, key);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Served(tls));
        File.Delete(KeyFile);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=second", Served(tls));
        await File.WriteAllTextAsync(KeyFile, third);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=third", Served(tls));
        Write("ended", ends: -1);
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("CN=third", Served(tls));
    }

    [Fact]
    public async Task A_running_registry_serves_a_renewed_certificate_and_its_parts_still_reach_each_other()
    {
        Write("first");
        await using var registry = await RegistryFixture.Start(change: options => options with
        {
            TlsCertificate = CertificateFile,
            TlsKey = KeyFile,
            Routes = options.Routes with { Purge = null },
        });
        Assert.StartsWith("https://", registry.Url, StringComparison.Ordinal);
        Assert.Equal("CN=first", await Asked(registry.Url));
        Write("second");
        using var patience = new CancellationTokenSource(RegistryFixture.Patience);
        while (await Asked(registry.Url) != "CN=second")
            await Task.Delay(TimeSpan.FromMilliseconds(50), patience.Token);
        Assert.Equal("CN=second", await Asked(registry.Host.Edge.Url));
        // Through the edge, which asks the registry, and by a job, which asks the edge: neither certificate leads to a root.
        using var client = new HttpClient(new SocketsHttpHandler { SslOptions = { RemoteCertificateValidationCallback = IsOurs } });
        using var publish = new HttpRequestMessage(HttpMethod.Put, new Uri($"{registry.Url}/api/v1/crates/new")) { Content = new ByteArrayContent(Some.Publish("secure", "1.0.0")) };
        publish.Headers.TryAddWithoutValidation("Authorization", registry.Host.AdminToken);
        (await client.SendAsync(publish)).Expect(HttpStatusCode.OK);
        await registry.Drain();
        (await client.GetAsync(new Uri($"{registry.Host.Edge.Url}/index/{IndexPath.For("secure")}"))).Expect(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("no certificate", "", "", "tls.certificate: must be a PEM file that holds a certificate")]
    [InlineData("garbage", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "", "tls.certificate: holds a certificate that cannot be read")]
    [InlineData("no key", null, "nothing", "tls.key: must be a PEM file that holds the private key of the first certificate")]
    [InlineData("encrypted key", null, "-----BEGIN ENCRYPTED PRIVATE KEY-----", "tls.key: must hold a key that is not encrypted")]
    public void What_cannot_be_used_is_told_at_the_start(string what, string? certificate, string key, string expected)
    {
        Write(what);
        if (certificate is not null)
            File.WriteAllText(CertificateFile, certificate);
        if (key.Length > 0)
            File.WriteAllText(KeyFile, key);
        Assert.Contains(expected, Problem(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_of_another_certificate_and_a_certificate_that_has_ended_are_told_at_the_start_and_a_good_pair_is_not()
    {
        Write("good");
        Assert.Equal("", Problem());
        var key = File.ReadAllText(KeyFile);
        Write("other");
        File.WriteAllText(KeyFile, key);
        Assert.Contains("tls.key: must be a PEM file that holds the private key of the first certificate", Problem(), StringComparison.Ordinal);
        Write("ended", ends: -1);
        Assert.Contains("tls.certificate: the certificate ended at", Problem(), StringComparison.Ordinal);
    }

    private string Problem()
    {
        var file = Path.Combine(_folder, "registry.toml");
        File.WriteAllText(file, "[tls]\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n");
        return string.Join('\n', RegistryConfiguration.Read(["--config", file], _ => null).Problems);
    }

    private void Write(string name, int ends = 24)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-2), DateTimeOffset.UtcNow.AddHours(ends));
        File.WriteAllText(CertificateFile, certificate.ExportCertificatePem());
        File.WriteAllText(KeyFile, key.ExportPkcs8PrivateKeyPem());
    }

    // Self-signed and without a name: who it is is what the tests look at.
    private static bool IsOurs(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors) =>
        certificate is { Issuer: "CN=first" or "CN=second" };

    private static string Served(ServerTls tls) => tls.Options().ServerCertificateContext!.TargetCertificate.Subject;

    private static async Task<string> Asked(string url)
    {
        using var socket = new TcpClient();
        var uri = new Uri(url);
        await socket.ConnectAsync(uri.Host, uri.Port);
        await using var secure = new SslStream(socket.GetStream());
        await secure.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = uri.Host, RemoteCertificateValidationCallback = IsOurs });
        return secure.RemoteCertificate!.Subject;
    }
}
