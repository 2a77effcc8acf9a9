using System.Security.Cryptography;
using Seatrial.Registry.Http;

namespace Seatrial.Registry.S3;

/// <summary>Takes one PUT: bytes into a nameless file while they are hashed, then one conditional rename.</summary>
internal sealed class ObjectUpload(ObjectFiles files, TimeProvider clock)
{
    /// <summary>The largest object: several times the largest archive that the registry takes.</summary>
    public const long MaxBytes = 256L * 1024 * 1024;

    public const int BufferBytes = 64 * 1024;

    public async Task<S3Error?> Receive(S3Request request)
    {
        if (request.PayloadHash.StartsWith("STREAMING-", StringComparison.Ordinal))
            return S3Error.ChunkedPayload;
        if (request.Http.Request.ContentLength > MaxBytes)
            return S3Error.EntityTooLarge;
        await using var file = files.Incoming();
        try
        {
            return await Receive(request, file);
        }
        catch (BadHttpRequestException)
        {
            return S3Error.IncompleteBody;
        }
        finally
        {
            File.Delete(file.Name);
        }
    }

    private async Task<S3Error?> Receive(S3Request request, FileStream file)
    {
        var (sha256, md5) = await Copy(request.Http, file);
        if (request.PayloadHash != Signature.UnsignedPayload && request.PayloadHash != Signature.Hex(sha256))
            return S3Error.ContentHashMismatch;
        if (request.Header("Content-MD5") is { Length: > 0 } given && given != Convert.ToBase64String(md5))
            return S3Error.BadDigest;
        var etag = $"\"{Signature.Hex(md5)}\"";
        var info = new ObjectInfo(request.Key, etag, file.Length, clock.GetUtcNow(),
            Kept(request.Http.Request.Headers));
        if (files.Put(request.Bucket, file, info, Condition(request)) is { } refused)
            return refused;
        request.Http.Response.Headers.ETag = etag;
        return null;
    }

    // RFC 9110 §13: If-None-Match: * creates, If-Match replaces exactly what the client has seen.
    private static Func<ObjectInfo?, S3Error?> Condition(S3Request request) => present =>
    {
        var headers = request.Http.Request.Headers;
        if (headers.IfNoneMatch.Count > 0 && present is not null
            && Validator.Matches(headers.IfNoneMatch, present.ETag))
            return S3Error.PreconditionFailed;
        if (headers.IfMatch.Count == 0)
            return null;
        if (present is null)
            return S3Error.NoSuchKey;
        return Validator.Matches(headers.IfMatch, present.ETag) ? null : S3Error.PreconditionFailed;
    };

    private static async Task<(byte[] Sha256, byte[] Md5)> Copy(HttpContext http, FileStream file)
    {
        using var sha256 = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = new byte[BufferBytes];
        int read;
        while ((read = await http.Request.Body.ReadAsync(buffer, http.RequestAborted)) > 0)
        {
            sha256.AppendData(buffer, 0, read);
            md5.AppendData(buffer, 0, read);
            await file.WriteAsync(buffer.AsMemory(0, read), http.RequestAborted);
        }

        return (sha256.GetHashAndReset(), md5.GetHashAndReset());
    }

    private static Dictionary<string, string> Kept(IHeaderDictionary headers) => headers
        .Where(header => header.Key.StartsWith("x-amz-meta-", StringComparison.OrdinalIgnoreCase)
            || header.Key is "Content-Type" or "Cache-Control" or "Content-Disposition" or "Content-Encoding")
        .ToDictionary(header => header.Key, header => header.Value.ToString());
}
