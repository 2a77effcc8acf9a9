namespace Seatrial.Registry.S3;

/// <summary>A refusal in S3's own words.</summary>
internal sealed record S3Error(int Status, string Code, string Message)
{
    public static S3Error NoSuchKey { get; } = new(404, "NoSuchKey", "The specified key does not exist.");
    public static S3Error NoSuchBucket { get; } = new(404, "NoSuchBucket", "The specified bucket does not exist.");
    public static S3Error PreconditionFailed { get; } = new(412, "PreconditionFailed",
        "At least one of the preconditions you specified did not hold.");
    public static S3Error AccessDenied { get; } = new(403, "AccessDenied", "The request is not signed.");
    public static S3Error InvalidAccessKeyId { get; } = new(403, "InvalidAccessKeyId", "The access key is not known.");
    public static S3Error SignatureDoesNotMatch { get; } = new(403, "SignatureDoesNotMatch",
        "The signature is not that of this request and key.");
    public static S3Error RequestTimeTooSkewed { get; } = new(403, "RequestTimeTooSkewed",
        "The request's time is too far from the server's.");
    public static S3Error BadDigest { get; } = new(400, "BadDigest", "The Content-MD5 is not that of the body.");
    public static S3Error ContentHashMismatch { get; } = new(400, "XAmzContentSHA256Mismatch",
        "The x-amz-content-sha256 is not that of the body.");
    public static S3Error KeyTooLong { get; } = new(400, "KeyTooLongError", "The key is too long.");
    public static S3Error InvalidBucketName { get; } = new(400, "InvalidBucketName", "The bucket name is not valid.");
    public static S3Error InvalidArgument { get; } = new(400, "InvalidArgument", "A parameter is not valid.");
    public static S3Error IncompleteBody { get; } = new(400, "IncompleteBody",
        "The body ended before its announced length.");
    public static S3Error EntityTooLarge { get; } = new(400, "EntityTooLarge",
        "The object is larger than this server takes.");
    public static S3Error MethodNotAllowed { get; } = new(405, "MethodNotAllowed",
        "The method is not allowed on this resource.");

    /// <summary>The disk failed.</summary>
    public static S3Error InternalError(Exception failure) =>
        new(500, "InternalError", $"{failure.GetType().Name}: {failure.Message}");

    /// <summary>Chunk-signed and trailer uploads: a client must sign the whole payload, or none of it.</summary>
    public static S3Error ChunkedPayload { get; } = new(501, "NotImplemented",
        "Streaming (aws-chunked) payloads are not taken here; sign the payload as a whole.");
}
