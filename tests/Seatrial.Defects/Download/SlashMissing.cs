using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>The slash between the host and the path of a download is missing.</summary>
internal static class SlashMissing
{
    public static Defect Defect { get; } = new(
        "slash-missing",
        "28 (postmortem of 2023-07-20): a redirect to a host without the slash behind it",
        "The slash between the host and the path of a download is missing.",
        Check.Scenario("download/bytes-and-headers", "DL-01"))
    {
        Answers = DropSlash,
    };

    private static Task DropSlash(HttpContext http, RequestDelegate next)
    {
        http.Response.OnStarting(() =>
        {
            if (http.Response.Headers.Location is [{ } location])
                http.Response.Headers.Location = location.Replace("/crates/", "crates/", StringComparison.Ordinal);
            return Task.CompletedTask;
        });
        return next(http);
    }
}
