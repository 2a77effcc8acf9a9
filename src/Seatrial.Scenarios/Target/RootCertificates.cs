using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Seatrial.Scenarios;

/// <summary>
/// The roots that a registry's certificate must lead to, in place of the system's, as cargo's <c>http.cainfo</c>: for registries
/// with a private authority. Nothing else about TLS is relaxed.
/// </summary>
public sealed class RootCertificates
{
    private readonly X509Certificate2Collection _roots;

    private RootCertificates(string file, X509Certificate2Collection roots) => (File, _roots) = (file, roots);

    /// <summary>The PEM file, for cargo.</summary>
    public string File { get; }

    /// <summary>Reads a PEM file of one root or more.</summary>
    /// <param name="path">The file.</param>
    /// <param name="where">Where it was named, for the message.</param>
    /// <param name="folder">What a relative path begins at.</param>
    public static (RootCertificates? Roots, Misuse? Misuse) Read(string path, string where, string folder)
    {
        var file = Path.GetFullPath(path, folder);
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(System.IO.File.ReadAllText(file));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return (null, new Misuse(where, $"the certificates in {file} cannot be read: {problem.Message}", "Give a PEM file of the authority's certificate."));
        }

        return roots.Count > 0
            ? (new RootCertificates(file, roots), null)
            : (null, new Misuse(where, $"{file} holds no certificate.", "Give a PEM file of the authority's certificate (BEGIN CERTIFICATE)."));
    }

    /// <summary>What a connection is told, to trust these roots only.</summary>
    public SslClientAuthenticationOptions Options()
    {
        var policy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            // A private authority seldom publishes what it revokes, and cargo asks nobody either.
            RevocationMode = X509RevocationMode.NoCheck,
        };
        policy.CustomTrustStore.AddRange(_roots);
        return new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
    }
}
