using Seatrial.Registry.Http;

namespace Seatrial.Registry.S3;

/// <summary>
/// A small S3 server over HTTP, so that the embedded registry has a storage boundary as a real one has.
/// </summary>
/// <remarks>
/// Objects with GET, HEAD, PUT (If-Match, If-None-Match, Content-MD5) and DELETE, ListObjectsV2, buckets with PUT and
/// HEAD;
/// signatures in the header form of SigV4 only. Everything else is refused in S3's words.
/// </remarks>
internal sealed class S3Server(ObjectFiles files, S3Key key, TimeProvider clock)
{
    public static WebServer Build(string address, int port, ObjectFiles files, S3Key key, TimeProvider clock) =>
        WebServer.Build(new Binding(address, port, ObjectUpload.MaxBytes), _ => { },
            app => app.Run(new S3Server(files, key, clock).Answer));

    private async Task Answer(HttpContext http)
    {
        var request = S3Request.Read(http);
        var refused = request is null
            ? S3Error.InvalidArgument
            : request.Verify(key, clock.GetUtcNow()) ?? await Attempt(request);
        if (refused is not null)
            await Refuse(http, request?.Path ?? "/", refused);
    }

    // A full disk, say: the client must hear it in S3's words, as from any other storage.
    private async Task<S3Error?> Attempt(S3Request request)
    {
        try
        {
            return await Route(request);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException
            && !request.Http.Response.HasStarted)
        {
            return S3Error.InternalError(failure);
        }
    }

    private async Task<S3Error?> Route(S3Request request)
    {
        if (!IsBucketName(request.Bucket))
            return S3Error.InvalidBucketName;
        if (request.Key.Length == 0)
            return await Bucket(request);
        if (!KeyPath.Fits(request.Key))
            return S3Error.KeyTooLong;
        if (!files.HasBucket(request.Bucket))
            return S3Error.NoSuchBucket;
        return request.Method switch
        {
            "GET" or "HEAD" => await Get(request),
            "PUT" => await new ObjectUpload(files, clock).Receive(request),
            "DELETE" => Delete(request),
            _ => S3Error.MethodNotAllowed,
        };
    }

    private async Task<S3Error?> Bucket(S3Request request)
    {
        if (request.Method == "PUT")
        {
            files.AddBucket(request.Bucket);
            return null;
        }

        if (!files.HasBucket(request.Bucket))
            return S3Error.NoSuchBucket;
        if (request.Method == "HEAD")
            return null;
        if (request.Method != "GET" || request.Parameter("list-type") != "2")
            return S3Error.MethodNotAllowed;
        if (Listing.Of(request, files) is not { } listing)
            return S3Error.InvalidArgument;
        await Write(request.Http, S3Xml.Listing(listing));
        return null;
    }

    private async Task<S3Error?> Get(S3Request request)
    {
        if (files.Open(request.Bucket, request.Key) is not var (body, info))
            return S3Error.NoSuchKey;
        await using (body)
        {
            var headers = request.Http.Request.Headers;
            if (headers.IfMatch.Count > 0 && !Validator.Matches(headers.IfMatch, info.ETag))
                return S3Error.PreconditionFailed;
            Describe(request.Http.Response, info);
            if (Validator.Matches(headers.IfNoneMatch, info.ETag))
                request.Http.Response.StatusCode = StatusCodes.Status304NotModified;
            else
                await Send(request.Http, body, info);
            return null;
        }
    }

    private S3Error? Delete(S3Request request)
    {
        files.Delete(request.Bucket, request.Key);
        request.Http.Response.StatusCode = StatusCodes.Status204NoContent;
        return null;
    }

    private static void Describe(HttpResponse response, ObjectInfo info)
    {
        foreach (var (name, value) in info.Headers)
            response.Headers[name] = value;
        response.Headers.ETag = info.ETag;
        response.Headers.LastModified = info.Modified.ToString("R");
    }

    private static async Task Send(HttpContext http, FileStream body, ObjectInfo info)
    {
        http.Response.ContentLength = info.Size;
        if (http.Request.Method == "GET")
            await Copy(body, http.Response.Body, info.Size, http.RequestAborted);
    }

    // From the open file, never by its name: another object may have taken the name since.
    private static async Task Copy(FileStream body, Stream target, long size, CancellationToken cancel)
    {
        var buffer = new byte[ObjectUpload.BufferBytes];
        for (var left = size; left > 0;)
        {
            var read = await body.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, left)), cancel);
            if (read == 0)
                throw new InvalidDataException($"{body.Name} is shorter than it says.");
            await target.WriteAsync(buffer.AsMemory(0, read), cancel);
            left -= read;
        }
    }

    private static async Task Refuse(HttpContext http, string resource, S3Error error)
    {
        http.Response.StatusCode = error.Status;
        await Write(http, S3Xml.Error(error, resource, http.TraceIdentifier));
    }

    private static async Task Write(HttpContext http, byte[] xml)
    {
        http.Response.ContentType = S3Xml.ContentType;
        http.Response.ContentLength = xml.Length;
        if (http.Request.Method != "HEAD")
            await http.Response.Body.WriteAsync(xml, http.RequestAborted);
    }

    private static bool IsBucketName(string name) =>
        name.Length is >= 3 and <= 63 && char.IsAsciiLetterOrDigit(name[0])
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.')
            && !name.Contains("..", StringComparison.Ordinal);
}
