using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Seatrial.Defects;

/// <summary>A download whose version is spelled with %2B is not found.</summary>
internal static class UrlShapeMissed
{
    public static Defect Defect { get; } = new(
        "url-shape-missed",
        "35 (PR #8305): a shape of URL that the parser does not know",
        "A download whose version is spelled with %2B is not found.",
        Check.Scenario("publish/build-metadata", "CFG-10"))
    {
        Answers = Miss,
    };

    private static Task Miss(HttpContext http, RequestDelegate next)
    {
        var target = http.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (target.Contains("%2B", StringComparison.OrdinalIgnoreCase) && target.EndsWith("/download", StringComparison.Ordinal))
            http.Request.Path = "/not-known";
        return next(http);
    }
}
