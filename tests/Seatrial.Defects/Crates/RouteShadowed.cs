using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>The route of publish stands before that of a crate, so GET of a crate called new is a bare 405.</summary>
internal static class RouteShadowed
{
    public static Defect Defect { get; } = new(
        "route-shadowed",
        "61 (#7911): GET /crates/new is shadowed by the route of publish",
        "The route of publish stands before that of a crate, so GET of a crate called new is a bare 405.",
        Check.Scenario("contract/error-bodies", "API-GEN-02"))
    {
        Answers = Shadow,
    };

    private static Task Shadow(HttpContext http, RequestDelegate next)
    {
        if (!HttpMethods.IsGet(http.Request.Method) || http.Request.Path != "/api/v1/crates/new")
            return next(http);
        http.Response.StatusCode = StatusCodes.Status405MethodNotAllowed;
        http.Response.Headers.Allow = HttpMethods.Put;
        return Task.CompletedTask;
    }
}
