namespace Seatrial.Registry.Http;

/// <summary>The name of one request, in its answer and in every line of the log that is about it.</summary>
internal static class RequestId
{
    private const string Header = "X-Request-Id";

    // Room for a UUID or a trace id with a prefix; what is longer, or could break a line of a log, is not taken over.
    private const int MaxLength = 64;

    /// <summary>Takes the client's name for the request if it is a sane one; else the server's own stays.</summary>
    public static void Assign(HttpContext http)
    {
        var given = http.Request.Headers[Header];
        if (given is [{ Length: > 0 and <= MaxLength } id] && id.All(IsPlain))
            http.TraceIdentifier = id;
        Answer(http);
    }

    /// <summary>Puts the name into the answer.</summary>
    public static void Answer(HttpContext http) => http.Response.Headers[Header] = http.TraceIdentifier;

    private static bool IsPlain(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':';
}
