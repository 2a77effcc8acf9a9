namespace Seatrial.Faults.Http;

/// <summary>The reason phrases of RFC 9110, for the answers that the proxy gives itself.</summary>
internal static class Reasons
{
    /// <summary>Such as <c>Service Unavailable</c>.</summary>
    public static string Of(int status) => status switch
    {
        200 => "OK",
        400 => "Bad Request",
        403 => "Forbidden",
        404 => "Not Found",
        408 => "Request Timeout",
        409 => "Conflict",
        412 => "Precondition Failed",
        429 => "Too Many Requests",
        431 => "Request Header Fields Too Large",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        507 => "Insufficient Storage",
        _ => "Status",
    };
}
