using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>A failure is told by a page for people instead of the contract's errors.</summary>
internal static class OutageIsPage
{
    public static Defect Defect { get; } = new(
        "outage-is-page",
        "53 (#8333, #8576): a time-out of the database is a bare 500",
        "A failure is told by a page for people instead of the contract's errors.",
        Check.Sweep("search", "I7", "error"))
    {
        Answers = ShowPage,
    };

    private static async Task ShowPage(HttpContext http, RequestDelegate next)
    {
        if (!http.Request.Path.StartsWithSegments("/api/v1/crates"))
        {
            await next(http);
            return;
        }

        var client = http.Response.Body;
        using var body = new MemoryStream();
        http.Response.Body = body;
        await next(http);
        http.Response.Body = client;
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError)
        {
            http.Response.Clear();
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            await http.Response.WriteAsync("<h1>Internal Server Error</h1>");
            return;
        }

        await client.WriteAsync(body.ToArray());
    }
}
