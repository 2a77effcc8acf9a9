namespace Seatrial.Cli.Topology;

/// <summary>The PEM files that make the reference registry speak https.</summary>
/// <param name="Certificate">The certificate, and what stands between it and the root.</param>
/// <param name="Key">Its private key.</param>
internal sealed record TlsFiles(string Certificate, string Key);
