using System.Security;
using Seatrial.Faults.Http;

namespace Seatrial.Faults.S3;

/// <summary>An error of S3, with the status and the words that S3 gives it.</summary>
internal sealed record S3Error(int Status, string Code, string Message)
{
    private static readonly S3Error[] Known =
    [
        new(503, "SlowDown", "Please reduce your request rate."),
        new(503, "ServiceUnavailable", "Service is unable to handle request."),
        new(500, "InternalError", "We encountered an internal error. Please try again."),
        new(403, "SignatureDoesNotMatch", "The request signature we calculated does not match the signature you provided. Check your key and signing method."),
        new(403, "RequestTimeTooSkewed", "The difference between the request time and the current time is too large."),
        new(403, "AccessDenied", "Access Denied"),
        new(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records."),
        new(404, "NoSuchKey", "The specified key does not exist."),
        new(404, "NoSuchBucket", "The specified bucket does not exist."),
        new(404, "NoSuchUpload", "The specified multipart upload does not exist."),
        new(409, "ConditionalRequestConflict", "The conditional request cannot succeed due to a conflicting operation against this resource."),
        new(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold"),
        new(400, "RequestTimeout", "Your socket connection to the server was not read from or written to within the timeout period."),
    ];

    /// <summary>The error of this code; one that is not known here has the status 400, as most of S3 have.</summary>
    public static S3Error Named(string code) => Array.Find(Known, error => error.Code == code) ?? new S3Error(400, code, code);

    /// <summary>Refuses a request in these words.</summary>
    public Refusal Refuse(RequestHead head, string operation)
    {
        // These two begin with 200 to keep the connection alive, and may find out later that they failed.
        var status = Code == "InternalError" && operation is "CopyObject" or "CompleteMultipartUpload" && Code == "InternalError" ? 200 : Status;
        var body = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <Error><Code>{Code}</Code><Message>{SecurityElement.Escape(Message)}</Message><Resource>{SecurityElement.Escape(head.Path)}</Resource><RequestId>{RequestId}</RequestId></Error>
            """;
        return new Refusal(status, [("x-amz-request-id", RequestId), ("Content-Type", "application/xml")], body);
    }

    // Of the form that S3 gives, and always the same: a recording has no use for chance.
    private const string RequestId = "4442587FB7D0A2F9";
}
