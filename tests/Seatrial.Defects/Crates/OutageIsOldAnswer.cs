using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Seatrial.Defects;

/// <summary>When the database does not answer, what was said about a crate up to a second before is said again as if it were true now.</summary>
internal static class OutageIsOldAnswer
{
    public static Defect Defect { get; } = new(
        "outage-is-old-answer",
        "53 (#8333), made worse: a read that fails says what was true before",
        "When the database does not answer, what was said about a crate up to a second before is said again as if it were true now.",
        Check.History("I7"))
    {
        Answers = SayAgain,
    };

    private static readonly TimeSpan CopiedEvery = TimeSpan.FromSeconds(1);

    private static readonly ConcurrentDictionary<string, (byte[] Body, long At)> Copies = new();

    private static async Task SayAgain(HttpContext http, RequestDelegate next)
    {
        if (CrateAnswers.WhatIsRead(http) is not { } read)
        {
            await next(http);
            return;
        }

        var body = await CrateAnswers.Get(http, next);
        var copied = Copies.TryGetValue(read, out var copy);
        if (http.Response.StatusCode >= StatusCodes.Status500InternalServerError && copied)
        {
            await CrateAnswers.Give(http, copy.Body);
            return;
        }

        if (http.Response.StatusCode == StatusCodes.Status200OK && (!copied || Stopwatch.GetElapsedTime(copy.At) > CopiedEvery))
            Copies[read] = (body, Stopwatch.GetTimestamp());
        await http.Response.Body.WriteAsync(body);
    }
}
