using Seatrial.Faults.Http;

namespace Seatrial.Faults.S3;

/// <summary>The S3 API: its operations by their names, and its errors.</summary>
/// <param name="endpoint">
/// The host name of the store, for buckets that stand before it (<c>bucket.s3.example</c>, the virtual-hosted style). A Host that is
/// not below it has its bucket in the path.
/// </param>
public sealed class S3Api(string endpoint = "localhost") : HttpApi
{
    /// <inheritdoc/>
    public override HttpOperation Of(RequestHead head, Names names)
    {
        var (bucket, key) = Place(head);
        var (name, writes) = Operation(head, key);
        var (what, waits) = key.Length > 0 || !name.StartsWith("List", StringComparison.Ordinal)
            ? (key, false)
            : (head.Parameter("prefix") ?? "", (head.Parameter("prefix") ?? "").StartsWith("health/", StringComparison.Ordinal));
        var traits = Traits.Retried | (writes ? Traits.Writes | Traits.Commits : Traits.None) | (waits ? Traits.Waits : Traits.None);
        // The query of a presigned request holds its signature, and the one of a list its cursor: neither is shown.
        var hash = head.Header("x-amz-content-sha256") is { Length: 64 } payload ? $" sha256 {payload}" : "";
        return new HttpOperation($"{name} {ContentHash.Normalise(names.Normalise(what))}".TrimEnd(), traits, $"{head.Method} {bucket}/{key}{hash}");
    }

    /// <inheritdoc/>
    public override Refusal Refuse(RequestHead head, string? code) =>
        S3Error.Named(code ?? "SlowDown").Refuse(head, Operation(head, Place(head).Key).Name);

    /// <summary>The SDKs of AWS send one identifier with all attempts of a call.</summary>
    public override string? CallOf(RequestHead head) => head.Header("amz-sdk-invocation-id");

    internal override bool WrapsPayload(RequestHead head) =>
        head.Header("x-amz-content-sha256")?.StartsWith("STREAMING-", StringComparison.Ordinal) ?? false;

    private (string Bucket, string Key) Place(RequestHead head)
    {
        var path = Uri.UnescapeDataString(head.Path).TrimStart('/');
        var host = head.Header("Host")?.Split(':')[0] ?? "";
        if (host.EndsWith($".{endpoint}", StringComparison.OrdinalIgnoreCase))
            return (host[..^(endpoint.Length + 1)], path);
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? (path, "") : (path[..slash], path[(slash + 1)..]);
    }

    // By method, query and one header, as the S3 API reference defines each operation.
    private static (string Name, bool Writes) Operation(RequestHead head, string key)
    {
        var (upload, copies) = (head.Parameter("uploadId") is not null, head.Header("x-amz-copy-source") is not null);
        return (head.Method, key.Length > 0) switch
        {
            ("PUT", true) when upload => (copies ? "UploadPartCopy" : "UploadPart", true),
            ("PUT", true) when head.Parameter("tagging") is not null => ("PutObjectTagging", true),
            ("PUT", true) when head.Parameter("acl") is not null => ("PutObjectAcl", true),
            ("PUT", true) => (copies ? "CopyObject" : "PutObject", true),
            ("POST", true) when head.Parameter("uploads") is not null => ("CreateMultipartUpload", true),
            ("POST", true) when upload => ("CompleteMultipartUpload", true),
            ("DELETE", true) => (upload ? "AbortMultipartUpload" : "DeleteObject", true),
            ("GET", true) => (upload ? "ListParts" : "GetObject", false),
            ("HEAD", true) => ("HeadObject", false),
            ("POST", false) when head.Parameter("delete") is not null => ("DeleteObjects", true),
            ("GET", false) when head.Parameter("list-type") == "2" => ("ListObjectsV2", false),
            ("GET", false) when head.Parameter("uploads") is not null => ("ListMultipartUploads", false),
            ("GET", false) when head.Path.Trim('/').Length == 0 && head.Query.Length == 0 => ("ListBuckets", false),
            ("GET", false) when head.Parameter("location") is not null => ("GetBucketLocation", false),
            ("GET", false) => ("ListObjects", false),
            ("HEAD", false) => ("HeadBucket", false),
            ("PUT", false) => ("CreateBucket", true),
            ("DELETE", false) => ("DeleteBucket", true),
            var (method, _) => (method, method is not ("GET" or "HEAD" or "OPTIONS")),
        };
    }
}
