using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Seatrial.Registry.Private;

/// <summary>
/// What a private registry has beside a public one: signed download URLs. Cargo drops its token on the way to another host
/// or port (AUTH-13), so the redirect to the edge carries its own permission, for one archive and a short time (DL-11).
/// </summary>
/// <param name="secret">Shared by all replicas, since one signs and another verifies; null to make one.</param>
internal sealed class Privacy(string? secret)
{
    // Cargo follows a redirect at once; a queue at the edge and clocks that differ need some of it.
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    private const int SecretBytes = 32;
    private const string Expires = "expires";
    private const string Signature = "signature";

    private readonly byte[] _key = secret is null ? RandomNumberGenerator.GetBytes(SecretBytes) : Encoding.UTF8.GetBytes(secret);

    /// <summary>The query string that opens a path.</summary>
    /// <param name="path">The path as it is meant, without escapes: edges may spell it otherwise (CFG-10).</param>
    public string Query(string path, DateTimeOffset now)
    {
        var until = (now + Lifetime).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return $"?{Expires}={until}&{Signature}={Convert.ToHexStringLower(Sign(path, until))}";
    }

    /// <summary>Whether a request carries a signature of ours for this path that has not expired.</summary>
    public bool Opens(HttpRequest request, DateTimeOffset now)
    {
        var (until, signature) = (request.Query[Expires].ToString(), request.Query[Signature].ToString());
        var given = new byte[HMACSHA256.HashSizeInBytes];
        return Convert.FromHexString(signature, given, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == given.Length
            && CryptographicOperations.FixedTimeEquals(given, Sign(request.Path.Value ?? "", until))
            && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            && now.ToUnixTimeSeconds() < end;
    }

    private byte[] Sign(string path, string until) => HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{until}\n{path}"));
}
