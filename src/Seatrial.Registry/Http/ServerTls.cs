using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Seatrial.Registry.Http;

/// <summary>The TLS of this process's servers. When the files change, new connections get the new certificate.</summary>
/// <remarks>
/// The files are compared by what they hold: renewals swap links, of which the times say nothing. A new certificate that cannot be
/// used, or a key that has not been written yet, is logged once, and the old one stays.
/// </remarks>
internal sealed class ServerTls : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly string _certificateFile;
    private readonly string _keyFile;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private ServerCertificate _current;
    private ServerCertificate? _before;
    private string? _told;
    private long _looked;

    /// <exception cref="InvalidOperationException">The files hold no certificate; the configuration has checked them before.</exception>
    public ServerTls(string certificateFile, string keyFile, TimeProvider clock)
    {
        (_certificateFile, _keyFile, _clock) = (certificateFile, keyFile, clock);
        var (certificate, problem) = ServerCertificate.Load(certificateFile, keyFile);
        _current = certificate ?? throw new InvalidOperationException($"{(problem!.InKey ? keyFile : certificateFile)} {problem.Reason}");
        _looked = clock.GetTimestamp();
    }

    /// <summary>Where a certificate that cannot be used is told.</summary>
    public ILogger? Log { get; set; }

    /// <summary>What the next connection is answered with.</summary>
    public SslServerAuthenticationOptions Options() => new()
    {
        ServerCertificateContext = Current().Context,
        // RFC 8996: 1.0 and 1.1 are not to be used.
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
    };

    /// <summary>
    /// Lets the parts of this process reach each other under any address: the peer has shown that it holds our own key.
    /// </summary>
    public bool Trusts(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None)
            return true;
        lock (_lock)
            return certificate is not null && (certificate.Equals(_current.Leaf) || (_before is not null && certificate.Equals(_before.Leaf)));
    }

    public void Dispose()
    {
        _current.Dispose();
        _before?.Dispose();
    }

    private ServerCertificate Current()
    {
        lock (_lock)
        {
            if (_clock.GetElapsedTime(_looked) >= LookEvery)
            {
                _looked = _clock.GetTimestamp();
                if (!_current.IsIn(_certificateFile, _keyFile))
                    Replace();
            }

            return _current;
        }
    }

    private void Replace()
    {
        var (certificate, problem) = ServerCertificate.Load(_certificateFile, _keyFile);
        var reason = problem is not null ? $"{(problem.InKey ? _keyFile : _certificateFile)} {problem.Reason}"
            : certificate!.Ends < _clock.GetUtcNow() ? $"{_certificateFile} has ended" : null;
        if (reason is null)
        {
            // Connections may still be made with the one before; it is left to the garbage collector only then.
            (_before, _current, _told) = (_current, certificate!, null);
            Log?.LogInformation("The certificate was replaced; the new one ends at {Ends:u}", _current.Ends);
            return;
        }

        certificate?.Dispose();
        if (_told != reason)
            Log?.LogError("The new certificate cannot be used, the old one stays: {Reason}", reason);
        _told = reason;
    }
}
