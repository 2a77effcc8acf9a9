using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>Index files may be kept for a year, and name nothing by which they could be purged.</summary>
internal static class IndexCachedForEver
{
    public static Defect Defect { get; } = new(
        "index-cached-for-ever",
        "18 (nora #640): the index is cached for ever",
        "Index files may be kept for a year, and name nothing by which they could be purged.",
        Check.Scenario("publish/new-version", "IDX-05"))
    {
        Answers = KeepForEver,
    };

    private static Task KeepForEver(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/index"))
            http.Response.OnStarting(() =>
            {
                if (http.Response.StatusCode == StatusCodes.Status200OK)
                    http.Response.Headers.CacheControl = "public, s-maxage=31536000";
                http.Response.Headers.Remove("Surrogate-Key");
                return Task.CompletedTask;
            });
        return next(http);
    }
}
