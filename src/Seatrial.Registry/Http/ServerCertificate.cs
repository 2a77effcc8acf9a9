using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Seatrial.Registry.Http;

/// <summary>A certificate with its key and what stands between it and the root, from two PEM files.</summary>
internal sealed class ServerCertificate : IDisposable
{
    private readonly string _pem;
    private readonly string _key;

    private ServerCertificate(X509Certificate2 leaf, X509Certificate2Collection between, string pem, string key)
    {
        (Leaf, _pem, _key) = (leaf, pem, key);
        // Offline: what the file does not hold is not fetched from anywhere.
        Context = SslStreamCertificateContext.Create(leaf, between, offline: true);
    }

    public X509Certificate2 Leaf { get; }

    public SslStreamCertificateContext Context { get; }

    public DateTimeOffset Ends => Leaf.NotAfter.ToUniversalTime();

    /// <summary>The certificate in the files, or which of them is wrong and why.</summary>
    public static (ServerCertificate? Certificate, CertificateProblem? Problem) Load(string certificateFile, string keyFile)
    {
        var (pem, noPem) = Text(certificateFile);
        if (pem is null)
            return (null, new(false, noPem!));
        var (key, noKey) = Text(keyFile);
        return key is null ? (null, new(true, noKey!)) : Read(pem, key);
    }

    /// <summary>Whether the files still hold this one; files that cannot be read hold nothing else.</summary>
    public bool IsIn(string certificateFile, string keyFile) =>
        Text(certificateFile).Text is not { } pem || Text(keyFile).Text is not { } key || (pem == _pem && key == _key);

    public void Dispose() => Leaf.Dispose();

    private static (ServerCertificate?, CertificateProblem?) Read(string pem, string key)
    {
        var all = new X509Certificate2Collection();
        try
        {
            all.ImportFromPem(pem);
        }
        catch (CryptographicException failure)
        {
            return (null, new(false, $"holds a certificate that cannot be read: {failure.Message}"));
        }

        if (all.Count == 0)
            return (null, new(false, "must be a PEM file that holds a certificate (BEGIN CERTIFICATE)"));
        if (key.Contains("ENCRYPTED", StringComparison.Ordinal))
            return (null, new(true, "must hold a key that is not encrypted"));
        try
        {
            var leaf = X509Certificate2.CreateFromPem(pem, key);
            all[0].Dispose();
            all.RemoveAt(0);
            return (new ServerCertificate(leaf, all, pem, key), null);
        }
        catch (Exception failure) when (failure is CryptographicException or ArgumentException)
        {
            return (null, new(true, $"must be a PEM file that holds the private key of the first certificate: {failure.Message}"));
        }
    }

    private static (string? Text, string? Problem) Text(string file)
    {
        try
        {
            return (File.ReadAllText(file), null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return (null, $"cannot be read: {failure.Message}");
        }
    }
}

/// <summary>Why a certificate cannot be used.</summary>
/// <param name="InKey">Whether the file of the key is at fault, and not that of the certificate.</param>
internal sealed record CertificateProblem(bool InKey, string Reason);
