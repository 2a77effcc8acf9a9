using Microsoft.Extensions.Primitives;

namespace Seatrial.Registry.Http;

/// <summary>Compares a request's If-None-Match with the current ETag.</summary>
internal static class Validator
{
    /// <summary>
    /// True when the client already holds these bytes (RFC 9110 §13.1.2: weak comparison, a list, or <c>*</c>).
    /// </summary>
    public static bool Matches(StringValues ifNoneMatch, string etag)
    {
        foreach (var header in ifNoneMatch)
            foreach (var one in (header ?? "").Split(',', StringSplitOptions.TrimEntries))
                if (one == "*" || Opaque(one) == Opaque(etag))
                    return true;
        return false;
    }

    private static string Opaque(string etag) => etag.StartsWith("W/", StringComparison.Ordinal) ? etag[2..] : etag;
}
