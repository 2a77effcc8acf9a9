using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>What a user may see alone can be kept by any cache on the way.</summary>
internal static class TokenListCacheable
{
    public static Defect Defect { get; } = new(
        "token-list-cacheable",
        "27 (578292c8c): JSON of one user without no-store",
        "What a user may see alone can be kept by any cache on the way.",
        Check.Scenario("auth/token-is-secret", "AUTH-14"))
    {
        Answers = Keep,
    };

    private static Task Keep(HttpContext http, RequestDelegate next)
    {
        if (http.Request.Path.StartsWithSegments("/api/v1/me"))
            http.Response.OnStarting(() =>
            {
                http.Response.Headers.CacheControl = "public, max-age=60";
                return Task.CompletedTask;
            });
        return next(http);
    }
}
