using System.Security.Cryptography;
using System.Text;

namespace Seatrial.Registry.Tokens;

/// <summary>The secret text of a token: 32 random characters behind a prefix that secret scanners can find.</summary>
internal static class TokenText
{
    public const string Prefix = "sea_";

    // 62^32: 190 bits. Guessing is hopeless, so a plain SHA-256 is enough to store it (AUTH-12).
    private const int RandomCharacters = 32;
    private const string Base62 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string New() => Prefix + RandomNumberGenerator.GetString(Base62, RandomCharacters);

    public static byte[] Hash(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));
}
