using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace Seatrial.Registry.S3;

/// <summary>Sends signed requests to a bucket of an S3 storage: path style, whole payloads, no retries.</summary>
/// <remarks>docs/decisions/0013: why not the AWS SDK.</remarks>
/// <param name="access">The bucket, and how to get in.</param>
/// <param name="patience">How long a request may take, to the end of a small body.</param>
internal sealed class S3Client(Storage.StorageAccess access, TimeSpan patience) : IDisposable
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";
    private const string Service = "s3";

    // Far above what lists and errors of S3 have.
    private const int MostXmlBytes = 4 * 1024 * 1024;

    private static readonly string EmptyHash = Signature.Hex(SHA256.HashData([]));

    private readonly HttpClient _client = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        ConnectTimeout = patience,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        // The storage is no part of a trace, and the headers would not be signed.
        ActivityHeadersPropagator = null,
    })
    { Timeout = patience, MaxResponseContentBufferSize = MostXmlBytes };

    private readonly string _host = new Uri(access.Url).Authority;

    /// <summary>Stores an object.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="bytes">Its bytes.</param>
    /// <param name="contentType">Its type.</param>
    /// <param name="condition">If-Match or If-None-Match with a value; null for none.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>The storage's refusal; null when the object is stored.</returns>
    public async Task<S3Refusal?> Put(
        string key, ReadOnlyMemory<byte> bytes, string contentType, (string Header, string Value)? condition, CancellationToken cancel)
    {
        using var request = Request(HttpMethod.Put, key, [], Signature.Hex(SHA256.HashData(bytes.Span)));
        request.Content = new ReadOnlyMemoryContent(bytes);
        request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        if (condition is var (header, value))
            request.Headers.TryAddWithoutValidation(header, value);
        using var response = await _client.SendAsync(request, cancel);
        return response.IsSuccessStatusCode ? null : await Refusal(response, cancel);
    }

    /// <summary>Asks for an object; its body is read by the caller, who disposes the answer.</summary>
    /// <returns>The answer, or the storage's refusal.</returns>
    public async Task<(HttpResponseMessage? Answer, S3Refusal? Refusal)> Get(string key, CancellationToken cancel)
    {
        using var request = Request(HttpMethod.Get, key, [], EmptyHash);
        var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        if (response.IsSuccessStatusCode)
            return (response, null);
        using (response)
            return (null, await Refusal(response, cancel));
    }

    /// <summary>A page of the objects below a prefix, and where the next one begins.</summary>
    /// <exception cref="HttpRequestException">The storage refused.</exception>
    public async Task<(IReadOnlyList<(string Key, long Size)> Objects, string? Next)> List(string prefix, int most, string? after, CancellationToken cancel)
    {
        List<KeyValuePair<string, string>> query =
            [new("encoding-type", "url"), new("list-type", "2"), new("max-keys", most.ToString(CultureInfo.InvariantCulture)), new("prefix", prefix)];
        if (after is not null)
            query.Add(new("continuation-token", after));
        using var request = Request(HttpMethod.Get, "", query, EmptyHash);
        using var response = await _client.SendAsync(request, cancel);
        if (!response.IsSuccessStatusCode)
            throw (await Refusal(response, cancel)).Failure();
        var xml = XDocument.Parse(await response.Content.ReadAsStringAsync(cancel)).Root!;
        var objects = xml.Elements().Where(one => one.Name.LocalName == "Contents")
            .Select(one => (Uri.UnescapeDataString(Text(one, "Key") ?? ""), long.Parse(Text(one, "Size") ?? "0", CultureInfo.InvariantCulture)));
        return ([.. objects], Text(xml, "NextContinuationToken"));
    }

    public void Dispose() => _client.Dispose();

    private HttpRequestMessage Request(HttpMethod method, string key, List<KeyValuePair<string, string>> query, string payloadHash)
    {
        var path = key.Length == 0 ? $"/{access.Bucket}" : $"/{access.Bucket}/{key}";
        var timestamp = TimeProvider.System.GetUtcNow().ToString(TimeFormat, CultureInfo.InvariantCulture);
        var scope = new Scope(timestamp[..8], access.Region, Service);
        KeyValuePair<string, string>[] signed = [new("host", _host), new("x-amz-content-sha256", payloadHash), new("x-amz-date", timestamp)];
        var signature = Signature.Of(new CanonicalRequest(method.Method, path, query, signed, payloadHash), scope, timestamp, access.SecretKey);
        var target = access.Url + Signature.Encode(path, keepSlash: true) + (query.Count == 0 ? "" : "?" + string.Join('&',
            query.Select(one => $"{Signature.Encode(one.Key, keepSlash: false)}={Signature.Encode(one.Value, keepSlash: false)}")));
        var request = new HttpRequestMessage(method, new Uri(target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }));
        request.Headers.TryAddWithoutValidation("x-amz-content-sha256", payloadHash);
        request.Headers.TryAddWithoutValidation("x-amz-date", timestamp);
        request.Headers.TryAddWithoutValidation("Authorization",
            $"{Signature.Algorithm} Credential={access.AccessKey}/{scope.Date}/{scope.Region}/{scope.Service}/aws4_request, "
            + $"SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature={signature}");
        return request;
    }

    private static async Task<S3Refusal> Refusal(HttpResponseMessage response, CancellationToken cancel)
    {
        var body = await response.Content.ReadAsStringAsync(cancel);
        try
        {
            var xml = body.Length > 0 ? XDocument.Parse(body).Root : null;
            return new S3Refusal(response.StatusCode, xml is null ? null : Text(xml, "Code"), xml is null ? null : Text(xml, "Message"));
        }
        catch (System.Xml.XmlException)
        {
            // Something between us and the storage has answered.
            return new S3Refusal(response.StatusCode, null, null);
        }
    }

    private static string? Text(XElement xml, string name) => xml.Elements().FirstOrDefault(one => one.Name.LocalName == name)?.Value;
}

/// <summary>What a storage answered other than success.</summary>
/// <param name="Code">S3's own word, such as <c>NoSuchKey</c>; null when the answer had none.</param>
internal sealed record S3Refusal(HttpStatusCode Status, string? Code, string? Message)
{
    public HttpRequestException Failure() => new($"the storage answered {(int)Status} {Code}: {Message}", null, Status);
}
