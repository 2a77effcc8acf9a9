using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http.Features;

namespace Seatrial.Registry.S3;

/// <summary>One request to the storage server: bucket, key, parameters, and whether its signature holds.</summary>
internal sealed record S3Request(HttpContext Http, string Path, IReadOnlyList<KeyValuePair<string, string>> Query)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    // S3's own tolerance.
    private static readonly TimeSpan MaxSkew = TimeSpan.FromMinutes(15);

    public string Method => Http.Request.Method;

    public string Bucket => Path.IndexOf('/', 1) is var slash and > 0 ? Path[1..slash] : Path[1..];

    /// <summary>The object's key; empty for a request about the bucket.</summary>
    public string Key => Path.IndexOf('/', 1) is var slash and > 0 ? Path[(slash + 1)..] : "";

    public string PayloadHash => Header("x-amz-content-sha256");

    /// <summary>
    /// Reads the raw target: the framework's own path would lose <c>%2F</c>, <c>//</c> and dot segments of a key.
    /// </summary>
    public static S3Request? Read(HttpContext http)
    {
        var target = http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (!target.StartsWith('/'))
            return null;
        var split = target.IndexOf('?', StringComparison.Ordinal);
        var query = split < 0 ? "" : target[(split + 1)..];
        return new S3Request(http, Uri.UnescapeDataString(split < 0 ? target : target[..split]), Parameters(query));
    }

    public string? Parameter(string name) => Query.FirstOrDefault(one => one.Key == name).Value;

    public string Header(string name) => Http.Request.Headers[name].ToString();

    /// <summary>Checks the signature in the Authorization header (SigV4).</summary>
    /// <returns>Null when the request is signed by the holder of <paramref name="key"/>.</returns>
    public S3Error? Verify(S3Key key, DateTimeOffset now)
    {
        if (S3Authorization.Parse(Header("Authorization")) is not { } given)
            return S3Error.AccessDenied;
        if (given.AccessKey != key.Access)
            return S3Error.InvalidAccessKeyId;
        var timestamp = Header("x-amz-date");
        if (!DateTimeOffset.TryParseExact(timestamp, TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal, out var at)
            || (now - at).Duration() > MaxSkew)
            return S3Error.RequestTimeTooSkewed;
        var expected = Signature.Of(Canonical(given.SignedHeaders), given.Scope, timestamp, key.Secret);
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected),
            Encoding.ASCII.GetBytes(given.Signature))
            ? null
            : S3Error.SignatureDoesNotMatch;
    }

    private CanonicalRequest Canonical(IReadOnlyList<string> signed) =>
        new(Method, Path, Query, [.. signed.Select(name => KeyValuePair.Create(name, Trimmed(name)))], PayloadHash);

    private string Trimmed(string name) => string.Join(',', Http.Request.Headers[name].Select(
        value => string.Join(' ', (value ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))));

    private static List<KeyValuePair<string, string>> Parameters(string query) =>
        [.. query.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('=', 2)).Select(
            pair => KeyValuePair.Create(
                Uri.UnescapeDataString(pair[0]), Uri.UnescapeDataString(pair.ElementAtOrDefault(1) ?? "")))];
}

/// <summary>The credentials of the storage.</summary>
internal sealed record S3Key(string Access, string Secret);

/// <summary>The parts of a SigV4 Authorization header.</summary>
internal sealed record S3Authorization(string AccessKey, Scope Scope, IReadOnlyList<string> SignedHeaders,
    string Signature)
{
    public static S3Authorization? Parse(string header)
    {
        if (!header.StartsWith(S3.Signature.Algorithm + " ", StringComparison.Ordinal))
            return null;
        var parts = header[S3.Signature.Algorithm.Length..].Split(',', StringSplitOptions.TrimEntries)
            .Select(part => part.Split('=', 2)).Where(part => part.Length == 2)
            .ToLookup(part => part[0], part => part[1]);
        var credential = parts["Credential"].FirstOrDefault()?.Split('/') ?? [];
        var signed = parts["SignedHeaders"].FirstOrDefault()?.Split(';') ?? [];
        // What is not signed could be changed on the way: the host and the payload's hash must be.
        return credential is [var key, var date, var region, var service, "aws4_request"]
            && signed.Contains("host") && signed.Contains("x-amz-content-sha256")
            && parts["Signature"].FirstOrDefault() is { } signature
            ? new S3Authorization(key, new Scope(date, region, service), signed, signature)
            : null;
    }
}
