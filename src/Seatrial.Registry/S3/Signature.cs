using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Seatrial.Registry.S3;

/// <summary>AWS Signature Version 4 for S3, header form: what the signature of a request must be.</summary>
/// <remarks>Source: "Signature Calculations for the Authorization Header", Amazon S3 API Reference.</remarks>
internal static class Signature
{
    public const string Algorithm = "AWS4-HMAC-SHA256";
    public const string UnsignedPayload = "UNSIGNED-PAYLOAD";
    private const string Terminator = "aws4_request";

    /// <summary>The hex signature.</summary>
    public static string Of(CanonicalRequest request, Scope scope, string timestamp, string secret)
    {
        var hash = Hex(SHA256.HashData(Utf8(request.ToString())));
        var toSign = $"{Algorithm}\n{timestamp}\n{scope.Date}/{scope.Region}/{scope.Service}/{Terminator}\n{hash}";
        var key = Hmac(Hmac(Hmac(Hmac(Utf8("AWS4" + secret), scope.Date), scope.Region), scope.Service), Terminator);
        return Hex(Hmac(key, toSign));
    }

    /// <summary>Percent-encodes all but the unreserved characters of RFC 3986, in UTF-8 and upper-case hex.</summary>
    public static string Encode(string text, bool keepSlash)
    {
        var encoded = new StringBuilder(text.Length);
        foreach (var octet in Utf8(text))
            if (char.IsAsciiLetterOrDigit((char)octet) || octet is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'
                || (keepSlash && octet == (byte)'/'))
                encoded.Append((char)octet);
            else
                encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        return encoded.ToString();
    }

    public static string Hex(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    private static byte[] Hmac(byte[] key, string text) => HMACSHA256.HashData(key, Utf8(text));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
}

/// <summary>What a signing key is good for.</summary>
internal sealed record Scope(string Date, string Region, string Service);

/// <summary>A request in the one spelling that both sides sign.</summary>
/// <param name="Path">The decoded path.</param>
/// <param name="Query">The decoded query parameters.</param>
/// <param name="Headers">The signed headers, lower-case names in order.</param>
internal sealed record CanonicalRequest(
    string Method, string Path, IReadOnlyList<KeyValuePair<string, string>> Query,
    IReadOnlyList<KeyValuePair<string, string>> Headers, string PayloadHash)
{
    public override string ToString() => string.Join('\n',
        Method, Signature.Encode(Path, keepSlash: true), QueryText(),
        string.Concat(Headers.Select(header => $"{header.Key}:{header.Value}\n")),
        string.Join(';', Headers.Select(header => header.Key)), PayloadHash);

    private string QueryText() => string.Join('&', Query
        .Select(one => (Key: Signature.Encode(one.Key, keepSlash: false),
            Value: Signature.Encode(one.Value, keepSlash: false)))
        .OrderBy(one => one.Key, StringComparer.Ordinal).ThenBy(one => one.Value, StringComparer.Ordinal)
        .Select(one => $"{one.Key}={one.Value}"));
}
